import type { Aim } from '../core/env.js';
import type { Measurements } from './quantities.js';

/** Of the horizon, how long a value must have been kept at an episode's end: to pass through it is not enough. */
const KEPT_SHARE = 1 / 4;

/** How fast a quantity settles at its aim, by episode: K numbers each. */
export interface Settling {
  /** As its {@link Aim} says. */
  readonly tolerance: number;
  readonly window: number;
  /** Of all tasks, those in which it settles. */
  readonly share: readonly number[];
  /** Median of {@link settlingTime} over all tasks, also those in which it never settles; null where that is half of them. */
  readonly medianSteps: readonly (number | null)[];
}

/**
 * The settling time of control theory, of a running mean: the smallest number of steps t from which on the mean
 * error of the last `window` steps stays within ± `tolerance` to the end. Single steps may be further off, as in
 * every gait; that the mean lags makes t larger, by up to `window`, never smaller. Infinity where it never comes
 * to stay, or where fewer than `kept` steps are left after t: a value that wanders is within the tolerance at
 * the end by chance.
 *
 * @param errors value − aim after each step of one episode, [L]
 */
export function settlingTime(
  errors: ArrayLike<number>,
  { tolerance, window }: Pick<Aim, 'tolerance' | 'window'>,
  kept: number,
): number {
  const steps = errors.length;
  let sum = 0;
  for (let step = Math.max(0, steps - window); step < steps; step++) sum += errors[step]!;
  let settled = Number.POSITIVE_INFINITY;
  for (let end = steps; end >= window && Math.abs(sum / window) <= tolerance; end--) {
    settled = end;
    sum += (errors[end - window - 1] ?? 0) - errors[end - 1]!;
  }
  return steps - settled >= kept ? settled : Number.POSITIVE_INFINITY;
}

/**
 * The {@link settlingTime} of one quantity in every episode, [N, K]; it must be kept for a quarter of the horizon.
 * Undefined where the quantity has no aim.
 */
export function settlingTimes(
  { quantities, values, aims }: Measurements,
  quantity: number,
  episodes: number,
  horizon: number,
): Float64Array | undefined {
  const width = quantities.length;
  const aim = quantities[quantity]?.aim;
  if (!aim) return undefined;
  return Float64Array.from({ length: values.length / (horizon * width) }, (_, episode) => {
    const wanted = aims[Math.floor(episode / episodes) * width + quantity]!;
    const errors: number[] = [];
    for (let step = 0; step < horizon; step++) {
      const value = values[(episode * horizon + step) * width + quantity]!;
      if (Number.isNaN(value)) break;
      errors.push(value - wanted);
    }
    return settlingTime(errors, aim, horizon * KEPT_SHARE);
  });
}

/** {@link settlingTimes} over all tasks. */
export function summariseSettling(
  measurements: Measurements,
  quantity: number,
  episodes: number,
  horizon: number,
): Settling | undefined {
  const times = settlingTimes(measurements, quantity, episodes, horizon);
  const aim = measurements.quantities[quantity]?.aim;
  if (!times || !aim) return undefined;
  const byEpisode = Array.from({ length: episodes }, (_, episode) =>
    times.filter((_, i) => i % episodes === episode).sort(),
  );
  return {
    tolerance: aim.tolerance,
    window: aim.window,
    share: byEpisode.map((sorted) => sorted.filter(Number.isFinite).length / sorted.length),
    medianSteps: byEpisode.map(finiteMedian),
  };
}

function finiteMedian(sorted: Float64Array): number | null {
  const upper = Math.floor(sorted.length / 2);
  const lower = sorted.length % 2 === 1 ? upper : upper - 1;
  const median = (sorted[lower]! + sorted[upper]!) / 2;
  return Number.isFinite(median) ? median : null;
}
