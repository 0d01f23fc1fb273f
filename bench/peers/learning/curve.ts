import { metaTest } from '../../../agents/meta-test.js';
import type { RnnAgent } from '../../../agents/rnn-agent.js';
import type { TaskDistribution } from '../../../core/distribution.js';
import type { Point } from './levels.js';

/** An agent at one moment of its training. */
export interface Snapshot {
  readonly seconds: number;
  readonly steps: number;
  /** In the order of `RnnAgent.parameters`, whoever trained them. */
  readonly parameters: Float32Array;
}

/**
 * What the agent earned at every snapshot with its most likely actions, as the mean over all tasks of the distribution.
 * Where neither they nor the env draw anything, that is exact. Tested after training, so that it costs no time of it.
 */
export function curveOf(
  snapshots: readonly Snapshot[],
  agent: RnnAgent,
  distribution: TaskDistribution,
): Point[] {
  const tasks = distribution.support?.('test').map(({ task }) => task) ?? [];
  agent.greedy = true;
  return snapshots.map(({ seconds, steps, parameters }) => {
    agent.parameters.values.set(parameters);
    agent.parametersChanged();
    const { total } = metaTest({ policy: agent, distribution, tasks, seed: 0 });
    return { seconds, steps, total };
  });
}
