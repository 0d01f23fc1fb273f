import { sha256 } from '@noble/hashes/sha256';
import { bytesToHex } from '@noble/hashes/utils';
import type { Family, Json, JsonSchema } from './env.js';
import { ArgumentError } from './errors.js';
import type { Policy } from './policy.js';
import type { RandomStream } from './random.js';

/** `train` to meta-train, `test` to meta-test, `ood` outside the training range. */
export type Split = 'train' | 'test' | 'ood';

/** A task with its probability under the split. */
export interface WeightedTask<Task = unknown> {
  readonly task: Task;
  readonly probability: number;
}

/** A value that is known, not measured: what some kind of policy earns in expectation. */
export interface Reference {
  /**
   * Names with a meaning, which the conformance suite holds play against. Of none of these kinds does any policy
   * earn more in expectation:
   *
   * - `oracle`: knows the task;
   * - `bayesOptimal`: does not know it; `upperBound` where only a bound of that is known;
   * - `wipedMemory`: forgets everything at the end of each episode;
   * - `taskBlind`: remembers all observations, but never sees a reward or an episode end before its time;
   * - `markov`: sees the present observation and the step of the episode, and no reward.
   *
   * And `random` takes every action with the same probability. Other names mean what `about` says.
   */
  readonly name: string;
  /** Expected return of each episode, K numbers. */
  readonly returnByEpisode: readonly number[];
  readonly total: number;
  /** False when the value is a bound or an estimate; `about` then says which. */
  readonly exact: boolean;
  readonly about: string;
}

/** A policy that earns a reference in expectation, to be meta-tested like any other. */
export interface ReferencePolicy {
  /** As the reference is called. */
  readonly name: string;
  readonly policy: Policy;
  /** Where it is played: for the oracle, the distribution with the context given; else the distribution itself. */
  readonly distribution: TaskDistribution;
}

/** p(M): which tasks there are, how likely, and how long the learner may stay in one. */
export interface TaskDistribution<Task = unknown> {
  /** With a version: `maze/moving-cheese-v0`. A change of meaning is a new version. */
  readonly id: string;
  readonly about: string;
  readonly family: Family<Task>;
  /** Steps after which an episode is truncated. */
  readonly horizon: number;
  /** Episodes in a meta-episode, K. */
  readonly episodes: number;
  /** The splits that can be sampled; `train` and `test` always. */
  readonly splits: readonly Split[];
  /**
   * `disjoint`: no task is in two splits. `shared`: the support is small and finite, train and test
   * draw from the same tasks, and meta-testing measures adaptation, not generalisation.
   */
  readonly overlap: 'disjoint' | 'shared';
  /** Everything the distribution follows from, as data; its content hash is taken of this. */
  readonly definition: Json;
  /** Draws a task. Throws when the distribution has no such split. */
  sample(split: Split, rng: RandomStream): Task;
  /** All tasks of the split with their probabilities, where they can be listed. */
  support?(split: Split): readonly WeightedTask<Task>[];
  /**
   * What is known for the split. May take seconds. Where the split's tasks cannot be listed, values
   * that need the task (such as the oracle's) are means over `tasks`: hand in those that were met.
   */
  references?(split: Split, tasks: readonly Task[]): readonly Reference[];
  /**
   * Policies that earn references of the split, where such are known. They know its tasks and are lost in
   * others. May take seconds.
   */
  referencePolicies?(split: Split): readonly ReferencePolicy[];
}

/** A probability distribution over the tasks of one family. */
export interface TaskSampler<Task = unknown> {
  sample(rng: RandomStream): Task;
  /** All tasks with their probabilities, where they can be listed. */
  readonly support?: readonly WeightedTask<Task>[];
}

/**
 * A family before it is configured, with the samplers it offers: what a distribution written as JSON
 * refers to by `id`. Configuration and sampler are plain JSON, checked against their schemas first.
 */
export interface FamilyKind<Configuration = unknown, Sampler = unknown, Task = unknown> {
  /** For example `maze`. */
  readonly id: string;
  readonly about: string;
  readonly configurationSchema: JsonSchema;
  readonly samplerSchema: JsonSchema;
  /** Throws `InvalidDataError` when the parts of the configuration contradict each other. */
  configure(configuration: Configuration): Family<Task>;
  /**
   * Where tasks change between episodes, they are drawn for meta-episodes of so many `episodes`. Throws
   * `InvalidDataError` when the sampler cannot draw from this configuration.
   */
  sampler(configuration: Configuration, sampler: Sampler, episodes: number): TaskSampler<Task>;
}

/**
 * JSON with sorted keys and without blanks: equal values give equal text. Throws
 * {@link ArgumentError} for what JSON cannot say, such as NaN, undefined in a list or a function.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    // Large tasks are tables of numbers, and splits hash them: JavaScript's own way is quicker and says the same.
    if (isOfFiniteNumbers(value)) return JSON.stringify(value);
    return `[${value.map((item: unknown) => canonicalJson(item)).join(',')}]`;
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const texts = entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
    return `{${texts.join(',')}}`;
  }
  throw new ArgumentError({
    subject: 'a value to be written as JSON',
    rule: 'must be made of null, booleans, finite numbers, texts, lists and plain objects',
    received: value,
    remedy: 'Tasks and definitions are plain JSON.',
  });
}

/** Holes count as undefined here, unlike in `every`. */
function isOfFiniteNumbers(list: readonly unknown[]): boolean {
  for (let i = 0; i < list.length; i++) if (!Number.isFinite(list[i])) return false;
  return true;
}

/**
 * SHA-256 of a value's canonical JSON, in hexadecimal: equal for equal tasks, however they were made. Throws
 * {@link ArgumentError} for what JSON cannot say.
 *
 * @example
 * const isHeldOut = contentHash(task) < '1a'; // a tenth of all tasks
 */
export function contentHash(value: unknown): string {
  return bytesToHex(sha256(canonicalJson(value)));
}
