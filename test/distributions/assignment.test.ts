import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestAssignment } from '../../distributions/references/assignment.js';

/** The most that rows earn, each with a column of its own, by trying all ways. */
function most(worth: readonly (readonly number[])[], taken: readonly number[] = []): number {
  const row = worth[taken.length];
  if (!row) return 0;
  const rests = row.map((value, column) =>
    taken.includes(column) ? Number.NEGATIVE_INFINITY : value + most(worth, [...taken, column]),
  );
  return Math.max(...rests);
}

test('by hand: the row that loses more by waiting goes first', () => {
  const { columnOf, prices } = bestAssignment([
    [5, 4, 0],
    [5, 1, 0],
  ]);
  expect(columnOf).toEqual([1, 0]);
  // The first row gains 1 by having the first column too: less than that it would pay for it.
  expect(prices[0]).toBeGreaterThanOrEqual(1);
  expect(prices[0]).toBeLessThanOrEqual(5);
});

test('no assignment earns more, and prices and profits of any part bound what the part earns', () => {
  const matrices = fc
    .record({ rows: fc.integer({ min: 1, max: 4 }), columns: fc.integer({ min: 4, max: 6 }) })
    .chain(({ rows, columns }) =>
      fc.array(fc.array(fc.nat(9), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
  const keep = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(matrices, keep, keep, (worth, keptRows, keptColumns) => {
      const { columnOf, prices } = bestAssignment(worth);
      expect(new Set(columnOf).size).toBe(worth.length);
      const earned = worth.reduce((sum, row, i) => sum + row[columnOf[i]!]!, 0);
      expect(earned).toBeCloseTo(most(worth), 9);
      const part = worth
        .filter((_, i) => keptRows[i])
        .map((row) => row.map((value, i) => (keptColumns[i] ? value : 0)));
      const profit = (row: readonly number[]) =>
        Math.max(0, ...row.map((value, i) => (keptColumns[i] ? value - prices[i]! : 0)));
      const paid = prices.reduce((sum, price, i) => sum + (keptColumns[i] ? price : 0), 0);
      const bound = paid + part.reduce((sum, row) => sum + profit(row), 0);
      expect(bound).toBeGreaterThan(most(part) - 1e-9);
    }),
    { numRuns: 500 },
  );
});
