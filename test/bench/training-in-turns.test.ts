import { expect, test } from 'vitest';
import { ppo } from '../../agents/algorithms/ppo.js';
import { createRnnAgent } from '../../agents/create-agent.js';
import { metaTrain } from '../../agents/meta-train.js';
import { discretePreset } from '../../agents/presets.js';
import { inTurns } from '../../bench/training-in-turns.js';
import { getDistribution } from '../../distributions/index.js';

const distribution = getDistribution('maze/lecture-v0');
const stepsOfIteration = 16 * distribution.horizon * distribution.episodes;

/** A training whose updates take two seconds of a clock that nothing else moves, and three come before each. */
async function training(steps: number) {
  let seconds = 0;
  const agent = await createRnnAgent({ family: distribution.family, hidden: 8 });
  const learn = ppo(discretePreset.algorithms.ppo);
  const timed = inTurns(
    {
      ...learn,
      update(inputs) {
        seconds += 2;
        return learn.update(inputs);
      },
    },
    async function* (algorithm) {
      const options = { agent, distribution, seed: 1, slots: 16, budget: { steps } };
      for await (const progress of metaTrain({ ...options, algorithm })) {
        seconds += 3;
        yield progress;
      }
    },
    () => seconds,
  );
  return timed;
}

test('a turn is whole iterations for at least so long, and tells updates apart', async () => {
  const { train, end } = await training(1e6);
  expect(await train(1)).toEqual({ steps: stepsOfIteration, total: 5, update: 2 });
  expect(await train(5)).toEqual({ steps: stepsOfIteration, total: 5, update: 2 });
  expect(await train(6)).toEqual({ steps: 2 * stepsOfIteration, total: 10, update: 4 });
  await end();
  await expect(train(1)).rejects.toThrow(`The training ended after ${4 * stepsOfIteration}`);
});
