import { ArgumentError } from '../../core/errors.js';
import type { Film, Scene } from '../../core/scene.js';
import { sceneColumn, sceneRow } from './row.js';

export interface FilmStripOptions extends Film {
  /** Frames that are shown, at most; 10 by default. */
  readonly frames?: number;
  /** Of these, side by side; 5 by default. */
  readonly columns?: number;
}

/** Between frames and rows, and the room for a caption, as shares of a frame's width. */
const GAP = 1 / 24;
const ROW_GAP = 1 / 10;
const CAPTION = 1 / 9;

/**
 * Moments that tell an episode of so many steps: both its ends, and between them at the squares of an even
 * spacing, because an agent adapts early. Each is a number of steps made, and none comes twice, so there are
 * fewer than `frames` in short episodes. Throws `ArgumentError` when `steps` is no count or `frames` below 2.
 *
 * @example
 * filmMoments(200, 5); // [0, 13, 50, 113, 200]
 */
export function filmMoments(steps: number, frames: number): number[] {
  assertCount('steps of a film', steps, 0);
  assertCount('frames of a film strip', frames, 2);
  const moments = Array.from({ length: frames }, (_, i) =>
    Math.round(steps * (i / (frames - 1)) ** 2),
  );
  return [...new Set(moments)];
}

/**
 * An episode as frames side by side, each with its step and time: the {@link filmMoments} of its scenes, which
 * are those after the reset and after every step. Throws `ArgumentError` when there is no scene, and on numbers
 * of frames or columns that are too small.
 *
 * @example
 * const { film, episodes } = recordMetaEpisode({ policy, distribution, task, seed: 1 });
 * const strips = episodes.map(({ frames }) => filmStrip(frames, film));
 * sceneToSvg(sceneColumn(strips, { gap: 4 }), { title: 'A run', pixelsPerUnit: 8 });
 */
export function filmStrip(
  scenes: readonly Scene[],
  { secondsPerStep, frames = 10, columns = 5 }: FilmStripOptions,
): Scene {
  const [first] = scenes;
  if (!first) {
    throw new ArgumentError({
      subject: 'scenes of a film strip',
      rule: 'must be at least one',
      received: scenes,
      remedy: 'Give the scene after reset and after every step.',
    });
  }
  assertCount('columns of a film strip', columns, 1);
  const moments = filmMoments(scenes.length - 1, frames);
  const rows: Scene[] = [];
  for (let from = 0; from < moments.length; from += columns) {
    const shown = moments.slice(from, from + columns);
    const row = sceneRow(
      shown.flatMap((step) => scenes[step] ?? []),
      {
        gap: GAP * first.width,
        captions: shown.map((step) => filmCaption(step, secondsPerStep)),
        captionHeight: CAPTION * first.width,
      },
    );
    rows.push(row);
  }
  return sceneColumn(rows, { gap: ROW_GAP * first.width });
}

/** `step 26, 1.3 s`, and `start` before the first. */
export function filmCaption(step: number, secondsPerStep: number): string {
  if (step === 0) return 'start';
  return `step ${step}, ${Number((step * secondsPerStep).toPrecision(3))} s`;
}

function assertCount(subject: string, received: number, least: number): void {
  if (Number.isSafeInteger(received) && received >= least) return;
  throw new ArgumentError({
    subject,
    rule: `must be an integer of at least ${least}`,
    received,
    remedy: `Give ${least} or more.`,
  });
}
