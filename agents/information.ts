import type { Split, TaskDistribution } from '../core/distribution.js';
import type { Env, Family } from '../core/env.js';
import { taskInEpisode } from '../core/episode-task.js';
import { ArgumentError } from '../core/errors.js';
import { randomStream } from '../core/random.js';
import { sizeOf } from '../core/spaces.js';
import type { MetaTestResult } from './meta-test.js';

/**
 * What a policy has found out about its task by the end of each episode, in bits, K numbers: the mean over tasks of
 * −log₂ of how likely, of all tasks of the split, those still possible are. A task is still possible when the actions
 * that were taken would have met the same observations, rewards and ends in it; for a family without chance this is
 * what is mutual to task and experience. It says how well a policy explores, whatever it does with what it finds.
 * Undefined where the tasks of the split cannot be listed. Throws `ArgumentError` where the actions were not kept, or
 * the same actions do not earn the same again.
 *
 * @example
 * const result = metaTest({ policy, distribution, tasks: 1000, seed: 0, keepActions: true });
 * informationByEpisode(distribution, 'test', result);
 */
export function informationByEpisode<Task>(
  distribution: TaskDistribution<Task>,
  split: Split,
  { tasks, actions, lengths, returns }: MetaTestResult<Task>,
): readonly number[] | undefined {
  const listed = distribution.support?.(split);
  if (!listed) return undefined;
  if (!actions) {
    throw new ArgumentError({
      subject: 'the result of metaTest',
      rule: 'must hold the actions that were taken',
      received: undefined,
      remedy: 'Pass keepActions: true.',
    });
  }
  const { family, episodes, horizon } = distribution;
  const width = sizeOf(family.actionSpace);
  const sums = new Float64Array(episodes);
  const env = family.create();
  tasks.forEach((task, i) => {
    let possible = listed;
    for (let episode = 0; episode < episodes; episode++) {
      const at = i * episodes + episode;
      const first = at * horizon * width;
      const taken = Array.from({ length: lengths[at]! }, (_, step) => {
        const from = first + step * width;
        return family.actionSpace.kind === 'discrete'
          ? actions[from]!
          : actions.subarray(from, from + width);
      });
      const replayIn = (other: Task, expected?: Met) =>
        replay(env, family, taskInEpisode(family, other, episode), taken, expected);
      // Nothing is expected of what is replayed first.
      const met = replayIn(task)!;
      assertSame(distribution.id, met.total, returns[at]!);
      possible = possible.filter((other) => replayIn(other.task, met));
      const left = possible.reduce((sum, { probability }) => sum + probability, 0);
      sums[episode]! -= Math.log2(left);
    }
  });
  env.dispose?.();
  return Array.from(sums, (sum) => sum / tasks.length);
}

/** What one episode showed: the observation after the reset, then observation, reward and end of every step. */
interface Met {
  readonly seen: readonly number[];
  readonly total: number;
}

/** Takes the actions in the task, as it is in the episode. With `expected`, undefined as soon as something else is met. */
function replay<Task>(
  env: Env<Task>,
  { observationSpace }: Family<Task>,
  task: Task,
  actions: readonly (number | Float32Array)[],
  expected: Met | undefined,
): Met | undefined {
  const seen: number[] = [];
  let total = 0;
  const observation = new Float32Array(sizeOf(observationSpace));
  const isOther = (values: Iterable<number>) => {
    for (const value of values) {
      if (expected && expected.seen[seen.length] !== value) return true;
      seen.push(value);
    }
    return false;
  };
  env.reset(task, randomStream('replay'), observation);
  if (isOther(observation)) return undefined;
  for (const action of actions) {
    const { reward, terminated } = env.step(action, observation);
    total += reward;
    if (isOther([...observation, reward, Number(terminated)])) return undefined;
    if (terminated) break;
  }
  return { seen, total };
}

/** Returns are sums of 32-bit floats. */
const TOLERANCE = 1e-3;

function assertSame(id: string, again: number, before: number): void {
  if (Math.abs(again - before) <= TOLERANCE * Math.max(1, Math.abs(before))) return;
  throw new ArgumentError({
    subject: `the return of an episode of ${id} when its actions are taken again`,
    rule: `must be the ${before} that it was`,
    received: again,
    remedy: 'What is found out is known exactly only where a family leaves nothing to chance.',
  });
}
