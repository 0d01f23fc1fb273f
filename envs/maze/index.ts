import type { FamilyKind } from '../../core/distribution.js';
import { mazeFamily } from './family.js';
import { type MazeSampler, mazeSamplerSchema } from './sampler-schema.js';
import { mazeSampler } from './samplers.js';
import { type MazeConfiguration, type MazeTask, mazeConfigurationSchema } from './schema.js';

export { mazeFamily } from './family.js';
export { distancesFrom, type Layout, layoutOf, MAZE_ACTIONS } from './layout.js';
export { type MazeSampler, mazeSamplerSchema } from './sampler-schema.js';
export { mazeSampler } from './samplers.js';
export { mazePathScene, mazeScene } from './scene.js';
export {
  type MazeConfiguration,
  type MazeTask,
  mazeConfigurationSchema,
  mazeTaskSchema,
} from './schema.js';

/** A mouse in a maze looks for cheese it cannot see. */
export const maze: FamilyKind<MazeConfiguration, MazeSampler, MazeTask> = {
  id: 'maze',
  about: 'A mouse in a maze looks for cheese it cannot see.',
  configurationSchema: mazeConfigurationSchema,
  samplerSchema: mazeSamplerSchema,
  configure: mazeFamily,
  sampler: mazeSampler,
};
