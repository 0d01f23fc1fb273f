import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metaTest } from '../../agents/index.js';
import type { Reference, TaskDistribution } from '../../core/distribution.js';
import { randomStream } from '../../core/random.js';
import { distributionFromDefinition, getDistribution } from '../../distributions/index.js';
import { crumbsDefinition } from '../../distributions/maze-crumbs.js';
import type { MazeTask } from '../../envs/index.js';
import { adaptiveOptimum, blindOptimum } from './adaptive-optimum.js';
import { smallMazes } from './small-mazes.js';

function named(distribution: TaskDistribution, tasks: readonly MazeTask[] = []) {
  const references = distribution.references?.('train', tasks) ?? [];
  const of = (name: string): Reference | undefined =>
    references.find((reference) => reference.name === name);
  return {
    oracle: of('oracle'),
    random: of('random'),
    bayesOptimal: of('bayesOptimal'),
    upperBound: of('upperBound'),
    wipedMemory: of('wipedMemory'),
    markov: of('markov'),
  };
}

const rounded = (reference: Reference | undefined) =>
  reference?.returnByEpisode.map((value) => Number(value.toFixed(3)));

describe('built-in distributions', () => {
  test('lecture, by hand', () => {
    const { oracle, random, bayesOptimal, wipedMemory, markov } = named(
      getDistribution('maze/lecture-v0'),
    );
    expect(rounded(oracle)).toEqual([1, 1, 1]);
    // Two of three corners lie on the first day's path; then the cheese is known.
    expect(rounded(bayesOptimal)).toEqual([0.667, 1, 1]);
    expect(rounded(wipedMemory)).toEqual([0.667, 0.667, 0.667]);
    // Cheese ends the episode, so who walks on has seen no reward: looking at it does not help.
    expect(rounded(markov)).toEqual([0.667, 0.667, 0.667]);
    // Next to the start: 1/4, plus 1/2 · 1/4 when bumping first, plus nothing by the other corner.
    // Across: 1/2 · 1/4. The mean of 3/8, 3/8 and 1/8 is 7/24.
    expect(random?.returnByEpisode[0]).toBeCloseTo(7 / 24, 12);
  });

  test('GridNavi, as known', () => {
    const { oracle, random, bayesOptimal, wipedMemory, markov } = named(
      getDistribution('maze/gridnavi-v0'),
    );
    // Fifteen steps at −0.1. The first leads to none of the 21 cells where the goal may be; on each of the
    // others the goal is with probability 1/21, and is then worth 1.1 more.
    const blind = -1.5 + (14 * 1.1) / 21;
    expect(markov?.returnByEpisode).toEqual(Array(4).fill(expect.closeTo(blind, 12)));
    expect(markov?.returnByEpisode[0]?.toFixed(2)).toBe('-0.77');
    expect(rounded(oracle)).toEqual([11.071, 11.071, 11.071, 11.071]);
    expect(rounded(bayesOptimal)).toEqual([4, 11.071, 11.071, 11.071]);
    expect(bayesOptimal?.total).toBeCloseTo(37.214, 3);
    expect(wipedMemory?.total).toBeCloseTo(16, 9);
    expect(random?.returnByEpisode[0]?.toFixed(2)).toBe('-1.17');
  });

  test('moving cheese', () => {
    const started = performance.now();
    const { oracle, random, bayesOptimal, wipedMemory } = named(
      getDistribution('maze/moving-cheese-v0'),
    );
    expect(performance.now() - started).toBeLessThan(3000);
    expect(rounded(oracle)).toEqual([0.915, 0.915, 0.915, 0.915]);
    expect(rounded(bayesOptimal)).toEqual([0.214, 0.871, 0.915, 0.915]);
    expect(rounded(wipedMemory)).toEqual([0.214, 0.214, 0.214, 0.214]);
    expect(rounded(random)).toEqual([-0.251, -0.251, -0.251, -0.251]);
  });

  test('dark room, by hand', () => {
    const { oracle, random, bayesOptimal, upperBound, wipedMemory, markov } = named(
      getDistribution('maze/dark-room-v0'),
    );
    // |x| and |y| are 20/9 in the mean over all 81 cells, so d is 360/80 over the others; d steps to the goal,
    // of which the last pays, leave 21 − d that pay.
    expect(rounded(oracle)).toEqual(Array(4).fill(21 - 360 / 80));
    // Every step reaches a new cell: found at step t, the goal pays for 21 − t steps.
    expect(rounded(wipedMemory)).toEqual(Array(4).fill((20 * 21) / 2 / 80));
    expect(rounded(markov)).toEqual(Array(4).fill(20 / 80));
    expect(rounded(random)).toEqual(Array(4).fill(0.235));
    // Which cells to pass in which of four episodes is too large a problem. The four quarters of a pinwheel around
    // the middle can be walked one after the other, a new cell with every step: four times what one episode pays,
    // and of those found in episodes 1, 2 and 3, a quarter each, what 3, 2 and 1 later episodes pay.
    expect(bayesOptimal).toBeUndefined();
    const pinwheel = 4 * 2.625 + ((3 + 2 + 1) / 4) * 16.5;
    expect(upperBound?.total).toBeGreaterThan(pinwheel);
    // If the nearest 20 cells could be passed in the first episode, the next 20 in the second, and so on.
    const sorted = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((d, i) =>
      Array<number>([4, 8, 12, 16, 16, 12, 8, 4][i]!).fill(21 - d),
    );
    const later = sorted.reduce((sum, pays, i) => sum + (3 - Math.floor(i / 20)) * pays, 0);
    expect(upperBound?.total).toBeLessThanOrEqual(4 * 2.625 + later / 80 + 1e-9);
    expect([pinwheel.toFixed(3), upperBound?.total.toFixed(3)]).toEqual(['35.250', '36.537']);
    expect(upperBound?.exact).toBe(false);
  });

  test('corridors, by hand', () => {
    const { oracle, random, bayesOptimal, wipedMemory } = named(
      getDistribution('maze/corridors-v0'),
    );
    expect(rounded(oracle)).toEqual([1, 1, 1, 1]);
    expect(rounded(bayesOptimal)).toEqual([0.25, 0.5, 0.75, 1]);
    expect(rounded(wipedMemory)).toEqual([0.25, 0.25, 0.25, 0.25]);
    // Four ends, of which one is the right one, each six to eight exact steps away.
    expect(random?.total).toBeLessThan(0.03);
  });

  test('crumbs, by hand', () => {
    const { oracle, bayesOptimal, wipedMemory, markov } = named(getDistribution('maze/crumbs-v0'));
    expect(rounded(oracle)).toEqual([1, 1, 1, 1]);
    // One more of four corridors is known with every episode.
    expect(rounded(bayesOptimal)).toEqual([0.25, 0.5, 0.75, 1]);
    expect(rounded(wipedMemory)).toEqual([0.3, 0.3, 0.3, 0.3]);
    expect(rounded(markov)).toEqual([0.3, 0.3, 0.3, 0.3]);
  });

  test.each([
    [1, [0.3, 0.3, 0.3, 0.3], 'takes the crumb'],
    [4, [0, 0, 0, 1], 'searches'],
  ])('crumbs: with K = %i the first episode pays %j in some order: it %s', (episodes, pays) => {
    const definition = { ...crumbsDefinition, episodes };
    const distribution = distributionFromDefinition(definition, { subject: 'crumbs' });
    const tasks = (distribution.support?.('test') ?? []).map(({ task }) => task);
    const play = (wanted: string) => {
      const policies = distribution.referencePolicies?.('test') ?? [];
      const { policy, distribution: where } = policies.find(({ name }) => name === wanted)!;
      return metaTest({ policy, distribution: where, tasks, seed: 0 });
    };
    const { returns, lengths } = play('bayesOptimal');
    // Who knows the task goes straight there, although steps are free.
    expect(play('oracle').stepsByEpisode).toEqual(Array(episodes).fill((6 + 6 + 8 + 8) / 4));
    const first = (values: Float32Array) =>
      tasks.map((_, i) => values[i * episodes]!).sort((a, b) => a - b);
    expect(first(returns)).toEqual(pays.map(Math.fround));
    // The crumb is one step away, an end of a corridor six or eight; in vain, an episode lasts twelve.
    expect(first(lengths).slice(1)).toEqual(episodes === 1 ? [1, 1, 1] : [12, 12, 12]);
    const optimum = adaptiveOptimum(distribution);
    expect(optimum).toBeCloseTo(episodes === 1 ? 0.3 : 2.5, 12);
  });

  test('moving walls: means over the tasks that are handed in', () => {
    const mazes = getDistribution('maze/moving-walls-v0');
    expect(mazes.support).toBeUndefined();
    expect(mazes.references?.('train', [])).toEqual([]);
    const walls = Array<string>(7).fill('.......');
    const near = { walls, cheeses: [{ x: 0, y: 2, reward: 1 }] };
    const far = { walls, cheeses: [{ x: 6, y: 0, reward: 1 }] };
    const { oracle, bayesOptimal } = named(mazes, [near, far]);
    // Four and twelve steps, the last of which finds the cheese.
    expect(oracle?.returnByEpisode[0]).toBeCloseTo((1 - 0.03 + (1 - 0.11)) / 2, 12);
    expect(oracle?.about).toContain('2 tasks');
    expect(bayesOptimal).toBeUndefined();
  });
});

describe.each([
  ['one hidden cheese', { layouts: 1, starts: 1, crumbs: false }, 300],
  ['several starts, and crumbs', { layouts: 1, starts: 3, crumbs: true }, 300],
  ['walls of their own', { layouts: 2, starts: 2, crumbs: true }, 200],
] as const)('small mazes with %s', (_, options, runs) => {
  test('values are those of dynamic programming over beliefs', () => {
    const compared = { bayesOptimal: 0, markov: 0 };
    fc.assert(
      fc.property(smallMazes(options), (definition) => {
        const distribution = distributionFromDefinition(definition, { subject: 'small' });
        const { bayesOptimal, oracle, random, wipedMemory, markov } = named(distribution);
        const { episodes } = distribution;
        const optimum = adaptiveOptimum(distribution);
        const single = adaptiveOptimum({ ...distribution, episodes: 1 });
        expect(oracle?.total).toBeGreaterThanOrEqual(optimum - 1e-9);
        expect(random?.total).toBeLessThanOrEqual(optimum + 1e-9);
        compared.bayesOptimal++;
        expect(bayesOptimal?.total).toBeCloseTo(optimum, 9);
        const sum = bayesOptimal?.returnByEpisode.reduce((total, value) => total + value, 0);
        expect(sum).toBeCloseTo(optimum, 9);
        expect(wipedMemory?.total).toBeCloseTo(single * episodes, 9);
        if (!markov || distribution.horizon > 4) return;
        compared.markov++;
        expect(markov.total).toBeCloseTo(blindOptimum(distribution) * episodes, 9);
      }),
      { numRuns: runs },
    );
    expect(compared.bayesOptimal).toBe(runs);
    if (options.starts === 1) expect(compared.markov).toBeGreaterThan(runs / 2);
  });

  test('policies earn them in every task', () => {
    fc.assert(
      fc.property(smallMazes(options), (definition) => {
        const distribution = distributionFromDefinition(definition, { subject: 'small' });
        const support = distribution.support?.('train') ?? [];
        const references = distribution.references?.('train', []) ?? [];
        const policies = distribution.referencePolicies?.('train') ?? [];
        expect(policies.map(({ name }) => name)).toEqual(
          references.map(({ name }) => name).filter((name) => name !== 'random'),
        );
        for (const { name, policy, distribution: where } of policies) {
          const { returns } = metaTest({
            ...{ policy, distribution: where, seed: 0, slots: 4 },
            tasks: support.map(({ task }) => task),
          });
          const { episodes } = distribution;
          const { returnByEpisode } = references.find((each) => each.name === name)!;
          for (let episode = 0; episode < episodes; episode++) {
            const mean = support.reduce((sum, { probability }, task) => {
              return sum + probability * returns[task * episodes + episode]!;
            }, 0);
            expect(mean).toBeCloseTo(returnByEpisode[episode]!, 5);
          }
        }
      }),
      { numRuns: runs / 2 },
    );
  });
});

test('the random value agrees with random play', () => {
  const distribution = getDistribution('maze/moving-cheese-v0');
  const { random } = named(distribution);
  const env = distribution.family.create();
  const rng = randomStream(9);
  const row = new Float32Array(49);
  const episodes = 20_000;
  let total = 0;
  let squares = 0;
  for (let i = 0; i < episodes; i++) {
    env.reset(distribution.sample('train', rng), rng, row);
    let sum = 0;
    for (let step = 0; step < distribution.horizon; step++) {
      const { reward, terminated } = env.step(rng.integer(4), row);
      sum += reward;
      if (terminated) break;
    }
    total += sum;
    squares += sum * sum;
  }
  const mean = total / episodes;
  const error = Math.sqrt((squares / episodes - mean * mean) / episodes);
  expect(Math.abs(mean - (random?.returnByEpisode[0] ?? 0))).toBeLessThan(5 * error);
});
