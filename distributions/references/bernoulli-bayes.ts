/** Arms with Bernoulli rewards, whose chances are independent draws of Beta(alpha, beta). */
export interface BernoulliProblem {
  readonly arms: number;
  readonly alpha: number;
  readonly beta: number;
  /** Pulls an episode. */
  readonly horizon: number;
  readonly episodes: number;
}

/** Beliefs that are looked at, at most: some seconds. Two arms and 100 pulls have 2.3 million. */
const EFFORT = 3_000_000;

/** Beliefs of one number of pulls, by their key, and what is still to be expected, an episode a column. */
interface Layer {
  readonly indexes: ReadonlyMap<string, number>;
  /** [beliefs, K]. */
  readonly values: Float64Array;
}

/**
 * The expected return by episode, [K], of the policy that earns most in a meta-episode, without knowing the
 * chances: dynamic programming over Beta posteriors (Bellman, "A problem in the sequential design of
 * experiments", Sankhyā, 1956). Arms are exchangeable, so a belief is the multiset of their successes and
 * failures, and those of all orders are one. Where there are more arms than pulls, some are never pulled.
 * Undefined when there are more than three million beliefs.
 */
export function bernoulliBayesOptimal(problem: BernoulliProblem): readonly number[] | undefined {
  const { alpha, beta, horizon, episodes } = problem;
  const pulls = horizon * episodes;
  if (problem.arms === 1) {
    return Array<number>(episodes).fill((horizon * alpha) / (alpha + beta));
  }
  const arms = Math.min(problem.arms, pulls);
  const sizes = beliefCounts(arms, pulls);
  if (!sizes) return undefined;
  let later: Layer | undefined;
  for (let time = pulls - 1; time >= 0; time--) {
    later = layerAt(time, arms, sizes[time]!, problem, later);
  }
  return Array.from(later!.values);
}

/** Values of all beliefs after `time` pulls, from those after one more; none are worth anything after the last. */
function layerAt(
  time: number,
  arms: number,
  size: number,
  { alpha, beta, horizon, episodes }: BernoulliProblem,
  later: Layer | undefined,
): Layer {
  const indexes = new Map<string, number>();
  const values = new Float64Array(size * episodes);
  const episode = Math.floor(time / horizon);
  const row = new Float64Array(episodes);
  const best = new Float64Array(episodes);
  forEachBelief(arms, time, (belief) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < arms; i++) {
      const code = belief[i]!;
      // Equal arms lie side by side: one of them stands for all.
      if (code === belief[i + 1]) continue;
      const [successes, failures] = decoded(code);
      const chance = (alpha + successes) / (alpha + beta + successes + failures);
      row.fill(0);
      row[episode] = chance;
      if (later) {
        add(row, later, keyWith(belief, i, codeOf(successes + 1, failures)), chance);
        add(row, later, keyWith(belief, i, codeOf(successes, failures + 1)), 1 - chance);
      }
      const value = row.reduce((sum, one) => sum + one, 0);
      if (value > most) {
        most = value;
        best.set(row);
      }
    }
    const index = indexes.size;
    indexes.set(String.fromCharCode(...belief), index);
    values.set(best, index * episodes);
  });
  return { indexes, values };
}

function add(row: Float64Array, { indexes, values }: Layer, key: string, weight: number): void {
  const from = indexes.get(key)! * row.length;
  for (let i = 0; i < row.length; i++) row[i] = row[i]! + weight * values[from + i]!;
}

/** Successes and failures as one number, larger for more pulls: j (j + 1) / 2 + s for s of j pulls. */
function codeOf(successes: number, failures: number): number {
  const pulls = successes + failures;
  return (pulls * (pulls + 1)) / 2 + successes;
}

function decoded(code: number): readonly [successes: number, failures: number] {
  const pulls = Math.floor((Math.sqrt(8 * code + 1) - 1) / 2);
  const successes = code - (pulls * (pulls + 1)) / 2;
  return [successes, pulls - successes];
}

/** The key of an ascending belief in which the code at `place` has become a larger one. */
function keyWith(belief: readonly number[], place: number, code: number): string {
  const codes = [...belief];
  let i = place;
  for (; i + 1 < codes.length && codes[i + 1]! < code; i++) codes[i] = codes[i + 1]!;
  codes[i] = code;
  return String.fromCharCode(...codes);
}

/** Visits every belief after so many pulls: codes in ascending order, the same list each time. */
function forEachBelief(
  arms: number,
  time: number,
  visit: (belief: readonly number[]) => void,
): void {
  const belief = Array<number>(arms).fill(0);
  const place = (arm: number, least: number, left: number): void => {
    if (arm === arms) {
      visit(belief);
      return;
    }
    // Later arms have at least as many pulls each; the last one has all that are left.
    const most = Math.floor(left / (arms - arm));
    const [successes, failures] = decoded(least);
    const fewest = arm === arms - 1 ? Math.max(left, successes + failures) : successes + failures;
    for (let pulls = fewest; pulls <= most; pulls++) {
      for (let code = Math.max(least, codeOf(0, pulls)); code <= codeOf(pulls, 0); code++) {
        belief[arm] = code;
        place(arm + 1, code, left - pulls);
      }
    }
  };
  place(0, 0, time);
}

/**
 * How many beliefs there are after each number of pulls, 0 … pulls; undefined where there are too many in all.
 * Counts multisets of arms, adding those of j pulls, of which there are j + 1 kinds, one j after the other.
 */
export function beliefCounts(arms: number, pulls: number): readonly number[] | undefined {
  // Two arms alone have at least as many as this.
  if (((pulls + 1) * (pulls + 2) * (pulls + 3) * (pulls + 4)) / 48 > EFFORT) return undefined;
  // ways[m][t]: multisets of m arms with t pulls in all.
  let ways = Array.from({ length: arms + 1 }, () => new Float64Array(pulls + 1));
  ways[0]![0] = 1;
  for (let each = 0; each <= pulls; each++) {
    const next = ways.map((row) => row.slice());
    let kinds = 1;
    for (let more = 1; more <= arms; more++) {
      // Multisets of `more` out of j + 1 kinds: C(j + more, more).
      kinds *= (each + more) / more;
      if (more * each > pulls) break;
      for (let m = more; m <= arms; m++) {
        for (let t = more * each; t <= pulls; t++) {
          next[m]![t]! += kinds * ways[m - more]![t - more * each]!;
        }
      }
    }
    ways = next;
  }
  const counts = Array.from(ways[arms]!, Math.round);
  return counts.reduce((sum, count) => sum + count, 0) <= EFFORT ? counts : undefined;
}
