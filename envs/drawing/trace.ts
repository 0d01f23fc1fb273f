import type { Action, Family } from '../../core/env.js';
import { taskInEpisode } from '../../core/episode-task.js';
import { ArgumentError } from '../../core/errors.js';
import type { RandomStream } from '../../core/random.js';
import type { Film, Scene, Shape } from '../../core/scene.js';
import { sizeOf } from '../../core/spaces.js';
import { filmStrip } from './film-strip.js';

/** A circle's path drifts by this much of its radius, so that passing twice shows as two lines. */
const DRIFT = 0.55;

/**
 * One picture of many moments: the last scene, with the way the mouse took through all of them.
 * Throws `ArgumentError` when there is no scene.
 */
export function traceScene(scenes: readonly Scene[]): Scene {
  const last = scenes.at(-1);
  if (!last) {
    throw new ArgumentError({
      subject: 'scenes to trace',
      rule: 'must be at least one',
      received: scenes,
      remedy: 'Give the scene after reset and after every step.',
    });
  }
  const points = scenes.flatMap(({ shapes }, index) => {
    const mouse = shapes.findLast((shape) => shape.role === 'mouse');
    if (mouse?.kind !== 'circle') return [];
    const drift = (index / Math.max(1, scenes.length - 1) - 1) * DRIFT * mouse.radius;
    return [[mouse.x + drift, mouse.y + drift] as const];
  });
  if (points.length < 2) return last;
  const path: Shape = { kind: 'line', role: 'path', points, thickness: 0.12 };
  const above = last.shapes.findIndex(({ role }) => role === 'cheese' || role === 'mouse');
  return { ...last, shapes: last.shapes.toSpliced(Math.max(above, 0), 0, path) };
}

/**
 * An episode as its family wants it shown: its {@link filmStrip} where it is filmed, else its {@link traceScene}.
 * Throws `ArgumentError` when there is no scene.
 */
export function episodeScene(scenes: readonly Scene[], film: Film | undefined): Scene {
  return film ? filmStrip(scenes, film) : traceScene(scenes);
}

export interface Replay<Task, A extends Action> {
  /** Loaded, and able to draw itself. */
  readonly family: Family<Task, A>;
  readonly task: Task;
  /** What the family's resets draw from. Use the same stream to get the same episodes. */
  readonly rng: RandomStream;
  /** The actions taken, by episode and step. */
  readonly actions: readonly (readonly A[])[];
}

/**
 * Plays recorded actions again, each episode to its end, and pictures it as one scene by {@link episodeScene}.
 * Episodes of a family that draws nothing are left out.
 *
 * @example
 * const episodes = replay({ family, task, rng: randomStream(1), actions: [[0, 1], [0, 0]] });
 * sceneToText(sceneRow(episodes, { gap: 1 }), { colour: true });
 */
export function replay<Task, A extends Action>({
  family,
  task,
  rng,
  actions,
}: Replay<Task, A>): Scene[] {
  const env = family.create();
  const row = new Float32Array(sizeOf(family.observationSpace));
  const pictures = actions.map((taken, episode) => {
    env.reset(taskInEpisode(family, task, episode), rng, row);
    const scenes = [env.scene?.()];
    for (const action of taken) {
      const { terminated } = env.step(action, row);
      scenes.push(env.scene?.());
      if (terminated) break;
    }
    return scenes.filter((scene) => scene !== undefined);
  });
  env.dispose?.();
  return pictures
    .filter((scenes) => scenes.length > 0)
    .map((scenes) => episodeScene(scenes, family.film));
}
