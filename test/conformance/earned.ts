/**
 * How many standard errors a mean return may be off by chance. A normal variable is that far off once in 5 · 10⁷
 * times; all built-in distributions together are compared a few hundred times.
 */
const LARGEST_ERROR = 5.5;
/** What did not happen in n meta-episodes has a probability below 17 / n: else it happened, but once in 2 · 10⁷ times. */
const UNSEEN = 17;
/** Rewards have 32 bits. */
const ROUNDING = 1e-5;

/** The least and the most that a meta-episode can bring, as far as was seen. */
export interface Extent {
  readonly least: number;
  readonly most: number;
}

/** A mean return beside what it should be in expectation. */
export interface Compared {
  /** The mean is less or more than expected, and not by chance. */
  readonly verdict: 'less' | 'as expected' | 'more';
  /** The mean with its standard error and what chance allows, in words. */
  readonly words: string;
}

/**
 * Compares the mean of returns with its expectation. A sample may vary less than what it was drawn from, or not at
 * all, where success or failure is rare. So chance is allowed the smaller of two: the standard error that all returns
 * would have if each were the least or the most, the largest for this expectation (Bhatia and Davis 2000); and
 * the sample's own, with room for the largest event that is too rare to have been seen.
 */
export function compared(
  returns: Float64Array,
  expected: number,
  { least, most }: Extent,
): Compared {
  const count = returns.length;
  const mean = returns.reduce((sum, value) => sum + value, 0) / count;
  const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / Math.max(1, count - 1) / count);
  const atMost = Math.sqrt(Math.max(0, (most - expected) * (expected - least)) / count);
  const byChance = Math.max(
    LARGEST_ERROR * standardError,
    Math.min(
      LARGEST_ERROR * atMost,
      LARGEST_ERROR * standardError + (UNSEEN * (most - least)) / count,
    ),
  );
  const tolerance = byChance + ROUNDING * Math.max(1, Math.abs(expected));
  const off = mean - expected;
  const verdict = Math.abs(off) <= tolerance ? 'as expected' : off > 0 ? 'more' : 'less';
  const words = `${shown(mean)} (mean of ${count} meta-episodes, standard error ${shown(standardError)}, off by ${shown(tolerance)} at most by chance)`;
  return { verdict, words };
}

/** The extent of all these returns, and of numbers that are known besides. */
export function extentOf(returns: readonly Float64Array[], known: readonly number[] = []): Extent {
  let least = Math.min(...known);
  let most = Math.max(...known);
  for (const all of returns) {
    for (const value of all) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  return { least, most };
}

/** A number for people. */
export function shown(value: number): string {
  return String(Number(value.toPrecision(5)));
}
