import type { TaskDistribution } from '../core/distribution.js';
import type { Env } from '../core/env.js';
import type { Policy } from '../core/policy.js';
import type { Film, Scene } from '../core/scene.js';
import { metaTest } from './meta-test.js';

/** One meta-episode, frame by frame. */
export interface Recording {
  readonly task: unknown;
  readonly episodes: readonly RecordedEpisode[];
  /** Where the family says that its episodes are best shown as films. */
  readonly film?: Film;
}

export interface RecordedEpisode {
  /** The scene after the reset and after every step; empty where the family cannot draw itself. */
  readonly frames: readonly Scene[];
  readonly rewards: readonly number[];
  readonly return: number;
}

export interface RecordingOptions {
  readonly policy: Policy;
  /** Its family must be loaded. */
  readonly distribution: TaskDistribution;
  readonly task: unknown;
  readonly seed: number;
  readonly wipeMemory?: boolean;
}

/**
 * Meta-tests the policy on one task and keeps what its env looked like. Throws `InvalidDataError` when the task is none of
 * the family.
 *
 * @example
 * const { episodes } = recordMetaEpisode({ policy: agent, distribution, task, seed: 0 });
 * const drawn = sceneToText(traceScene(episodes[0]!.frames), { colour: false });
 */
export function recordMetaEpisode(options: RecordingOptions): Recording {
  const { policy, distribution, task, seed, wipeMemory = false } = options;
  const episodes: { frames: Scene[]; rewards: number[] }[] = [];
  metaTest({
    policy,
    distribution: observed(distribution, episodes),
    tasks: [task],
    seed,
    wipeMemory,
  });
  const { film } = distribution.family;
  return {
    task,
    ...(film && { film }),
    // The engine has begun a further meta-episode in the step that ended this one.
    episodes: episodes.slice(0, distribution.episodes).map(({ frames, rewards }) => ({
      frames,
      rewards,
      return: rewards.reduce((sum, reward) => sum + reward, 0),
    })),
  };
}

/** The same distribution, its envs being looked at after every reset and step. */
function observed(
  distribution: TaskDistribution,
  episodes: { frames: Scene[]; rewards: number[] }[],
): TaskDistribution {
  const { family } = distribution;
  const look = (env: Env) => {
    const scene = env.scene?.();
    if (scene) episodes.at(-1)?.frames.push(scene);
  };
  const create = (): Env => {
    const env = family.create();
    return {
      reset(task, rng, observation) {
        env.reset(task, rng, observation);
        episodes.push({ frames: [], rewards: [] });
        look(env);
      },
      step(action, observation) {
        const { reward, terminated } = env.step(action, observation);
        episodes.at(-1)?.rewards.push(reward);
        look(env);
        return { reward, terminated };
      },
      dispose: () => env.dispose?.(),
    };
  };
  const { id, about, horizon, episodes: count, splits, overlap, definition } = distribution;
  return {
    ...{ id, about, horizon, episodes: count, splits, overlap, definition },
    // Without a batch: there would be no single envs to look at.
    family: { ...family, create },
    sample: (split, rng) => distribution.sample(split, rng),
  };
}
