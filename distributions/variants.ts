import type { TaskDistribution } from '../core/distribution.js';
import type { Env, Family } from '../core/env.js';
import { ArgumentError } from '../core/errors.js';
import { box, sizeOf } from '../core/spaces.js';
import { assertTask } from '../core/validation.js';

/**
 * The same distribution with one task only, in every split: to see first that an agent can be taught that one.
 * Nothing is known exactly for it, so it has no references. Throws `InvalidDataError` when the task is not one
 * of the family, or does not say enough for K episodes.
 *
 * @example
 * const one = withTask(getDistribution('maze/lecture-v0'), { cheeses: [{ x: 1, y: 0, reward: 1 }] });
 */
export function withTask(distribution: TaskDistribution, task: unknown): TaskDistribution {
  const { family, splits, episodes } = distribution;
  assertTask(family, task, `task of ${distribution.id}`, episodes);
  return {
    ...within(distribution),
    family,
    splits: splits.filter((split) => split !== 'ood'),
    overlap: 'shared',
    definition: { definition: distribution.definition, task: JSON.parse(JSON.stringify(task)) },
    sample: () => task,
    support: () => [{ task, probability: 1 }],
  };
}

/**
 * The same distribution with the task shown to the policy, behind the observation, in every episode as it then is:
 * what an agent earns in it estimates the oracle's return. Throws `ArgumentError` when the family does not say how its tasks are written
 * as numbers.
 *
 * @example
 * const told = withContextGiven(getDistribution('maze/gridnavi-v0'));
 * const oracle = await createRnnAgent({ family: told.family });
 */
export function withContextGiven(distribution: TaskDistribution): TaskDistribution {
  return {
    ...distribution,
    family: shown(distribution.family, distribution.id),
    definition: { definition: distribution.definition, context: 'given' },
  };
}

function shown(family: Family, subject: string): Family {
  const { context, observationSpace, ...rest } = family;
  if (!context) {
    throw new ArgumentError({
      subject: `the context of ${subject}`,
      rule: 'must be written as numbers by its family, to be given',
      received: context,
      remedy: `Add \`context\` to the family ${family.id}, or leave the context to be inferred.`,
    });
  }
  const size = sizeOf(observationSpace);
  const { low, high } = observationSpace;
  const unbounded = (bound: number) => Array<number>(context.size).fill(bound);
  return {
    ...rest,
    observationSpace: box(
      [size + context.size],
      [...low, ...unbounded(Number.NEGATIVE_INFINITY)],
      [...high, ...unbounded(Number.POSITIVE_INFINITY)],
    ),
    create: () => {
      const env = family.create();
      const { scene, measure, dispose } = env;
      let numbers = new Float32Array(context.size);
      const behind = (row: Float32Array) => row.set(numbers, size);
      const wrapped: Env = {
        reset(task, rng, row) {
          numbers = new Float32Array(context.size);
          context.write(task, numbers);
          env.reset(task, rng, row.subarray(0, size));
          behind(row);
        },
        step(action, row) {
          const outcome = env.step(action, row.subarray(0, size));
          behind(row);
          return outcome;
        },
        ...(scene && { scene: () => scene.call(env) }),
        ...(measure && { measure: (row: Float32Array) => measure.call(env, row) }),
        ...(dispose && { dispose: () => dispose.call(env) }),
      };
      return wrapped;
    },
  };
}

function within({ id, about, horizon, episodes }: TaskDistribution) {
  return { id, about, horizon, episodes };
}
