import type { Family, Policy, RandomStream, TaskDistribution } from '../../core/index.js';
import { randomStream } from '../../core/index.js';
import { textOf } from './plain-data.js';

/** What the family rules check: a family with some of its tasks. */
export interface FamilySubject {
  readonly family: Family<unknown>;
  /** At least one; about thirty different ones make the rules sharp. */
  readonly tasks: readonly unknown[];
  /**
   * Properties of the task that the observation may show beyond the family's own `shown`, as JSON
   * pointers: `['/walls', '/start']`.
   */
  readonly shown?: readonly string[];
}

/** What the distribution rules check. */
export interface DistributionSubject {
  readonly distribution: TaskDistribution<unknown>;
  /** As {@link FamilySubject.shown}. */
  readonly shown?: readonly string[];
}

/** What the policy rules check: a policy, and a task distribution that it can act in. */
export interface PolicySubject {
  readonly policy: Policy;
  readonly distribution: TaskDistribution<unknown>;
}

/** A stream of the suite's own for each purpose; every check is the same each time it runs. */
export function suiteStream(purpose: string): RandomStream {
  return randomStream('conformance').fork(purpose);
}

/** Different tasks of a list, by content. */
export function differentTasks(tasks: readonly unknown[]): unknown[] {
  return [...new Map(tasks.map((task) => [textOf(task), task])).values()];
}

/** A distribution around a family, for rules that need one: uniform over the subject's tasks. */
export function distributionOf({ family, tasks }: FamilySubject): TaskDistribution<unknown> {
  return {
    id: 'conformance/tasks-v0',
    about: 'The tasks that were handed to the conformance suite.',
    family,
    horizon: 7,
    episodes: 2,
    splits: ['train', 'test'],
    overlap: 'shared',
    definition: null,
    sample: (_split, rng) => rng.pick(tasks),
  };
}
