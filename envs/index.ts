/**
 * Families of MDPs, and drawing of what is going on in them.
 *
 * @module moving-cheese/envs
 */
import type { FamilyKind } from '../core/distribution.js';
import { bandit } from './bandit/index.js';
import { halfCheetah } from './half-cheetah/index.js';
import { maze } from './maze/index.js';
import { tabularMdp } from './tabular-mdp/index.js';

export * from './bandit/index.js';
export {
  type FilmStripOptions,
  filmCaption,
  filmMoments,
  filmStrip,
} from './drawing/film-strip.js';
export { type SceneRowOptions, sceneColumn, sceneRow } from './drawing/row.js';
export { type SvgOptions, sceneToSvg } from './drawing/svg.js';
export { sceneToText, type TextOptions } from './drawing/terminal.js';
export { episodeScene, type Replay, replay, traceScene } from './drawing/trace.js';
export * from './half-cheetah/index.js';
export * from './maze/index.js';
export * from './tabular-mdp/index.js';

/** The built-in kinds of families: what the `family` of a distribution file can name. */
export const familyKinds: readonly FamilyKind[] = [maze, halfCheetah, bandit, tabularMdp];
