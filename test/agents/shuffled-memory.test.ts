import { expect, it } from 'vitest';
import { createRnnAgent, metaTest, shuffledMemory } from '../../agents/index.js';
import { type DecisionBatch, type Policy, randomStream } from '../../core/index.js';
import { getDistribution } from '../../distributions/index.js';

const lecture = getDistribution('maze/lecture-v0');
const gridnavi = getDistribution('maze/gridnavi-v0');

async function agentWith(encoder: 'pooled' | 'gru') {
  const agent = await createRnnAgent({ family: gridnavi.family, encoder });
  agent.parameters.initialise(randomStream(3));
  agent.parametersChanged();
  agent.greedy = true;
  return agent;
}

/** A policy that remembers the actions it is told of, and moves where the memory says. */
function listener(heard: string[][]): Policy {
  return {
    begin() {
      heard.push([]);
    },
    act(batch: DecisionBatch) {
      const { transition, firstStep, episode, step } = batch;
      const told = firstStep[0] === 1 ? 'first' : `${transition.action[0]}`;
      heard.at(-1)?.push(`${told} at ${episode[0]}.${step[0]}`);
      return Array.from({ length: batch.slots }, (_, slot) => (batch.step[slot] === 0 ? 0 : 1));
    },
  };
}

it('shows all of the past at every decision, the first row first and the present last', () => {
  const heard: string[][] = [];
  const policy = shuffledMemory(listener(heard), randomStream(1));
  const tasks = [{ cheeses: [{ x: 1, y: 1, reward: 1 }] }];
  const { lengths } = metaTest({ policy, distribution: lecture, tasks, seed: 1 });
  expect([...lengths]).toEqual([2, 2, 2]);
  // Up, right, up, right, up and, at the last decision, right.
  expect(heard.map((told) => told.length)).toEqual([1, 2, 3, 4, 5, 6]);
  for (const told of heard) expect(told[0]).toBe('first at 0.0');
  expect(heard.map((told) => told.at(-1)?.split(' at ')[1])).toEqual([
    ...['0.0', '0.1', '1.0', '1.1', '2.0', '2.1'],
  ]);
  const actions = heard.map((told) => told.slice(1).map((each) => each.split(' ')[0]));
  expect(actions.map((each) => [...each].sort().join(''))).toEqual([
    ...['', '0', '01', '001', '0011', '00011'],
  ]);
  // Not in the order in which they were taken, at least once.
  expect(actions.map((each) => each.join(''))).not.toEqual([
    ...['', '0', '01', '010', '0101', '01010'],
  ]);
});

it('changes nothing for an encoder that pools, and much for one that does not', async () => {
  const common = { distribution: gridnavi, tasks: 12, seed: 2 };
  const returnsOf = (policy: Policy) => [...metaTest({ ...common, policy }).returns];
  const pooled = await agentWith('pooled');
  expect(returnsOf(shuffledMemory(pooled, randomStream(1)))).toEqual(returnsOf(pooled));
  const gru = await agentWith('gru');
  expect(returnsOf(shuffledMemory(gru, randomStream(1)))).not.toEqual(returnsOf(gru));
});

it('lets slots whose past is shorter wait for their turn', () => {
  // The cheese top left is found in one step an episode, the one bottom right never: pasts of different lengths.
  const tasks = [
    { cheeses: [{ x: 0, y: 0, reward: 1 }] },
    { cheeses: [{ x: 1, y: 1, reward: 1 }] },
  ];
  const counts: number[][] = [];
  let seen = [0, 0];
  const policy: Policy = {
    begin() {
      seen = [0, 0];
      counts.push(seen);
    },
    act(batch) {
      seen.forEach((_, slot) => {
        seen[slot] = batch.firstStep[slot] === 1 ? 0 : seen[slot]! + 1;
      });
      return [...batch.step].map((step) => (step === 0 ? 0 : 1));
    },
  };
  metaTest({
    policy: shuffledMemory(policy, randomStream(1)),
    ...{ distribution: lecture, tasks, seed: 1 },
  });
  // The first slot is in its next meta-episode after three decisions.
  expect(counts).toEqual([0, 1, 2, 3, 4, 5].map((count) => [count % 3, count]));
});
