import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlgorithmChoice,
  actionDistributionFor,
  createAlgorithm,
  createRnnAgent,
  discretePreset,
  metaTest,
  metaTrain,
  noveltyOf,
  type Rollout,
} from '../../agents/index.js';
import { box, discrete, type Policy } from '../../core/index.js';
import { getDistribution, withTask } from '../../distributions/index.js';
import { reach } from './reach.js';

const choosing = { actionDistribution: actionDistributionFor(discrete(5)) };

/** What is asked of one rollout; the other parts are nothing to it. */
type Parts = Pick<Rollout, 'observations' | 'actions' | 'metaEpisodeEnded' | 'steps' | 'slots'>;

function rollout(parts: Parts): Rollout {
  const nothing = new Float32Array(0);
  return {
    ...{ inputs: nothing, cleared: new Uint8Array(0), logProbabilities: nothing },
    ...{ values: nothing, rewards: nothing, returnByEpisode: nothing, ...parts },
  };
}

describe('noveltyOf', () => {
  it('gives the numbers worked by hand', () => {
    // Two slots, two numbers an observation. The first slot sees [0, 1] five times and tries 3, 3, 4, 3, and 3 again
    // in a new meta-episode; the second tries 0 on [0, 0], [0, 1], [1, 0], [0, 0] and [0, 0].
    const novelty = noveltyOf(
      rollout({
        steps: 5,
        slots: 2,
        observations: Float32Array.of(
          ...[0, 1, 0, 0],
          ...[0, 1, 0, 1],
          ...[0, 1, 1, 0],
          ...[0, 1, 0, 0],
          ...[0, 1, 0, 0],
        ),
        actions: Float32Array.of(3, 0, 3, 0, 4, 0, 3, 0, 3, 0),
        metaEpisodeEnded: Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 0, 0, 0),
      }),
      choosing,
    );
    expect([...novelty]).toEqual([1, 1, 1 / 2, 1, 1, 1, 1 / 3, 1 / 2, 1, 1 / 3].map(Math.fround));
  });

  it('counts what is the same to the last bit, whatever the numbers are', () => {
    const step = fc.record({
      observation: fc.array(fc.constantFrom(0, 1, 0.1, -2.5, 1 + 2 ** -23), {
        minLength: 2,
        maxLength: 2,
      }),
      action: fc.nat(2),
      ends: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const novelty = noveltyOf(
          rollout({
            steps: steps.length,
            slots: 1,
            observations: Float32Array.from(steps.flatMap(({ observation }) => observation)),
            actions: Float32Array.from(steps, ({ action }) => action),
            metaEpisodeEnded: Uint8Array.from(steps, ({ ends }) => Number(ends)),
          }),
          choosing,
        );
        steps.forEach(({ observation, action }, t) => {
          const begin = steps.slice(0, t).findLastIndex(({ ends }) => ends) + 1;
          const before = steps
            .slice(begin, t)
            .filter(
              (other) => other.action === action && `${other.observation}` === `${observation}`,
            );
          expect(novelty[t]).toBe(Math.fround(1 / (1 + before.length)));
        });
      }),
    );
  });

  it('refuses continuous actions', async () => {
    const moving = { actionDistribution: actionDistributionFor(box([1], -1, 1)) };
    const nothing = { steps: 0, slots: 1, metaEpisodeEnded: new Uint8Array(0) };
    const empty = { observations: new Float32Array(0), actions: new Float32Array(0) };
    expect(() => noveltyOf(rollout({ ...nothing, ...empty }), moving)).toThrow(
      /noveltyCoefficient must be 0 where actions are continuous/,
    );
    const distribution = reach(2, 1);
    const agent = await createRnnAgent({ family: distribution.family, hidden: 4 });
    const algorithm = createAlgorithm({
      id: 'ppo',
      ...discretePreset.algorithms.ppo,
      noveltyCoefficient: 1,
    });
    const options = { agent, distribution, algorithm, slots: 2, seed: 1, budget: { steps: 100 } };
    await expect(metaTrain(options).next()).rejects.toThrow('noveltyCoefficient');
  });
});

/** Five arms that pay nothing, and five pulls. */
const poor = {
  ...withTask(getDistribution('bandit/bernoulli-v0'), { means: [0, 0, 0, 0, 0] }),
  horizon: 5,
};

/** Arms that are tried in a meta-episode, on average. */
function armsTried(policy: Policy): number {
  const tasks = 200;
  const tried = Array.from({ length: tasks }, () => new Set<number>());
  const watched: Policy = {
    begin: (slots) => policy.begin(slots),
    act(batch, rng) {
      const actions = policy.act(batch, rng);
      for (let slot = 0; slot < batch.slots; slot++) tried[slot]!.add(Number(actions[slot]));
      return actions;
    },
  };
  metaTest({ policy: watched, distribution: poor, tasks, slots: tasks, seed: 1 });
  return tried.reduce((sum, { size }) => sum + size / tasks, 0);
}

const { ppo, a2c, reinforce } = discretePreset.algorithms;
const novel = { noveltyCoefficient: 1 };

describe.each<[AlgorithmChoice, number]>([
  [{ id: 'ppo', ...ppo, ...novel }, 40_000],
  [{ id: 'a2c', ...a2c, ...novel }, 160_000],
  [{ id: 'reinforce', ...reinforce, ...novel }, 160_000],
])('novelty in $id', (choice, steps) => {
  it('makes an agent try every arm where nothing else is to be had, and is in no return', async () => {
    const agent = await createRnnAgent({ family: poor.family, hidden: 16 });
    const algorithm = createAlgorithm(choice);
    const options = { agent, distribution: poor, algorithm, slots: 64, seed: 1 };
    const tried: number[] = [];
    for await (const { iteration, returnByEpisode } of metaTrain({
      ...options,
      budget: { steps },
    })) {
      if (iteration === 1) tried.push(armsTried(agent));
      expect(returnByEpisode).toEqual([0]);
    }
    tried.push(armsTried(agent));
    // Chance: 5 (1 − (4/5)⁵) = 3.36 arms.
    expect(tried[0]).toBeLessThan(3.7);
    expect(tried[1]).toBeGreaterThan(4.5);
  });
});
