import { describe, expect, it } from 'vitest';
import {
  type Algorithm,
  collect,
  createRnnAgent,
  type MetaTrainOptions,
  metaTrain,
  type Progress,
  type RnnAgent,
  type Rollout,
} from '../../agents/index.js';
import { MetaEpisodes, randomStream } from '../../core/index.js';
import { getDistribution } from '../../distributions/index.js';

const lecture = getDistribution('maze/lecture-v0');
const OPTIONS = { distribution: lecture, seed: 3, slots: 16, stepsPerIteration: 6 };
const ONE_ITERATION = { steps: 96 };

/** Keeps rollouts and the optimiser's updates, and learns nothing. */
function watching() {
  const rollouts: Rollout[] = [];
  const updates: number[] = [];
  const fractions: number[] = [];
  const algorithm: Algorithm = {
    id: 'watching',
    update: ({ rollout, optimiser, fraction }) => {
      rollouts.push(rollout);
      updates.push(optimiser.updates);
      fractions.push(fraction);
      return { loss: 0, entropy: 0, divergence: 0, gradientNorm: 0, learningRate: 0 };
    },
  };
  return { algorithm, rollouts, updates, fractions };
}

async function train(options: MetaTrainOptions): Promise<Progress[]> {
  const history: Progress[] = [];
  for await (const progress of metaTrain(options)) history.push(progress);
  return history;
}

async function trained(options: { readonly normalise: boolean }): Promise<RnnAgent> {
  const agent = await createRnnAgent({ family: lecture.family, hidden: 8, ...options });
  await train({ ...OPTIONS, agent, seed: 1, budget: { steps: 960 } });
  return agent;
}

describe('a run with initial parameters', () => {
  it('plays its first iteration as the given agent would, and counts anew', async () => {
    const given = await trained({ normalise: false });
    const agent = await createRnnAgent({ family: lecture.family, hidden: 8, normalise: false });
    const { algorithm, ...seen } = watching();
    const initial = given.parameters;
    const [progress] = await train({
      ...OPTIONS,
      agent,
      algorithm,
      initial,
      budget: ONE_ITERATION,
    });
    expect(progress).toMatchObject({ iteration: 1, steps: 96, fraction: 1 });
    expect(seen.updates).toEqual([0]);
    expect(seen.fractions).toEqual([0]);
    expect(agent.parameters.values).toEqual(given.parameters.values);

    const share = randomStream(OPTIONS.seed).fork('iteration');
    const expected = collect({
      agent: given,
      episodes: new MetaEpisodes<unknown>({ distribution: lecture, slots: 16, rng: share }),
      steps: 6,
      episodeCount: 3,
      rng: share.fork(0).fork('rank 0'),
      discount: 0.99,
    });
    expect(seen.rollouts[0]?.actions).toEqual(expected.actions);
    expect(seen.rollouts[0]?.logProbabilities).toEqual(expected.logProbabilities);

    // The same streams, and a random agent: it would have been noticed.
    const other = watching();
    await train({ ...OPTIONS, agent, algorithm: other.algorithm, budget: ONE_ITERATION });
    expect(other.rollouts[0]?.logProbabilities).not.toEqual(expected.logProbabilities);
  });

  it('may go on with the very same agent', async () => {
    const agent = await trained({ normalise: false });
    const before = agent.parameters.values.slice();
    const { algorithm } = watching();
    const initial = agent.parameters;
    await train({ ...OPTIONS, agent, algorithm, initial, budget: ONE_ITERATION });
    expect(agent.parameters.values).toEqual(before);
  });

  it('keeps moments of observations and measures those of rewards and returns again', async () => {
    const given = await trained({ normalise: true });
    const mean = given.parameters.view('statistics/mean');
    const variance = given.parameters.view('statistics/variance');
    const observations = mean.length - 2;
    // As if rewards had been counted in other units, for long, and observations been others.
    mean.fill(500, observations);
    variance.fill(1e6, observations);
    mean.fill(0.25, 0, observations);
    given.parameters.view('statistics/count').fill(1e7);

    const agent = await createRnnAgent({ family: lecture.family, hidden: 8, normalise: true });
    const { algorithm, rollouts } = watching();
    const initial = given.parameters;
    await train({ ...OPTIONS, agent, algorithm, initial, budget: ONE_ITERATION });
    // A first look of 96 decisions and an iteration of 96.
    expect(agent.parameters.view('statistics/count')[0]).toBe(192);
    const now = agent.parameters.view('statistics/mean');
    const spread = agent.parameters.view('statistics/variance');
    const rewards = rollouts[0]?.rewards ?? new Float32Array();
    expect(now[observations]).toBeGreaterThan(0);
    expect(now[observations]).toBeLessThan(1);
    expect(spread[observations]).toBeLessThan(0.3);
    expect(Math.abs(now[observations + 1] ?? 500)).toBeLessThan(5);
    expect(rewards.some((reward) => reward > 0)).toBe(true);
    // Half of what was taken over, half of what the iteration saw.
    const { sums } = rollouts[0] ?? {};
    for (let i = 0; i < observations; i++) {
      const shift = (sums?.values[i] ?? Number.NaN) / 96;
      expect(now[i]).toBeCloseTo(0.25 + shift / 2, 5);
    }
    expect(agent.parameters.values.subarray(0, 100)).toEqual(
      given.parameters.values.subarray(0, 100),
    );
  });

  it('refuses those of another network, and to be resumed as well', async () => {
    const agent = await createRnnAgent({ family: lecture.family, hidden: 8, normalise: false });
    const larger = await createRnnAgent({ family: lecture.family, hidden: 9, normalise: false });
    const counting = await createRnnAgent({ family: lecture.family, hidden: 8, normalise: true });
    const begin = (initial: RnnAgent, more = {}) =>
      train({ ...OPTIONS, agent, initial: initial.parameters, budget: ONE_ITERATION, ...more });
    await expect(begin(larger)).rejects.toThrow(
      /parameters to begin with must be those of the same network, with .* in place 1; received/,
    );
    await expect(begin(counting)).rejects.toThrow(/nothing more in place .*statistics\/mean/);
    const [progress] = await train({ ...OPTIONS, agent, budget: ONE_ITERATION });
    const resume = progress?.state();
    await expect(begin(agent, { resume })).rejects.toThrow(/initial must be left out with resume/);
  });

  it('refuses an agent that would always do the same', async () => {
    const agent = await createRnnAgent({ family: lecture.family });
    agent.greedy = true;
    await expect(train({ ...OPTIONS, agent, budget: ONE_ITERATION })).rejects.toThrow(
      'greedy of an agent that is trained must be false; received true.',
    );
    agent.greedy = false;
    expect(await train({ ...OPTIONS, agent, budget: ONE_ITERATION })).toHaveLength(1);
  });
});
