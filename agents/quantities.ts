import type { Quantity } from '../core/env.js';
import { type Settling, summariseSettling } from './settling.js';

/** What a meta-test measured besides rewards. */
export interface Measurements {
  readonly quantities: readonly Quantity[];
  /** After every step, [N, K, horizon, Q]; NaN past the end of an episode. */
  readonly values: Float32Array;
  /** The value that each task wants of each quantity, [N, Q]; NaN where it wants none. */
  readonly aims: Float32Array;
}

/** One quantity over all tasks, by episode: K numbers each. */
export interface QuantitySummary {
  /** Over all steps. */
  readonly mean: readonly number[];
  /** Over the steps after the first tenth of the horizon. */
  readonly meanAfterTenth: readonly number[];
  /** Over the second half of the horizon. */
  readonly meanOfSecondHalf: readonly number[];
  /** The largest magnitude after the first tenth of the horizon. */
  readonly largest: readonly number[];
  /** Where the quantity has an aim. */
  readonly settling?: Settling;
}

/** Means over tasks and steps of everything that was measured, by name. */
export function summariseQuantities(
  measurements: Measurements,
  episodes: number,
  horizon: number,
): { readonly [id: string]: QuantitySummary } {
  const { quantities, values } = measurements;
  const width = quantities.length;
  const tasks = values.length / (episodes * horizon * width);
  const over = (quantity: number, first: number, join: (values: number[]) => number) =>
    Array.from({ length: episodes }, (_, episode) => {
      const seen: number[] = [];
      for (let task = 0; task < tasks; task++) {
        for (let step = first; step < horizon; step++) {
          const row = (task * episodes + episode) * horizon + step;
          const value = values[row * width + quantity]!;
          if (!Number.isNaN(value)) seen.push(value);
        }
      }
      return seen.length === 0 ? 0 : join(seen);
    });
  const tenth = Math.floor(horizon / 10);
  const summaries = quantities.map(({ id }, i) => {
    const settling = summariseSettling(measurements, i, episodes, horizon);
    const summary: QuantitySummary = {
      mean: over(i, 0, mean),
      meanAfterTenth: over(i, tenth, mean),
      meanOfSecondHalf: over(i, Math.floor(horizon / 2), mean),
      largest: over(i, tenth, largest),
      ...(settling && { settling }),
    };
    return [id, summary] as const;
  });
  return Object.fromEntries(summaries);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
