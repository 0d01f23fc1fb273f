import { ArgumentError } from './errors.js';
import type { RandomStream } from './random.js';

/** The integers 0 … size − 1. As an action it is a `number`. */
export interface DiscreteSpace {
  readonly kind: 'discrete';
  readonly size: number;
}

/**
 * Real vectors between bounds, stored flat in row-major order. As an action or an observation it is
 * a `Float32Array` of `sizeOf(space)` numbers.
 */
export interface BoxSpace {
  readonly kind: 'box';
  readonly shape: readonly number[];
  /** Inclusive; one number a component. May be −Infinity. */
  readonly low: readonly number[];
  /** Inclusive; one number a component. May be Infinity. */
  readonly high: readonly number[];
}

export type Space = DiscreteSpace | BoxSpace;

/** `discrete(5)`: the integers 0 to 4. Throws {@link ArgumentError} unless size is an integer ≥ 1. */
export function discrete(size: number): DiscreteSpace {
  if (!Number.isInteger(size) || size < 1) {
    throw new ArgumentError({
      subject: 'size of a discrete space',
      rule: 'must be an integer of at least 1',
      received: size,
      remedy: 'Count the actions.',
    });
  }
  return { kind: 'discrete', size };
}

/**
 * `box([3, 3], 0, 1)`: nine numbers in [0, 1]. Bounds are one number for all components or one each.
 * Throws {@link ArgumentError} when the shape is empty, a bound is missing, or low exceeds high.
 */
export function box(
  shape: readonly number[],
  low: number | readonly number[],
  high: number | readonly number[],
): BoxSpace {
  const size = shape.reduce((product, side) => product * side, 1);
  if (shape.length === 0 || !shape.every((side) => Number.isInteger(side) && side > 0)) {
    throw new ArgumentError({
      subject: 'shape of a box',
      rule: 'must be a list of integers of at least 1',
      received: shape,
      remedy: 'A vector of n numbers is [n].',
    });
  }
  const spread = (bound: number | readonly number[]) =>
    typeof bound === 'number' ? Array<number>(size).fill(bound) : [...bound];
  const lows = spread(low);
  const highs = spread(high);
  const ordered = lows.every((value, i) => value <= (highs[i] ?? Number.NaN));
  if (lows.length !== size || highs.length !== size || !ordered) {
    throw new ArgumentError({
      subject: 'bounds of a box',
      rule: `must be one number, or ${size} numbers, each low at most its high`,
      received: { low, high },
      remedy: 'Give one bound for all components or one for each.',
    });
  }
  return { kind: 'box', shape: [...shape], low: lows, high: highs };
}

/** How many numbers a value of this space takes in a row: 1 for a discrete one. */
export function sizeOf(space: Space): number {
  return space.kind === 'discrete' ? 1 : space.low.length;
}

/** How many numbers describe a value to a network: `size` (one-hot) for a discrete space. */
export function encodedSizeOf(space: Space): number {
  return space.kind === 'discrete' ? space.size : space.low.length;
}

/** Whether the row holds a value of the space. Bounds are compared in 32-bit precision. */
export function contains(space: Space, row: ArrayLike<number>): boolean {
  if (row.length !== sizeOf(space)) return false;
  if (space.kind === 'discrete') {
    return Number.isInteger(row[0]) && row[0]! >= 0 && row[0]! < space.size;
  }
  for (let i = 0; i < row.length; i++) {
    const value = row[i]!;
    if (!(value >= Math.fround(space.low[i]!) && value <= Math.fround(space.high[i]!)))
      return false;
  }
  return true;
}

/**
 * Writes a random value into the row: uniform where both bounds are finite, else standard normal
 * clipped to the bounds.
 *
 * @example
 * const action = new Float32Array(sizeOf(space));
 * sample(space, randomStream(1), action);
 */
export function sample(space: Space, rng: RandomStream, row: Float32Array): void {
  if (space.kind === 'discrete') {
    row[0] = rng.integer(space.size);
    return;
  }
  for (let i = 0; i < row.length; i++) {
    const low = space.low[i]!;
    const high = space.high[i]!;
    row[i] = Number.isFinite(high - low)
      ? rng.between(low, high)
      : Math.min(high, Math.max(low, rng.normal()));
  }
}
