/** A measured pair, such as a size and what it costs. */
export type Point = readonly [x: number, y: number];

/** The straight line nearest to some points. */
interface Line {
  readonly slope: number;
  /** How far the slope may be off by chance, as one standard deviation; NaN where two points leave no doubt. */
  readonly standardError: number;
}

/** Least squares. NaN where there are not two different x. */
export function fitLine(points: readonly Point[]): Line {
  const count = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  const squares = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / squares;
  const misses = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const standardError = count > 2 ? Math.sqrt(misses / (count - 2) / squares) : Number.NaN;
  return { slope, standardError };
}

/** p of the power law y = c xᵖ nearest to the points, which must be positive: the slope of a line in log-log. */
export function fitExponent(points: readonly Point[]): number {
  return fitLine(points.map(([x, y]) => [Math.log(x), Math.log(y)])).slope;
}

/** The larger x of the points, which go up in x: half of them or one more, and no fewer than two. */
export function lastHalf(points: readonly Point[]): readonly Point[] {
  return points.slice(-Math.max(2, Math.ceil(points.length / 2)));
}

/** A change of exponent that is no knee. */
const STRAIGHT = 0.1;

/** The x, none of the ends, at which the exponent changes most from before to after; undefined where the law is straight. */
export function kneeOf(points: readonly Point[]): number | undefined {
  let knee: number | undefined;
  let most = STRAIGHT;
  for (let i = 1; i + 1 < points.length; i++) {
    const before = fitExponent(points.slice(i - 1, i + 1));
    const after = fitExponent(points.slice(i, i + 2));
    if (Math.abs(after - before) <= most) continue;
    most = Math.abs(after - before);
    knee = points[i]![0];
  }
  return knee;
}
