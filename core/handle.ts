import type { Split, TaskDistribution } from './distribution.js';
import type { Action, Env } from './env.js';
import { taskInEpisode } from './episode-task.js';
import { ArgumentError, OrderError } from './errors.js';
import { type RandomStream, randomStream } from './random.js';
import type { Scene } from './scene.js';
import { type BoxSpace, contains, type Space, sizeOf } from './spaces.js';
import { assertTask } from './validation.js';

/** What {@link EnvHandle.step} returns, as in Gymnasium. */
export interface Step {
  /** s′, a copy, [O]. */
  readonly observation: Float32Array;
  readonly reward: number;
  /** The future is worth nothing. */
  readonly terminated: boolean;
  /** Only time was up: the horizon was reached. */
  readonly truncated: boolean;
  readonly info: {
    /** Steps taken in this episode. */
    readonly steps: number;
    /** Sum of rewards in this episode. */
    readonly return: number;
  };
}

/**
 * One env for people, with the semantics of the batch: `sampleTask`, `reset`, `step`.
 *
 * @example
 * const env = await make('maze/gridnavi-v0');
 * const task = env.sampleTask(1);
 * let observation = env.reset(task, 2);
 * const { reward, terminated, truncated } = env.step(0);
 */
export class EnvHandle<Task = unknown> {
  readonly distribution: TaskDistribution<Task>;
  readonly #env: Env<Task>;
  #stage: 'new' | 'running' | 'ended' = 'new';
  #steps = 0;
  #return = 0;

  /** Prefer `make`: the family must be loaded. */
  constructor(distribution: TaskDistribution<Task>) {
    this.distribution = distribution;
    this.#env = distribution.family.create();
  }

  get observationSpace(): BoxSpace {
    return this.distribution.family.observationSpace;
  }

  get actionSpace(): Space {
    return this.distribution.family.actionSpace;
  }

  /** Draws a task from p(M): plain JSON, a function of seed and split. */
  sampleTask(seed: number | string, split: Split = 'train'): Task {
    return this.distribution.sample(split, randomStream(seed).fork('task'));
  }

  /**
   * Begins an episode of the task and returns s_0. Which episode of a meta-episode it is, 0 … K − 1, matters where
   * tasks change between episodes. The task is checked here, once. Throws `InvalidDataError` when it does not match
   * the family's schema, and `ArgumentError` when there is no such episode.
   */
  reset(task: Task, seed: number | string | RandomStream, episode = 0): Float32Array {
    const { family, episodes } = this.distribution;
    assertTask(family, task, `task of ${family.id}`, episodes);
    if (!Number.isInteger(episode) || episode < 0 || episode >= episodes) {
      throw new ArgumentError({
        subject: 'episode',
        rule: `must be an integer in [0, ${episodes})`,
        received: episode,
        remedy: 'Count the episodes of a meta-episode from 0.',
      });
    }
    const rng = typeof seed === 'object' ? seed : randomStream(seed).fork('env');
    const observation = this.#row();
    this.#env.reset(taskInEpisode(family, task, episode), rng, observation);
    this.#stage = 'running';
    this.#steps = 0;
    this.#return = 0;
    return observation;
  }

  /**
   * Takes one action: an integer for a discrete space, else a list of numbers. Throws `OrderError` before a reset and after
   * an episode's end, and `ArgumentError` for what is no action.
   */
  step(action: number | ArrayLike<number>): Step {
    if (this.#stage !== 'running') {
      throw new OrderError(
        this.#stage === 'new'
          ? 'step() was called before reset(). Call reset(task, seed) first.'
          : 'step() was called after the episode had ended. Call reset(task, seed) to begin another.',
      );
    }
    const observation = this.#row();
    const { reward, terminated } = this.#env.step(this.#checked(action), observation);
    this.#steps++;
    this.#return += reward;
    const truncated = !terminated && this.#steps >= this.distribution.horizon;
    if (terminated || truncated) this.#stage = 'ended';
    const info = { steps: this.#steps, return: this.#return };
    return { observation, reward, terminated, truncated, info };
  }

  /** The present state as shapes, where the family can draw itself. */
  scene(): Scene | undefined {
    return this.#stage === 'new' ? undefined : this.#env.scene?.();
  }

  /** Frees what the env holds. */
  dispose(): void {
    this.#env.dispose?.();
    this.#stage = 'new';
  }

  #row(): Float32Array {
    return new Float32Array(sizeOf(this.observationSpace));
  }

  #checked(action: number | ArrayLike<number>): Action {
    const space = this.actionSpace;
    if (typeof action === 'number') {
      if (space.kind === 'discrete' && contains(space, [action])) return action;
    } else if (space.kind === 'box' && action?.length === sizeOf(space)) {
      const row = Float32Array.from(action);
      if (row.every(Number.isFinite)) return row;
    }
    throw new ArgumentError({
      subject: 'action',
      rule:
        space.kind === 'discrete'
          ? `must be an integer in [0, ${space.size})`
          : `must be ${sizeOf(space)} finite numbers`,
      received: action,
      remedy: "See the env's actionSpace.",
    });
  }
}

/** Loads the distribution's family and wraps one env of it. */
export async function makeEnv<Task>(
  distribution: TaskDistribution<Task>,
): Promise<EnvHandle<Task>> {
  await distribution.family.load?.();
  return new EnvHandle(distribution);
}
