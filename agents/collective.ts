/**
 * How parallel copies of one training run meet. Every copy runs the same loop on its share of the
 * slots; at each `sum` all of them wait for each other and leave with the same numbers.
 */
export interface Collective {
  /** How many copies there are. */
  readonly size: number;
  /** Which one this is, 0 … size − 1. Copy 0 reports progress. */
  readonly rank: number;
  /** Replaces every element by its sum over all copies, added in the order of ranks. */
  sum(values: Float32Array): void;
}

/** A run without company. */
export const alone: Collective = { size: 1, rank: 0, sum: () => {} };
