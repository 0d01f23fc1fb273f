import { describe, expect, test } from 'vitest';
import { growthTable, judgeGrowth, MOST_GROWTH, missedBy } from '../../bench/endurance/growth.js';
import type { Point } from '../../bench/fit.js';
import { read } from '../docs/pages.js';

/** Ten looks over 1000 million env steps, from 40 MB on. */
const looks = (growth: number, chance: (look: number) => number = () => 0): Point[] =>
  Array.from({ length: 10 }, (_, i) => [
    100 * (i + 1),
    40e6 + growth * 100 * (i + 1) + chance(i + 1),
  ]);
const endured = (points: readonly Point[], tensors?: readonly number[]) => ({
  what: 'training',
  points,
  ...(tensors && { tensors }),
});

describe('growth of memory', () => {
  test.each([-500, 0, 250, 20_000])('of %d bytes a million env steps is found', (growth) => {
    const verdict = judgeGrowth(endured(looks(growth)));
    expect(verdict.growth).toBeCloseTo(growth, 6);
    expect(verdict.isGrowing).toBe(growth > MOST_GROWTH);
  });

  test('of 20 kB a million env steps fails the command, with the line that says so', () => {
    expect(missedBy(endured(looks(20_000)))).toEqual([
      'training: memory grows by 20000 ± 0 bytes a million env steps, more than 10000',
    ]);
    expect(missedBy(endured(looks(0)))).toEqual([]);
  });

  test('is not seen in chance: a heap that swings by megabytes', () => {
    const swing = (look: number) => 20e6 * ((look + 1) % 2);
    const { growth, standardError, isGrowing } = judgeGrowth(endured(looks(12_000, swing)));
    expect(growth).toBeGreaterThan(10_000);
    expect(standardError).toBeGreaterThan(5_000);
    expect(isGrowing).toBe(false);
  });

  test('of less than a megabyte over all of a short run is no leak', () => {
    const short = (bytes: number) =>
      endured(Array.from({ length: 10 }, (_, i): Point => [(i + 1) / 10, 40e6 + bytes * (i + 1)]));
    expect(judgeGrowth(short(90_000)).isGrowing).toBe(false);
    expect(judgeGrowth(short(110_000)).isGrowing).toBe(true);
  });

  test('cannot be told of fewer than three looks, which is no pass', () => {
    for (const count of [0, 1, 2]) {
      expect(judgeGrowth(endured(looks(0).slice(0, count))).isGrowing).toBe(true);
    }
  });
});

test('the page says how much is too much', () => {
  const page = read('docs/scaling.md').replaceAll(/\s+/g, ' ');
  expect(page).toContain(`grows by more than ${MOST_GROWTH / 1000} kB a million env steps`);
});

describe('tensors', () => {
  test('that stay as many are no fault', () => {
    expect(missedBy(endured(looks(0), [7, 7, 7]))).toEqual([]);
  });

  test('that are left behind fail the command', () => {
    expect(missedBy(endured(looks(0), [7, 8, 9]))).toEqual(['training: from 7 to 9 tensors']);
  });
});

test('the table has a row each', () => {
  const [header, ...rows] = growthTable([
    endured(looks(20_000)),
    endured(looks(-100), [7, 7]),
    endured(looks(0), [7, 8, 9]),
  ]);
  expect(header).toHaveLength(9);
  expect(rows).toEqual([
    ['training', '1000', '42.00', '60.00', '20000', '0', '10000', '', 'no'],
    ['training', '1000', '39.99', '39.90', '−100', '0', '10000', '7', 'yes'],
    ['training', '1000', '40.00', '40.00', '0', '0', '10000', '7, 8, 9', 'no'],
  ]);
});
