import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../core/index.js';
import { SURPRISING, surpriseAgainst, surpriseOf } from '../../conformance/contingency.js';
import { compared, extentOf } from '../../conformance/earned.js';

const rng = randomStream('comparisons');

/** Returns of so many meta-episodes. */
const returnsOf = (count: number, draw: (i: number) => number) =>
  new Float64Array(count).map((_, i) => draw(i));

describe('a mean return beside its expectation', () => {
  it.each([
    ['as expected', 0],
    ['more', 0.5],
    ['less', -0.5],
  ])('of normal returns is %s when it is off by %d', (verdict, by) => {
    const returns = returnsOf(1000, () => 3 + rng.normal());
    expect(compared(returns, 3 - by, extentOf([returns])).verdict).toBe(verdict);
  });

  it('may hold no success where success is rare', () => {
    const extent = { least: 0, most: 1 };
    const failures = returnsOf(500, () => 0);
    expect(compared(failures, 0.01, extent).verdict).toBe('as expected');
    expect(compared(failures, 0.2, extent).verdict).toBe('less');
  });

  it('may hold no failure where failure is rare', () => {
    const successes = returnsOf(500, () => 1);
    expect(compared(successes, 0.99, { least: 0, most: 1 }).verdict).toBe('as expected');
    expect(compared(successes, 0.8, { least: 0, most: 1 }).verdict).toBe('more');
  });

  it('says its numbers', () => {
    const { words } = compared(
      returnsOf(4, (i) => i),
      1.5,
      { least: 0, most: 3 },
    );
    expect(words).toMatch(/^1.5 \(mean of 4 meta-episodes, standard error 0.6455, off by 4.125/);
  });
});

describe('counts beside what chance gives', () => {
  const tableOf = (follows: (row: number) => number) => {
    const table = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let i = 0; i < 500; i++) {
      const row = rng.integer(4);
      table[row]![follows(row)]!++;
    }
    return table;
  };

  it('do not surprise where columns do not depend on rows', () => {
    for (let i = 0; i < 200; i++) {
      expect(surpriseOf(tableOf(() => rng.integer(4)))).toBeLessThan(SURPRISING - 2);
    }
  });

  it('surprise where they do', () => {
    expect(surpriseOf(tableOf((row) => (row + 1) % 4))).toBeGreaterThan(3 * SURPRISING);
    expect(
      surpriseOf(tableOf((row) => (rng.uniform() < 0.5 ? row : rng.integer(4)))),
    ).toBeGreaterThan(SURPRISING);
  });

  it('of a single row or column say nothing', () => {
    expect(surpriseOf([[3, 900]])).toBe(0);
    expect(surpriseOf([[3], [900]])).toBe(0);
  });

  it('surprise where they are far from their proportions', () => {
    expect(surpriseAgainst([240, 260, 500], [0.25, 0.25, 0.5])).toBeLessThan(2);
    expect(surpriseAgainst([350, 150, 500], [0.25, 0.25, 0.5])).toBeGreaterThan(SURPRISING);
  });
});
