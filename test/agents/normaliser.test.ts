import { describe, expect, it } from 'vitest';
import { gruNetwork } from '../../agents/gru-network.js';
import { createRnnAgent, Parameters, RnnAgent } from '../../agents/index.js';
import { loadKernel } from '../../agents/kernels/wasm-kernel.js';
import { Normaliser } from '../../agents/normaliser.js';
import { collect } from '../../agents/rollout.js';
import { MetaEpisodes, randomStream, type TaskDistribution } from '../../core/index.js';
import { reach } from './reach.js';

/** A batch of two slots with observations of two numbers. */
function batchOf(rows: readonly (readonly [number, number])[], rewards: readonly number[]) {
  return {
    slots: rows.length,
    transition: {
      nextObservation: Float32Array.from(rows.flat()),
      reward: Float32Array.from(rewards),
    },
    metaEpisodeEnded: new Uint8Array(rows.length),
  };
}

const moments = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length];
};

describe('running statistics', () => {
  it('are those of all that was seen, in whatever portions it came', () => {
    const normaliser = new Normaliser(2);
    const parameters = new Parameters(normaliser.specs);
    parameters.initialise(randomStream(0));
    const rng = randomStream('rows');
    const seen: [number, number][] = [];
    const rewards: number[] = [];
    for (const steps of [3, 1, 20]) {
      const sums = normaliser.collect(parameters);
      for (let t = 0; t < steps; t++) {
        const rows = [0, 1].map((): [number, number] => [100 + rng.normal(), 0.01 * rng.normal()]);
        const paid = [rng.normal() - 2, rng.normal() - 2];
        seen.push(...rows);
        rewards.push(...paid);
        sums.addTransition(batchOf(rows, paid));
      }
      normaliser.absorb(parameters, sums);
    }
    const columns = [seen.map(([x]) => x), seen.map(([, y]) => y), rewards];
    columns.forEach((column, i) => {
      const [mean = 0, variance = 0] = moments(column);
      expect(parameters.view('statistics/mean')[i]).toBeCloseTo(mean, 3);
      expect(parameters.view('statistics/variance')[i]! / variance).toBeCloseTo(1, 2);
    });
    const observations = Float32Array.from(seen.flat());
    const into = new Float32Array(observations.length);
    normaliser.observations(parameters, observations, into);
    const [mean, variance] = moments([...into].filter((_, i) => i % 2 === 0));
    expect(mean).toBeCloseTo(0, 2);
    expect(variance).toBeCloseTo(1, 2);
  });

  it('know the returns: to the end of the meta-episode, and what is worth having after it', () => {
    const normaliser = new Normaliser(1);
    const parameters = new Parameters(normaliser.specs);
    parameters.initialise(randomStream(0));
    const sums = normaliser.collect(parameters);
    sums.addTransition(batchOf([[0, 0]], [0]));
    // One slot, rewards twice 1, 2, 3; the second transition ends the meta-episode, after which 10 are left.
    const rollout = {
      steps: 3,
      slots: 1,
      rewards: Float32Array.of(1, 2, 3),
      values: Float32Array.of(9, 9, 9, 100),
      metaEpisodeEnded: Uint8Array.of(0, 1, 0),
      endValues: Float32Array.of(0, 10, 0),
    };
    sums.addReturns(rollout, 2, 0.99);
    const returns = [2 + 0.99 * (4 + 0.99 * 10), 4 + 0.99 * 10, 6 + 0.99 * 100];
    // Of the return's column, which is the third.
    expect(sums.values[2]).toBeCloseTo(returns[0]! + returns[1]! + returns[2]!, 3);
    expect(sums.values[5]).toBeCloseTo(
      returns.reduce((sum, each) => sum + each ** 2, 0),
      0,
    );
  });

  it('are the same whether one copy of a run saw everything or two a half each', () => {
    const normaliser = new Normaliser(2);
    const rows = Array.from({ length: 8 }, (_, i): [number, number] => [i, i * i]);
    const fresh = () => {
      const parameters = new Parameters(normaliser.specs);
      parameters.initialise(randomStream(0));
      return parameters;
    };
    const one = fresh();
    const whole = normaliser.collect(one);
    whole.addTransition(
      batchOf(
        rows,
        rows.map(([x]) => x),
      ),
    );
    normaliser.absorb(one, whole);
    const two = fresh();
    const halves = [rows.slice(0, 4), rows.slice(4)].map((half) => {
      const sums = normaliser.collect(two);
      sums.addTransition(
        batchOf(
          half,
          half.map(([x]) => x),
        ),
      );
      return sums;
    });
    halves[0]!.values.forEach((value, i) => {
      halves[0]!.values[i] = value + halves[1]!.values[i]!;
    });
    normaliser.absorb(two, halves[0]!);
    two.values.forEach((value, i) => {
      expect(value).toBeCloseTo(one.values[i]!, 4);
    });
  });
});

describe('an agent that normalises', () => {
  const distribution = reach(3, 2);

  it('hands networks numbers near 1, whatever the units', async () => {
    const agent = await createRnnAgent({ family: distribution.family, hidden: 8 });
    agent.parameters.initialise(randomStream(1));
    agent.parameters.view('statistics/mean').fill(50);
    agent.parameters.view('statistics/variance').fill(400);
    agent.parametersChanged();
    const batch = new MetaEpisodes({ distribution, slots: 2, rng: randomStream(2) });
    batch.observation.fill(90);
    agent.begin(2);
    expect([...agent.decide(batch, randomStream(3)).observations]).toEqual([2, 2]);
  });

  it('learns statistics without a gradient', async () => {
    const agent = await createRnnAgent({ family: distribution.family, hidden: 8 });
    const learnt = agent.parameters.specs.filter(({ isLearnt }) => isLearnt !== false);
    expect(agent.parameters.specs.length - learnt.length).toBe(3);
  });
});

describe('the value of where a transition led', () => {
  it('is what the next decision would say if the meta-episode went on, and asking changes nothing', async () => {
    const distribution = reach(3, 2);
    const kernel = await loadKernel();
    const agent = new RnnAgent({
      family: distribution.family,
      network: gruNetwork({ kernel, hidden: 8 }),
      rewardScale: 1,
    });
    agent.parameters.initialise(randomStream(1));
    agent.parameters.values.forEach((value, i) => {
      agent.parameters.values[i] = value + 0.2;
    });
    agent.parametersChanged();
    const batch = new MetaEpisodes({ distribution, slots: 3, rng: randomStream(2) });
    const rng = randomStream(3);
    agent.begin(3);
    batch.advance(agent.decide(batch, rng).actions);
    const asked = agent.valuesAfterTransition(batch);
    const again = agent.valuesAfterTransition(batch);
    expect(again).toEqual(asked);
    // Inside an episode, s′ is the next observation: the next decision must say the same.
    expect(agent.decide(batch, rng).values).toEqual(asked);
  });

  it('stands in a rollout where time alone ended the meta-episode, and nowhere else', async () => {
    const distribution: TaskDistribution = reach(3, 2);
    const agent = await createRnnAgent({ family: distribution.family, hidden: 8 });
    agent.parameters.initialise(randomStream(1));
    agent.parameters.values.forEach((value, i) => {
      agent.parameters.values[i] = value + 0.2;
    });
    agent.parametersChanged();
    const episodes = new MetaEpisodes({ distribution, slots: 2, rng: randomStream(2) });
    const { endValues } = collect({
      ...{ agent, episodes, steps: 7, episodeCount: 2, rng: randomStream(3), discount: 0.9 },
      withEndValues: true,
    });
    const whereSet = [...endValues!].map((value) => (value === 0 ? 0 : 1));
    // Meta-episodes of 2 × 3 steps: the sixth step of both slots, [T, B].
    expect(whereSet).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0]);
  });
});
