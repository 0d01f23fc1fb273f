/** The best assignment of rows to columns, and prices of columns at which no row would rather have another. */
export interface Assignment {
  /** The column of each row, [rows]. */
  readonly columnOf: readonly number[];
  /** What a column is worth, [columns], at least 0. */
  readonly prices: Float64Array;
}

/**
 * The best assignment of rows to columns, each to one other at most, where `worth[row][column]` is earned, at least
 * 0: by the Hungarian method with shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987), in O(rows² ·
 * columns). There must be as many columns as rows. At the prices each row's best profit, worth less price, is what
 * it gets in the best assignment; so for any set of rows and columns, prices and best profits add up to no less
 * than what an assignment among them earns.
 */
export function bestAssignment(worth: readonly ArrayLike<number>[]): Assignment {
  const rows = worth.length;
  const columns = worth[0]?.length ?? 0;
  // Index 0 stands for none; rows and columns count from 1.
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const cameFrom = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    rowOf[0] = row;
    let column = 0;
    const slack = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const isUsed = new Uint8Array(columns + 1);
    do {
      isUsed[column] = 1;
      const from = rowOf[column]!;
      let least = Number.POSITIVE_INFINITY;
      let nearest = 0;
      for (let to = 1; to <= columns; to++) {
        if (isUsed[to] === 1) continue;
        const cost = -worth[from - 1]![to - 1]! - rowPotential[from]! - columnPotential[to]!;
        if (cost < slack[to]!) {
          slack[to] = cost;
          cameFrom[to] = column;
        }
        if (slack[to]! < least) {
          least = slack[to]!;
          nearest = to;
        }
      }
      for (let to = 0; to <= columns; to++) {
        if (isUsed[to] === 1) {
          rowPotential[rowOf[to]!]! += least;
          columnPotential[to]! -= least;
        } else slack[to]! -= least;
      }
      column = nearest;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = cameFrom[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  const columnOf = Array<number>(rows).fill(0);
  for (let column = 1; column <= columns; column++) {
    if (rowOf[column]! > 0) columnOf[rowOf[column]! - 1] = column - 1;
  }
  return { columnOf, prices: columnPotential.subarray(1).map((each) => Math.max(0, -each)) };
}
