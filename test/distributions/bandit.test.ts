import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reference } from '../../core/distribution.js';
import { distributionFromDefinition, getDistribution } from '../../distributions/index.js';
import {
  type BernoulliProblem,
  beliefCounts,
  bernoulliBayesOptimal,
} from '../../distributions/references/bernoulli-bayes.js';
import {
  expectedMaximumOfBeta,
  expectedMaximumOfNormal,
} from '../../distributions/references/expected-maximum.js';
import type { BanditSampler } from '../../envs/index.js';

const uniform = (arms: number, horizon: number, episodes = 1): BernoulliProblem => {
  return { arms, alpha: 1, beta: 1, horizon, episodes };
};
const total = (problem: BernoulliProblem) =>
  bernoulliBayesOptimal(problem)?.reduce((sum, value) => sum + value, 0);

describe('the Bayes-optimal value of Bernoulli bandits', () => {
  test('by hand: stay after a success, which then pays 2/3, else try the other arm', () => {
    expect(total(uniform(2, 1))).toBe(0.5);
    expect(total(uniform(2, 2))).toBeCloseTo(0.5 + (2 / 3 + 1 / 2) / 2, 12);
    const [first, second] = bernoulliBayesOptimal(uniform(2, 1, 2)) ?? [];
    expect([first, second?.toFixed(12)]).toEqual([0.5, (7 / 12).toFixed(12)]);
    // Beta(1, 3): ¼ at first, then after a success 2/5, and after a failure ¼ of an arm that is new.
    expect(total({ ...uniform(2, 2), beta: 3 })).toBeCloseTo(0.25 + 0.25 * 0.4 + 0.75 * 0.25, 12);
    expect(bernoulliBayesOptimal(uniform(1, 10, 2))).toEqual([5, 5]);
  });

  test('as known', () => {
    expect(total(uniform(5, 10))).toBeCloseTo(6.66, 3);
    expect(total(uniform(10, 10))).toBeCloseTo(6.714, 3);
    expect(total(uniform(2, 100))).toBeCloseTo(64.92, 2);
  });

  test('episodes only divide the sum, and arms beyond the pulls change nothing', () => {
    expect(total(uniform(5, 2, 5))).toBeCloseTo(total(uniform(5, 10)) ?? 0, 12);
    expect(total(uniform(300, 6))).toBeCloseTo(total(uniform(6, 6)) ?? 0, 12);
  });

  test('gives up at once where beliefs are too many', () => {
    for (const [arms, pulls] of [
      [2, 200],
      [5, 100],
      [10, 100],
      [5, 500],
      [1000, 100_000],
    ] as const) {
      expect(bernoulliBayesOptimal(uniform(arms, pulls))).toBeUndefined();
    }
  });

  test('counts as many beliefs as there are', () => {
    // Two arms after two pulls: both on one arm (three results), or one on each (two results each: three sets).
    expect(beliefCounts(2, 2)).toEqual([1, 2, 6]);
    expect(beliefCounts(1, 4)).toEqual([1, 2, 3, 4, 5]);
  });

  /** The same by plain recursion over ordered arms. */
  function plainly(arms: [number, number][], left: number): number {
    if (left === 0) return 0;
    return Math.max(
      ...arms.map(([alpha, beta], i) => {
        const chance = alpha / (alpha + beta);
        const win = plainly(arms.with(i, [alpha + 1, beta]), left - 1);
        const loss = plainly(arms.with(i, [alpha, beta + 1]), left - 1);
        return chance * (1 + win) + (1 - chance) * loss;
      }),
    );
  }

  test('is that of plain recursion', () => {
    const small = fc.record({
      arms: fc.integer({ min: 1, max: 3 }),
      alpha: fc.integer({ min: 1, max: 3 }),
      beta: fc.integer({ min: 1, max: 3 }),
      horizon: fc.integer({ min: 1, max: 3 }),
      episodes: fc.integer({ min: 1, max: 2 }),
    });
    fc.assert(
      fc.property(small, (problem) => {
        const { arms, alpha, beta, horizon, episodes } = problem;
        const start = Array.from({ length: arms }, (): [number, number] => [alpha, beta]);
        expect(total(problem)).toBeCloseTo(plainly(start, horizon * episodes), 10);
      }),
      { numRuns: 40 },
    );
  });
});

test('the expected largest of several', () => {
  expect(expectedMaximumOfBeta(1, 1, 5)).toBeCloseTo(5 / 6, 10);
  // One draw has the mean; of two of Beta(1, 3), 1 − ∫ (1 − (1 − x)³)² … = ∫ 2 (1 − x)³ − (1 − x)⁶ = 1/2 − 1/7.
  expect(expectedMaximumOfBeta(2, 3, 1)).toBeCloseTo(0.4, 10);
  expect(expectedMaximumOfBeta(1, 3, 2)).toBeCloseTo(1 / 2 - 1 / 7, 10);
  // Two: 1/√π; five and ten from tables of normal order statistics (Teichroew 1956).
  expect(expectedMaximumOfNormal(1)).toBeCloseTo(0, 9);
  expect(expectedMaximumOfNormal(2)).toBeCloseTo(1 / Math.sqrt(Math.PI), 9);
  expect(expectedMaximumOfNormal(5)).toBeCloseTo(1.1629644736, 9);
  expect(expectedMaximumOfNormal(10)).toBeCloseTo(1.5387527308, 9);
});

function references(tasks: BanditSampler, horizon: number, episodes: number) {
  const distribution = distributionFromDefinition(
    {
      id: 'test/bandit-v0',
      about: 'Bandits.',
      family: 'bandit',
      configuration: { arms: 2, reward: { kind: 'bernoulli' } },
      horizon,
      episodes,
      tasks,
      splits: { kind: 'shared' },
    },
    { subject: 'test' },
  );
  return byName(distribution.references?.('test', [{ means: [0.1, 0.9] }]) ?? []);
}

function byName(list: readonly Reference[]) {
  expect(list.every(({ exact }) => exact)).toBe(true);
  return Object.fromEntries(
    list.map(({ name, returnByEpisode }) => [name, returnByEpisode.map((x) => x.toFixed(4))]),
  );
}

describe('references', () => {
  test('of a prior, whatever tasks are handed in', () => {
    expect(references({ kind: 'beta', alpha: 1, beta: 1 }, 1, 2)).toEqual({
      oracle: ['0.6667', '0.6667'],
      bayesOptimal: ['0.5000', '0.5833'],
      wipedMemory: ['0.5000', '0.5000'],
      taskBlind: ['0.5000', '0.5000'],
      random: ['0.5000', '0.5000'],
    });
  });

  test('of a list: the best fixed arm is better than a random one', () => {
    const tasks = [{ means: [0.5, 1] }, { means: [0.5, 0.25] }];
    expect(references({ kind: 'list', tasks }, 4, 1)).toEqual({
      oracle: ['3.0000'],
      taskBlind: ['2.5000'],
      random: ['2.2500'],
    });
  });

  test('of Gaussian arms there is no Bayes-optimal one, of large bandits neither', () => {
    const of = (id: string) => byName(getDistribution(id).references?.('test', [{}]) ?? []);
    expect(of('bandit/gaussian-v0')).toEqual({
      oracle: ['153.8753'],
      taskBlind: ['0.0000'],
      random: ['0.0000'],
    });
    expect(Object.keys(of('bandit/bernoulli-5-arms-500-pulls-v0'))).toEqual([
      'oracle',
      'taskBlind',
      'random',
    ]);
    expect(of('bandit/bernoulli-v0')).toMatchObject({
      oracle: ['8.3333'],
      bayesOptimal: ['6.6600'],
      random: ['5.0000'],
    });
  });
});
