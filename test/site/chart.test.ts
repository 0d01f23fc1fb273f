import { describe, expect, test } from 'vitest';
import { getDistribution } from '../../distributions/index.js';
import {
  episodeTicks,
  figure,
  rangeOf,
  referenceLines,
  spread,
  stepsInWords,
  ticks,
} from '../../docs/live/chart.js';
import { boundsYardstick, exactYardstick } from '../../docs/live/yardstick.js';

describe('dashed lines', () => {
  const { names } = exactYardstick;
  const lines = (id: string) =>
    referenceLines(getDistribution(id).references?.('test', []) ?? [], names);

  test('one for each run of episodes with one value, and none for what is not compared with', () => {
    expect(lines('maze/moving-cheese-v0').map(({ label }) => label)).toEqual([
      'Bayes-optimal 1',
      'Bayes-optimal 2',
      'Bayes-optimal 3–4',
      'memory wiped',
      'random',
    ]);
    expect(lines('maze/lecture-v0').map(({ name, value }) => [name, value])).toEqual([
      ['bayesOptimal', 2 / 3],
      ['bayesOptimal', 1],
      ['wipedMemory', 2 / 3],
      ['random', expect.closeTo(0.875 / 3)],
    ]);
  });

  test('nothing is drawn of what is not known', () => {
    const known = getDistribution('maze/lecture-v0').references?.('test', []) ?? [];
    const labels = (of: readonly string[]) =>
      referenceLines(
        known.filter(({ name }) => of.includes(name)),
        names,
      ).map(({ label }) => label);
    expect(labels(['oracle', 'random'])).toEqual(['random']);
    expect(labels(['oracle'])).toEqual([]);
  });

  test('what was measured is drawn beside bounds, as one line where episodes hardly differ', () => {
    const { names, measured } = boundsYardstick([
      {
        ...{ name: 'committed', returnByEpisode: [-30, -29.3], total: -59.3 },
        ...{ exact: false, about: '' },
      },
    ]);
    const tasks = [{ targetVelocity: 1 }];
    const known = getDistribution('half-cheetah/velocity-v0').references?.('test', tasks) ?? [];
    const lines = referenceLines([...known, ...measured], names);
    expect(lines.map(({ label, value }) => [label, value])).toEqual([
      ['trained in Node', -30],
      ['task-blind bound', -150],
      ['standing still', -300],
    ]);
  });
});

test.each([
  [0, 2_000_000, 5, [0, 500_000, 1_000_000, 1_500_000, 2_000_000]],
  [-1.7, 11.6, 5, [0, 5, 10]],
  [-0.31, 0.97, 5, [0, 0.5]],
  [0, 0.3, 3, [0, 0.1, 0.2, 0.3]],
])('round numbers from %d to %d', (low, high, count, expected) => {
  expect(ticks(low, high, count)).toEqual(expected);
});

test.each([
  [2, 8, [1, 2]],
  [4, 8, [1, 2, 3, 4]],
  [10, 5, [1, 2, 4, 6, 8, 10]],
  [500, 5, [1, 100, 200, 300, 400, 500]],
])('of %d episodes about %d are marked, and the first', (episodes, count, expected) => {
  expect(episodeTicks(episodes, count)).toEqual(expected);
});

test('an axis has a twentieth of room above and below', () => {
  expect(rangeOf([3, -1, 19])).toEqual({ low: -2, high: 20 });
  expect(rangeOf([5])).toEqual({ low: 4.95, high: 5.05 });
  expect(rangeOf([])).toEqual({ low: 0, high: 1 });
});

describe('labels', () => {
  test('stay where they want to be if there is room', () => {
    expect(spread([50, 10, 30], 15, 100)).toEqual([50, 10, 30]);
  });

  test('make room for each other, in their order, and end in the chart', () => {
    expect(spread([20, 20, 22], 15, 100)).toEqual([20, 35, 50]);
    expect(spread([98, 95, 10], 15, 100)).toEqual([100, 85, 10]);
  });
});

test.each([
  [0, '0'],
  [960, '960'],
  [38_400, '38.4 k'],
  [2_000_640, '2 M'],
  [1_250_000, '1.25 M'],
])('%d env steps are %s', (steps, words) => {
  expect(stepsInWords(steps)).toBe(words);
});

test('figures have a minus as wide as their digits', () => {
  expect([figure(-0.25, 1), figure(12, 2)]).toEqual(['−0.3', '12.00']);
});

describe('a network is judged', () => {
  const given = { returnByEpisode: [-70, -48], total: -118, pictures: [], films: [] };

  test('by its share of what is Bayes-optimal, where that is known', () => {
    const { score, goal } = exactYardstick;
    expect(score({ ...given, normalised: 0.9501 })).toBe('95.0 %');
    expect(score(given)).toBeUndefined();
    expect([0.94, 0.95].map((normalised) => goal.isReached({ ...given, normalised }))).toEqual([
      ...[false, true],
    ]);
    expect(goal.isReached(given)).toBe(false);
  });

  test('by what an episode earns, where only bounds are', () => {
    const { score, goal } = boundsYardstick([]);
    expect(score(given)).toBe('−59.0');
    expect(goal.isReached(given)).toBe(true);
    expect(goal.isReached({ ...given, total: -121 })).toBe(false);
  });
});
