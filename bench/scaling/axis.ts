// What is measured at several sizes, and how: all sizes of an axis in turn, several times, so that a machine whose speed
// drifts is the same for all of them.
import { rounded } from '../fidelity/statistics.js';
import type { Point } from '../fit.js';
import { median } from '../update.js';

/** What is said of one cost as it grows along an axis. */
export interface Curve {
  /** `a trained env step`. */
  readonly what: string;
  readonly unit: 'µs' | 's' | 'bytes';
  /** Exponents that theory allows for, [least, most]; the same one twice where it is sure. */
  readonly theory: readonly [least: number, most: number];
}

/** One size of an axis, set up. */
export interface Subject {
  /** The costs, one a curve, from work of at least so many seconds where that is a choice. */
  turn(seconds: number): readonly number[] | Promise<readonly number[]>;
  dispose?(): void | Promise<void>;
}

export interface Axis {
  /** `slots`. */
  readonly size: string;
  /** What all else is meanwhile. */
  readonly base: string;
  /** From the smallest to the largest. */
  readonly sizes: readonly number[];
  /** Those of them that a try is made with. */
  readonly fewSizes: readonly number[];
  readonly curves: readonly Curve[];
  /** Sets up one size. */
  create(size: number): Subject | Promise<Subject>;
}

/** How long is measured. */
export interface Effort {
  readonly isSmall: boolean;
  readonly rounds: number;
  /** Of a turn. */
  readonly seconds: number;
  /** Until WebAssembly and JavaScript are compiled for speed. */
  readonly warmUpSeconds: number;
}

/** One curve of an axis, measured. */
export interface Grown extends Curve {
  readonly axis: Pick<Axis, 'size' | 'base'>;
  /** Sizes and medians of their costs. */
  readonly points: readonly Point[];
}

export async function measureAxis(axis: Axis, effort: Effort): Promise<readonly Grown[]> {
  const sizes = effort.isSmall ? axis.fewSizes : axis.sizes;
  const subjects: Subject[] = [];
  const turns: (readonly number[])[][] = sizes.map(() => []);
  try {
    for (const size of sizes) {
      const subject = await axis.create(size);
      subjects.push(subject);
      await subject.turn(effort.warmUpSeconds);
    }
    for (let round = 0; round < effort.rounds; round++) {
      for (const [i, subject] of subjects.entries()) {
        turns[i]!.push(await subject.turn(effort.seconds));
      }
    }
  } finally {
    for (const subject of subjects) await subject.dispose?.();
  }
  const { size, base, curves } = axis;
  return curves.map((curve, c) => ({
    ...curve,
    axis: { size, base },
    points: sizes.map((x, i) => [x, rounded(median(turns[i]!.map((costs) => costs[c]!)))]),
  }));
}
