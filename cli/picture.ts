import type { RecordedEpisode, Recording } from '../agents/recording.js';
import type { Scene } from '../core/scene.js';
import { episodeScene, sceneColumn, sceneRow, sceneToSvg } from '../envs/index.js';
import { figure } from './terminal/text.js';

/** Width of a picture file, and of a unit of its scene at most, in pixels. */
const WIDTH = 1200;
const LARGEST_UNIT = 40;
/** Between the film strips of episodes, and the room for their captions, as shares of the width. */
const STRIP_GAP = 1 / 40;
const STRIP_CAPTION = 1 / 32;
/** Episodes drawn as one scene each: the gap between them, and what a letter of a caption takes at most, units. */
const TRACES_PER_ROW = 4;
const TRACE_GAP = 1;
const LETTER = 0.32;

/** `episode 2: 14 steps, return 0.310`. */
export function episodeCaption({ rewards, return: total }: RecordedEpisode, index: number): string {
  const steps = `${rewards.length} ${rewards.length === 1 ? 'step' : 'steps'}`;
  return `episode ${index + 1}: ${steps}, return ${figure(total)}`;
}

/** Whether there is anything to draw. */
export function isDrawn({ episodes }: Recording): boolean {
  return episodes.length > 0 && episodes.every(({ frames }) => frames.length > 0);
}

/** A meta-episode that {@link isDrawn} as a picture file: film strips below each other, or traces side by side. */
export function metaEpisodeSvg(recording: Recording, title: string): string {
  const { film, episodes } = recording;
  const scenes = episodes.map(({ frames }) => episodeScene(frames, film));
  const captions = episodes.map(episodeCaption);
  const scene = film ? stacked(scenes, captions) : sideBySide(scenes, captions);
  const pixelsPerUnit = Math.min(LARGEST_UNIT, WIDTH / scene.width);
  return sceneToSvg(scene, { title, pixelsPerUnit, background: true });
}

function stacked(scenes: readonly Scene[], captions: readonly string[]): Scene {
  const width = Math.max(...scenes.map((scene) => scene.width));
  const captionHeight = STRIP_CAPTION * width;
  const strips = scenes.map((scene, i) =>
    sceneRow([scene], { gap: 0, captions: [captions[i] ?? ''], captionHeight }),
  );
  return sceneColumn(strips, { gap: STRIP_GAP * width });
}

function sideBySide(scenes: readonly Scene[], captions: readonly string[]): Scene {
  // Wide enough that captions do not run into each other.
  const least = LETTER * Math.max(...captions.map(({ length }) => length));
  const cells = scenes.map((scene) => ({ ...scene, width: Math.max(scene.width, least) }));
  const rows: Scene[] = [];
  for (let from = 0; from < cells.length; from += TRACES_PER_ROW) {
    const to = from + TRACES_PER_ROW;
    rows.push(
      sceneRow(cells.slice(from, to), { gap: TRACE_GAP, captions: captions.slice(from, to) }),
    );
  }
  return sceneColumn(rows, { gap: TRACE_GAP });
}
