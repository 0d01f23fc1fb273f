import { describe, expect, test } from 'vitest';
import { getDistribution } from '../../distributions/index.js';
import {
  episodeTicks,
  rangeOf,
  referenceLines,
  spread,
  stepsInWords,
  ticks,
} from '../../docs/live/chart.js';

describe('dashed lines', () => {
  const lines = (id: string) => referenceLines(getDistribution(id).references?.('test', []) ?? []);

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
    const labels = (names: readonly string[]) =>
      referenceLines(known.filter(({ name }) => names.includes(name))).map(({ label }) => label);
    expect(labels(['oracle', 'random'])).toEqual(['random']);
    expect(labels(['oracle'])).toEqual([]);
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
