import { createRnnAgent, getDistribution, type RnnAgent } from 'moving-cheese';
import type { RunConfiguration } from 'moving-cheese/schemas';

/**
 * The agent of a run on a built-in distribution, from two files of its folder that a page has fetched:
 * `configuration.json`, and the `.bin` of a checkpoint.
 */
export async function trainedAgent(
  configuration: RunConfiguration,
  checkpoint: ArrayBuffer,
): Promise<RnnAgent> {
  const { family, horizon, episodes } = getDistribution(configuration.distribution.id ?? '');
  await family.load?.();
  const length = horizon * episodes;
  const agent = await createRnnAgent({ family, length, ...configuration.agent });
  // Parameters come first. The state of the optimiser behind them is of no use to who only acts.
  agent.parameters.values.set(new Float32Array(checkpoint, 0, agent.parameters.values.length));
  agent.parametersChanged();
  agent.greedy = true;
  return agent;
}
