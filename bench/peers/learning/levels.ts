// When a learner came to a level, and what the middle one of several did.

/** What an agent earns at one moment of its training. */
export interface Point {
  /** Of training alone. */
  readonly seconds: number;
  /** Env steps trained on. */
  readonly steps: number;
  /** Mean return of a meta-episode. */
  readonly total: number;
}

/** The moment a level was reached. */
export type Reached = Pick<Point, 'seconds' | 'steps'>;

/**
 * Where the curve comes to the level to stay for at least one more test: a single lucky one does not count. Between two
 * tests it is taken to be straight. Undefined where it never does.
 */
export function reached(curve: readonly Point[], level: number): Reached | undefined {
  const at = curve.findIndex(
    ({ total }, i) => total >= level && (curve[i + 1]?.total ?? Number.NEGATIVE_INFINITY) >= level,
  );
  const point = curve[at];
  if (!point) return undefined;
  const before = curve[at - 1];
  // It may have been above before, for one test: there is then nothing to interpolate.
  if (!before || before.total >= level) return { seconds: point.seconds, steps: point.steps };
  const share = (level - before.total) / (point.total - before.total);
  const between = (from: number, to: number) => from + (to - from) * share;
  return {
    seconds: between(before.seconds, point.seconds),
    steps: between(before.steps, point.steps),
  };
}

/**
 * The median, where whoever did not get there counts as later than all who did: undefined where that is the middle one.
 * Of an even number it is the later of the two in the middle.
 */
export function middle(values: readonly (number | undefined)[]): number | undefined {
  const sorted = values.map((value) => value ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const value = sorted[Math.floor(sorted.length / 2)];
  return value === undefined || value === Number.POSITIVE_INFINITY ? undefined : value;
}
