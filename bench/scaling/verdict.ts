import { fitExponent, kneeOf, lastHalf } from '../fit.js';
import type { Curve, Grown } from './axis.js';

/**
 * How much larger than theory says an exponent may be. Over the 65 536-fold of slots .2 of time is a factor of nine: room for
 * caches that are outgrown one after the other, not for work that grows. Memory is counted, not timed.
 */
export const TOLERANCE = { µs: 0.2, s: 0.2, bytes: 0.03 } as const satisfies {
  readonly [unit in Curve['unit']]: number;
};

export interface Verdict {
  readonly exponent: number;
  /** Of the larger sizes, which tell more of sizes beyond. */
  readonly exponentOfLastHalf: number;
  /** Where the exponent changes most. */
  readonly knee: number | undefined;
  readonly isMore: boolean;
}

/** Whether a cost grows faster than theory says, over all sizes or over the larger half of them. Slower growth is no fault. */
export function judge({ points, theory: [, most], unit }: Grown): Verdict {
  const exponent = fitExponent(points);
  const exponentOfLastHalf = fitExponent(lastHalf(points));
  return {
    exponent,
    exponentOfLastHalf,
    knee: kneeOf(points),
    isMore: Math.max(exponent, exponentOfLastHalf) > most + TOLERANCE[unit],
  };
}

/** A row a curve, below the header. */
export function scalingTable(curves: readonly Grown[]): string[][] {
  const header = [
    'cost of',
    'by',
    'all else',
    'sizes',
    'cost at either end',
    'exponent',
    'of the last half',
    'theory',
    'more than theory',
    'bends most at',
  ];
  const rows = curves.map((curve) => {
    const { what, unit, theory, axis, points } = curve;
    const { exponent, exponentOfLastHalf, knee, isMore } = judge(curve);
    const ends = [points[0]!, points.at(-1)!];
    const [least, most] = theory;
    return [
      what,
      axis.size,
      axis.base,
      ends.map(([x]) => String(x)).join(' … '),
      `${ends.map(([, y]) => String(y)).join(' … ')} ${unit}`,
      signed(exponent),
      signed(exponentOfLastHalf),
      least === most ? String(most) : `${least} … ${most}`.replace('-', '−'),
      isMore ? 'more' : 'no',
      knee === undefined ? '' : String(knee),
    ];
  });
  return [header, ...rows];
}

/** Two digits: exponents of measured costs are not known better. */
function signed(value: number): string {
  return value
    .toFixed(2)
    .replace(/^-0\.00$/, '0.00')
    .replace('-', '−');
}
