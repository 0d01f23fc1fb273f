import {
  createRnnAgent,
  distributionFromDefinition,
  getDistribution,
  type RnnAgent,
  type TaskDistribution,
} from 'moving-cheese';

/** What was trained on the page, from the text of the file it saved: for `metaTest`, or to be shown. */
export async function openCheckpoint(
  text: string,
): Promise<{ agent: RnnAgent; distribution: TaskDistribution }> {
  const { configuration, binary } = JSON.parse(text);
  const { id, definition } = configuration.distribution;
  const distribution = id
    ? getDistribution(id)
    : distributionFromDefinition(definition, { subject: 'checkpoint' });
  const agent = await createRnnAgent({ family: distribution.family, ...configuration.agent });
  const bytes = Uint8Array.from(atob(binary), (character) => character.charCodeAt(0));
  const numbers = new Float32Array(bytes.buffer); // the parameters, then the optimiser's
  agent.parameters.values.set(numbers.subarray(0, agent.parameters.values.length));
  agent.parametersChanged();
  agent.greedy = true;
  return { agent, distribution };
}
