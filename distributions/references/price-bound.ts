import { bestAssignment } from './assignment.js';
import type { SearchProblem } from './optimal-search.js';
import { isReached, type Reached } from './reached.js';

/** Whether an episode that began at the start can have reached a candidate by a time. */
function isInTime({ start, horizon, candidates, distances }: SearchProblem) {
  return (index: number, time: number): boolean => {
    const soonest = distances[start]![candidates[index]!]!;
    return soonest >= 0 && ((time - 1) % horizon) + 1 >= soonest;
  };
}

/**
 * What candidates are worth at times at which they can be reached, else 0, [candidates, K · H or as many columns as
 * there are candidates]; column t − 1 is time t.
 */
export function worthInTime(problem: SearchProblem): readonly Float64Array[] {
  const { horizon, episodes, candidates, worth } = problem;
  const last = horizon * episodes;
  const inTime = isInTime(problem);
  return worth.map((table, index) =>
    Float64Array.from({ length: Math.max(last, candidates.length) }, (_, i) =>
      i < last && inTime(index, i + 1) ? table[i + 1]! : 0,
    ),
  );
}

/**
 * An upper bound on what a walk can still gain, `bound(time, cell, reached)`, by prices of time. A step reaches
 * one candidate at most, so a walk is an assignment of candidates to times, each no sooner than distance allows.
 * The prices of the best assignment (see `bestAssignment`) are computed once. Whatever is left, and whenever:
 * the prices of the times left and the best profits of the candidates left are no less than what can be gained.
 */
export function priceBound(
  problem: SearchProblem,
): (time: number, cell: number, reached: Reached) => number {
  const { horizon, episodes, candidates, distances, worth } = problem;
  const last = horizon * episodes;
  const inTime = isInTime(problem);
  const { prices } = bestAssignment(worthInTime(problem));

  /** The prices of all later times, by time. */
  const pricesAfter = new Float64Array(last + 1);
  for (let time = last - 1; time >= 0; time--) {
    pricesAfter[time] = pricesAfter[time + 1]! + prices[time]!;
  }
  /** The best profit of each candidate at a time or later; 0 for never. */
  const profits = worth.map((table, index) => {
    const best = new Float64Array(last + 2);
    for (let time = last; time >= 1; time--) {
      const profit = inTime(index, time) ? table[time]! - prices[time - 1]! : 0;
      best[time] = Math.max(best[time + 1]!, profit);
    }
    return best;
  });

  return (time, cell, reached) => {
    const end = Math.min((Math.floor(time / horizon) + 1) * horizon, last);
    let bound = pricesAfter[time]!;
    for (let index = 0; index < candidates.length; index++) {
      if (isReached(reached, index)) continue;
      const distance = distances[cell]![candidates[index]!]!;
      const at = distance < 0 ? last + 1 : time + distance;
      bound += profits[index]![at > end ? end + 1 : at]!;
    }
    return bound;
  };
}
