import { ArgumentError } from '../core/errors.js';

/** Known arms that every belief is compared with: means evenly spaced from 0 to 1. */
const CALIBRATIONS = 200;

export interface GittinsOptions {
  /** Beliefs of up to this many pulls of the arm are in the table. */
  readonly pulls: number;
  /** γ, from 0 to below 1. */
  readonly discount: number;
  /** The prior of the arm's chance, Beta(alpha, beta); uniform by default. */
  readonly alpha?: number;
  readonly beta?: number;
}

/** Gittins indices of one Bernoulli arm. */
export interface GittinsTable {
  /** The index after so many successes and failures, together at most `pulls`. */
  of(successes: number, failures: number): number;
}

/**
 * The Gittins index of a Bernoulli arm for the infinite horizon with discount γ (Gittins, "Bandit processes and
 * dynamic allocation indices", Journal of the Royal Statistical Society B, 1979): the mean λ of a known arm for
 * which one is indifferent between pulling that arm for good, and pulling the unknown one as long as one likes
 * before. By calibration: for each λ of a grid, backward induction over beliefs gives what pulling once more is
 * worth beyond λ / (1 − γ); the index is where that crosses zero, by linear interpolation. Beliefs are cut off
 * 2 / (1 − γ) pulls beyond the table, where the arm is taken as known. Throws `ArgumentError` for γ outside [0, 1).
 */
export function gittinsTable({
  pulls,
  discount,
  alpha = 1,
  beta = 1,
}: GittinsOptions): GittinsTable {
  if (!(discount >= 0 && discount < 1)) {
    throw new ArgumentError({
      subject: 'discount',
      rule: 'must be at least 0 and below 1',
      received: discount,
      remedy: 'For n pulls, 1 − 1/n is a good choice.',
    });
  }
  const depth = pulls + Math.ceil(2 / (1 - discount));
  const table = new Float64Array(placeOf(0, pulls + 1)).fill(1);
  const before = new Float64Array(table.length);
  const isFound = new Uint8Array(table.length);
  // What a belief is worth, of one number of pulls, by successes.
  let later = new Float64Array(depth + 1);
  let values = new Float64Array(depth + 1);
  for (let step = 0; step <= CALIBRATIONS; step++) {
    const known = step / CALIBRATIONS;
    const retired = known / (1 - discount);
    for (let s = 0; s <= depth; s++) {
      later[s] = Math.max(known, (alpha + s) / (alpha + beta + depth)) / (1 - discount);
    }
    for (let count = depth - 1; count >= 0; count--) {
      for (let s = 0; s <= count; s++) {
        const chance = (alpha + s) / (alpha + beta + count);
        const next = chance * later[s + 1]! + (1 - chance) * later[s]!;
        const advantage = chance + discount * next - retired;
        values[s] = Math.max(0, advantage) + retired;
        if (count > pulls) continue;
        const place = placeOf(s, count);
        if (isFound[place] === 0 && advantage <= 0) {
          const share = step === 0 ? 0 : advantage / (before[place]! - advantage);
          table[place] = known + share / CALIBRATIONS;
          isFound[place] = 1;
        }
        before[place] = advantage;
      }
      [later, values] = [values, later];
    }
  }
  return { of: (successes, failures) => table[placeOf(successes, successes + failures)]! };
}

/** Where a belief of s successes in j pulls stands in a table: j (j + 1) / 2 + s. */
function placeOf(successes: number, pulls: number): number {
  return (pulls * (pulls + 1)) / 2 + successes;
}
