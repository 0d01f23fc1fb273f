import { describe, expect, it } from 'vitest';
import { createRnnAgent, type EncoderName } from '../../agents/index.js';
import { MetaEpisodes, randomStream } from '../../core/index.js';
import { getDistribution } from '../../distributions/index.js';

const distribution = getDistribution('maze/lecture-v0');

async function agentWith(encoder: EncoderName) {
  const agent = await createRnnAgent({ family: distribution.family, encoder, hidden: 8 });
  agent.parameters.initialise(randomStream('parameters'));
  return agent;
}

describe.each(['gru', 'lstm'] as const)('the memory of an agent with the encoder %s', (encoder) => {
  it('is empty before begin, and zeros after it', async () => {
    const agent = await agentWith(encoder);
    expect(agent.memory.length).toBe(0);
    agent.begin(3);
    expect([...agent.memory]).toEqual(Array(24).fill(0));
  });

  it('follows what happened, a look ahead leaves it as it is, and begin clears it', async () => {
    const agent = await agentWith(encoder);
    const rng = randomStream('actions');
    const batch = new MetaEpisodes({ distribution, slots: 2, rng: randomStream('tasks') });
    agent.begin(2);
    batch.advance(agent.act(batch, rng));
    const nothingYet = agent.memory.slice();
    // Of the first decision there is no past: both slots remember the same.
    expect(nothingYet.slice(8)).toEqual(nothingYet.slice(0, 8));
    agent.act(batch, rng);
    const later = agent.memory.slice();
    expect(later).not.toEqual(nothingYet);
    agent.valuesAfterTransition(batch);
    expect(agent.memory).toEqual(later);
    agent.begin(2);
    expect(agent.memory.some((value) => value !== 0)).toBe(false);
  });
});

it('is what the heads read: with the observation it gives the value', async () => {
  const agent = await agentWith('gru');
  const rng = randomStream('actions');
  const batch = new MetaEpisodes({ distribution, slots: 1, rng: randomStream('tasks') });
  const weights = (name: string) => agent.parameters.view(`heads/${name}`);
  // The heads' weights on observations start at zero, which would hide a mistake.
  weights('observation-weights').fill(0.3);
  agent.parametersChanged();
  agent.begin(1);
  for (let t = 0; t < 5; t++) {
    const { values, actions } = agent.decide(batch, rng);
    const outputs = weights('bias').length;
    const dot = (row: Float32Array, name: string) =>
      row.reduce((sum, x, i) => sum + x * weights(name)[i * outputs + outputs - 1]!, 0);
    const value =
      weights('bias')[outputs - 1]! +
      dot(batch.observation, 'observation-weights') +
      dot(agent.memory, 'memory-weights');
    expect(values[0]).toBeCloseTo(value, 5);
    batch.advance(actions);
  }
});
