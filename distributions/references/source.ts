import type { Reference, WeightedTask } from '../../core/distribution.js';
import type { Policy } from '../../core/policy.js';

/** What references are computed from, besides the family's configuration. */
export interface ReferenceProblem<Task = unknown, Sampler = unknown> {
  /** Probabilities add up to 1. */
  readonly tasks: readonly WeightedTask<Task>[];
  /** False when the tasks are a sample: values then hold for these tasks. */
  readonly isWholeSplit: boolean;
  /** Whether the split draws all that `sampler` draws: nothing is held out for another. */
  readonly isUndivided: boolean;
  /** What the split draws from, as its definition says. */
  readonly sampler: Sampler;
  /** Steps an episode. */
  readonly horizon: number;
  /** Episodes a meta-episode. */
  readonly episodes: number;
}

/** A policy that earns a reference. */
interface SourcePolicy {
  /** As the reference is called. */
  readonly name: string;
  /** Whether it reads the task behind the observation (see `withContextGiven`), or must find out. */
  readonly context: 'given' | 'inferred';
  readonly policy: Policy;
}

/** How exact references are computed for one kind of family. */
export interface ReferenceSource<Configuration = unknown, Task = unknown, Sampler = unknown> {
  /** The id of the family kind. */
  readonly family: string;
  /**
   * Whether the values are expectations over what the sampler draws, the same whatever tasks were met. They are
   * then computed once, and where no task is handed in, too.
   */
  isOfSampler?(problem: ReferenceProblem<Task, Sampler>): boolean;
  references(
    configuration: Configuration,
    problem: ReferenceProblem<Task, Sampler>,
  ): readonly Reference[];
  /** Policies that earn them, where such are known. */
  policies?(
    configuration: Configuration,
    problem: ReferenceProblem<Task, Sampler>,
  ): readonly SourcePolicy[];
}
