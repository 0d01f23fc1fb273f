import { contentHash, type TaskSampler, type WeightedTask } from '../core/distribution.js';
import { InvalidDataError } from '../core/errors.js';
import type { DistributionDefinition } from './schema.js';

/** How many tasks are drawn at most to find one that belongs to a split. */
const TRIES = 10_000;

/** Whether `held-out` splits give the task to test: its content hash, as a number in [0, 1), decides. */
function isHeldOut(task: unknown, fraction: number): boolean {
  return Number.parseInt(contentHash(task).slice(0, 12), 16) / 2 ** 48 < fraction;
}

/**
 * Divides what a sampler draws into train and test. With `held-out`, a task's content hash alone says
 * where it belongs, so the two are disjoint by construction, and stay so when the sampler changes.
 * Throws `InvalidDataError` when a split is left without tasks.
 */
export function divide(
  sampler: TaskSampler,
  splits: DistributionDefinition['splits'],
  subject: string,
): { readonly train: TaskSampler; readonly test: TaskSampler } {
  if (splits.kind === 'shared') return { train: sampler, test: sampler };
  const { fraction } = splits;
  const part = (name: string, belongs: (task: unknown) => boolean) =>
    restrict(sampler, belongs, () => {
      throw new InvalidDataError(subject, [
        {
          pointer: '/splits/fraction',
          rule: `must leave tasks for both train and test, but ${name} has none`,
          received: fraction,
          remedy: 'Use another fraction, a sampler with more tasks, or the kind "shared".',
        },
      ]);
    });
  return {
    train: part('train', (task) => !isHeldOut(task, fraction)),
    test: part('test', (task) => isHeldOut(task, fraction)),
  };
}

/** The sampler given that a task belongs: exactly where it can be listed, else by rejection. */
function restrict(
  sampler: TaskSampler,
  belongs: (task: unknown) => boolean,
  whenEmpty: () => never,
): TaskSampler {
  if (!sampler.support) {
    return {
      sample: (rng) => {
        for (let tries = 0; tries < TRIES; tries++) {
          const task = sampler.sample(rng);
          if (belongs(task)) return task;
        }
        return whenEmpty();
      },
    };
  }
  const kept = sampler.support.filter(({ task }) => belongs(task));
  if (kept.length === 0) whenEmpty();
  const total = kept.reduce((sum, { probability }) => sum + probability, 0);
  const support = kept.map(
    ({ task, probability }): WeightedTask => ({ task, probability: probability / total }),
  );
  const probabilities = support.map(({ probability }) => probability);
  return { support, sample: (rng) => support[rng.categorical(probabilities)]!.task };
}
