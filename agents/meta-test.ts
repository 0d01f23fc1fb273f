import type { Split, TaskDistribution } from '../core/distribution.js';
import type { Quantity } from '../core/env.js';
import { ArgumentError } from '../core/errors.js';
import { MetaEpisodes } from '../core/meta-episodes.js';
import type { Policy } from '../core/policy.js';
import { type RandomStream, randomStream } from '../core/random.js';
import { sizeOf } from '../core/spaces.js';
import { assertTask } from '../core/validation.js';
import { type PolicyFunction, policyFromFunction } from './baselines.js';
import type { Measurements } from './quantities.js';

export interface MetaTestOptions<Task = unknown> {
  /** Any policy, also a plain function. It must not learn other than through its memory. */
  readonly policy: Policy | PolicyFunction;
  /** Its family must be loaded. */
  readonly distribution: TaskDistribution<Task>;
  /** `test` by default. */
  readonly split?: Split;
  /** How many tasks to draw, or the tasks themselves. One meta-episode each. */
  readonly tasks: number | readonly Task[];
  readonly seed: number;
  /** Parallel meta-episodes at most; 256 by default. */
  readonly slots?: number;
  /** Ablation: clear the memory at every episode. */
  readonly wipeMemory?: boolean;
  /** Keep what the family's envs measure of every step. */
  readonly measure?: boolean;
  /** Keep the actions that were taken. */
  readonly keepActions?: boolean;
  /** Called before every decision, for drawing. Slot i of wave w runs task w × slots + i. */
  readonly onDecision?: (batch: MetaEpisodes<Task>, firstTask: number) => void;
}

/** How well a policy adapts: one meta-episode in each of N tasks. */
export interface MetaTestResult<Task = unknown> {
  readonly tasks: readonly Task[];
  /** Mean return of each episode, [K]. */
  readonly returnByEpisode: readonly number[];
  /** Mean return of the meta-episode. */
  readonly total: number;
  /** 95 % bootstrap interval of `total` over tasks. */
  readonly confidence95: readonly [low: number, high: number];
  /** The same for each episode's return. */
  readonly confidence95ByEpisode: readonly (readonly [low: number, high: number])[];
  /** Mean length of each episode in steps, [K]. */
  readonly stepsByEpisode: readonly number[];
  /** Every task's return of every episode, [N, K]. */
  readonly returns: Float32Array;
  /** Every task's length of every episode, [N, K]. */
  readonly lengths: Float32Array;
  /** Where they were asked for and the family has quantities. */
  readonly measurements?: Measurements;
  /** Where they were asked for: every action, [N, K, horizon, A]; NaN past the end of an episode. */
  readonly actions?: Float32Array;
}

/**
 * Meta-tests a policy: draws tasks, gives each exactly one meta-episode, and reports the return by
 * episode. Nothing is learnt but what the policy's memory holds. Throws `InvalidDataError` when a task that is handed
 * in is none of the family, or does not say enough for K episodes, and `ArgumentError` when the policy gives what is no
 * action. Two policies that are tested with one seed meet the same tasks.
 *
 * @example
 * const { returnByEpisode, total } = metaTest({ policy: agent, distribution, tasks: 1000, seed: 0 });
 */
export function metaTest<Task>(options: MetaTestOptions<Task>): MetaTestResult<Task> {
  const { distribution, split = 'test', seed, slots = 256, wipeMemory = false } = options;
  const policy =
    typeof options.policy === 'function' ? policyFromFunction(options.policy) : options.policy;
  const rng = streamOf(seed);
  const tasks =
    typeof options.tasks === 'number'
      ? drawTestTasks(distribution, split, options.tasks, seed)
      : checked(distribution, options.tasks);
  const episodeCount = distribution.episodes;
  const returns = new Float32Array(tasks.length * episodeCount);
  const lengths = new Float32Array(tasks.length * episodeCount);
  const actionStream = rng.fork('actions');
  const { horizon, family } = distribution;
  const quantities = options.measure ? (family.quantities ?? []) : [];
  const measured = new Float32Array(tasks.length * episodeCount * horizon * quantities.length).fill(
    Number.NaN,
  );
  const actionSize = options.keepActions ? sizeOf(family.actionSpace) : 0;
  const taken = new Float32Array(tasks.length * episodeCount * horizon * actionSize).fill(
    Number.NaN,
  );
  for (let first = 0; first < tasks.length; first += slots) {
    const width = Math.min(slots, tasks.length - first);
    const batch = new MetaEpisodes<Task>({
      distribution,
      slots: width,
      rng: rng.fork(`wave ${first}`),
      nextTask: (slot) => tasks[first + slot]!,
      wipeMemory,
      measure: quantities.length > 0,
    });
    policy.begin(width);
    const finished = new Uint8Array(width);
    let left = width;
    while (left > 0) {
      options.onDecision?.(batch, first);
      const actions = policy.act(batch, actionStream);
      const episode = batch.episode.slice();
      batch.advance(actions);
      for (let slot = 0; slot < width; slot++) {
        if (finished[slot] === 1) continue;
        const i = (first + slot) * episodeCount + episode[slot]!;
        returns[i]! += batch.transition.reward[slot]!;
        const row = batch.quantities.subarray(
          slot * quantities.length,
          (slot + 1) * quantities.length,
        );
        measured.set(row, (i * horizon + lengths[i]!) * quantities.length);
        const action = batch.transition.action.subarray(slot * actionSize, (slot + 1) * actionSize);
        taken.set(action, (i * horizon + lengths[i]!) * actionSize);
        lengths[i]!++;
        if (batch.metaEpisodeEnded[slot] === 1) {
          finished[slot] = 1;
          left--;
        }
      }
    }
    batch.dispose();
  }
  return {
    ...summarise(tasks, returns, lengths, episodeCount, rng.fork('bootstrap')),
    ...(quantities.length > 0 && {
      measurements: { quantities, values: measured, aims: aimsOf(tasks, quantities) },
    }),
    ...(options.keepActions && { actions: taken }),
  };
}

function checked<Task>(
  { id, family, episodes }: TaskDistribution<Task>,
  tasks: readonly Task[],
): readonly Task[] {
  for (const [i, task] of tasks.entries()) {
    assertTask(family, task, `task ${i} of ${id}`, episodes);
  }
  return tasks;
}

function streamOf(seed: number): RandomStream {
  return randomStream(seed).fork('meta-test');
}

/**
 * The tasks that `metaTest` draws from the split with this seed. Throws `ArgumentError` unless `tasks` is an
 * integer of at least 1.
 */
export function drawTestTasks<Task>(
  distribution: TaskDistribution<Task>,
  split: Split,
  tasks: number,
  seed: number,
): readonly Task[] {
  if (!Number.isInteger(tasks) || tasks < 1) {
    throw new ArgumentError({
      subject: 'tasks',
      rule: 'must be an integer of at least 1, or a list of tasks',
      received: tasks,
      remedy: 'About 1 000 tasks give a narrow interval.',
    });
  }
  const rng = streamOf(seed).fork('tasks');
  return Array.from({ length: tasks }, () => distribution.sample(split, rng));
}

/** What the tasks want of the quantities, [N, Q]. */
function aimsOf<Task>(tasks: readonly Task[], quantities: readonly Quantity<Task>[]): Float32Array {
  const aims = tasks.flatMap((task) => quantities.map(({ aim }) => aim?.value(task) ?? Number.NaN));
  return Float32Array.from(aims);
}

function summarise<Task>(
  tasks: readonly Task[],
  returns: Float32Array,
  lengths: Float32Array,
  episodes: number,
  rng: RandomStream,
): MetaTestResult<Task> {
  const column = (array: Float32Array, episode: number) =>
    Float64Array.from(tasks, (_, task) => array[task * episodes + episode]!);
  const byEpisode = Array.from({ length: episodes }, (_, episode) => column(returns, episode));
  const totals = Float64Array.from(tasks, (_, task) =>
    byEpisode.reduce((sum, values) => sum + values[task]!, 0),
  );
  return {
    tasks,
    returnByEpisode: byEpisode.map(mean),
    total: mean(totals),
    confidence95: bootstrapInterval(totals, rng.fork('total')),
    confidence95ByEpisode: byEpisode.map((values, episode) =>
      bootstrapInterval(values, rng.fork(episode)),
    ),
    stepsByEpisode: byEpisode.map((_, episode) => mean(column(lengths, episode))),
    returns,
    lengths,
  };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Percentile bootstrap of the mean (Efron 1979): the 2.5th and 97.5th percentile of the means of
 * `resamples` samples drawn with replacement. For a hundred values or more; of five seeds it comes out too narrow.
 *
 * @example
 * const [low, high] = bootstrapInterval(Float64Array.from(totals), randomStream(0));
 */
export function bootstrapInterval(
  values: Float64Array,
  rng: RandomStream,
  resamples = 1000,
): readonly [low: number, high: number] {
  const means = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[rng.integer(values.length)]!;
    return sum / values.length;
  }).sort();
  const at = (share: number) => means[Math.min(resamples - 1, Math.floor(share * resamples))]!;
  return [at(0.025), at(0.975)];
}
