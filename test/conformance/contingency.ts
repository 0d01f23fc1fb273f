/**
 * Above this, chance is no explanation: a normal variable is so once in 10¹¹ times, which leaves room for tables
 * that are only nearly so distributed.
 */
export const SURPRISING = 6.8;

/**
 * How far Pearson's χ² of a table of counts, [rows][columns], is above what independent rows and columns give, in
 * standard deviations; 0 where there is nothing to compare. Counts of 2 and more should be expected.
 */
export function surpriseOf(table: readonly (readonly number[])[]): number {
  const rows = table.map(sumOf);
  const columns = (table[0] ?? []).map((_, column) => sumOf(table.map((row) => row[column]!)));
  const total = sumOf(rows);
  const used = (sums: readonly number[]) => sums.filter((sum) => sum > 0).length;
  let square = 0;
  for (const [i, row] of rows.entries()) {
    for (const [j, column] of columns.entries()) {
      const expected = (row * column) / total;
      if (expected > 0) square += (table[i]![j]! - expected) ** 2 / expected;
    }
  }
  return deviationOf(square, (used(rows) - 1) * (used(columns) - 1));
}

/** The same for counts, [classes], that should come in these proportions. */
export function surpriseAgainst(counts: readonly number[], weights: readonly number[]): number {
  const total = sumOf(counts);
  const whole = sumOf(weights);
  const square = counts.reduce((sum, count, i) => {
    const expected = (total * weights[i]!) / whole;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  return deviationOf(square, counts.length - 1);
}

/** χ² with so many degrees of freedom as a standard normal variable (Wilson and Hilferty 1931). */
function deviationOf(square: number, freedom: number): number {
  if (freedom < 1) return 0;
  const variance = 2 / (9 * freedom);
  return (Math.cbrt(square / freedom) - (1 - variance)) / Math.sqrt(variance);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
