import { endOf, newlyReached } from './newly-reached.js';
import { priceBound } from './price-bound.js';
import { PriorityQueue } from './priority-queue.js';
import { noneReached, type Reached, withReached } from './reached.js';
import { searchBound } from './search-bound.js';

/**
 * A hidden thing to look for by walking, K episodes of H steps, each from the same start. Time counts
 * on through the episodes: step τ of episode e (both from 1) is time (e − 1) · H + τ.
 */
export interface SearchProblem {
  readonly start: number;
  readonly horizon: number;
  readonly episodes: number;
  /** Cells one step away, by cell. */
  readonly neighbours: readonly (readonly number[])[];
  /** Fewest steps between cells, by cell and cell; −1 where there is no way. */
  readonly distances: readonly Int32Array[];
  /** The cells where the thing may be; none of them the start. */
  readonly candidates: readonly number[];
  /**
   * What finding candidate i at time t is worth, weighted by its probability, `worth[i][t]`: at least
   * 0, and never more than finding it earlier. 0 after the last step.
   */
  readonly worth: readonly Float64Array[];
}

export interface SearchPlan {
  /** The sum of what is found. */
  readonly value: number;
  /** When each candidate is reached; 0 for never. */
  readonly times: readonly number[];
  /** Where the walk is at each time, [K · H + 1]; −1 where it does not matter. */
  readonly cells: readonly number[];
}

/** A walk so far: the candidates it has reached, where it is, and when. */
interface Walk {
  readonly time: number;
  readonly cell: number;
  readonly reached: Reached;
  readonly gained: number;
  /** What it can gain in all, at most. */
  readonly bound: number;
  /** Whether both bounds were asked: the costlier one only once the walk comes first by the other. */
  readonly isTight: boolean;
  readonly before: Walk | undefined;
  /** The candidate reached last; −1 where nothing was, at an episode's start. */
  readonly last: number;
}

/** Bounds closer than this are taken as equal; the deeper walk then goes first. */
const CLOSE = 1e-10;

/**
 * The best way to search: until the thing is found a searcher learns nothing but "not here", so the
 * best policy is one fixed walk, and the walk is all there is to optimise. Exact: best-first search
 * (A*) over (time, cell, candidates reached) with two upper bounds, of which neither is ever too low. Walks go from
 * one new candidate to the next by the fewest steps, since what is reached earlier is worth no less,
 * and leave an episode only when it has nothing more within reach. Gives up, returning undefined,
 * once more than `effort` candidates were looked at, summed over walks.
 */
export function optimalSearch(problem: SearchProblem, effort: number): SearchPlan | undefined {
  const { start, horizon, episodes, candidates, worth } = problem;
  const indexOf = new Int32Array(problem.neighbours.length).fill(-1);
  for (const [index, cell] of candidates.entries()) indexOf[cell] = index;
  const byWaiting = searchBound(problem);
  const byPrices = priceBound(problem);
  const queue = new PriorityQueue<Walk>((a, b) =>
    Math.abs(a.bound - b.bound) > CLOSE ? a.bound > b.bound : a.time > b.time,
  );
  const gainedAt = new Map<string, number>();
  let looked = 0;

  const consider = (before: Walk | undefined, time: number, to: number, last: number) => {
    // What is reached in an episode's last step is left at once for the start of the next.
    const cell = time % horizon === 0 ? start : to;
    let reached = before?.reached ?? noneReached(candidates.length);
    let gained = before?.gained ?? 0;
    if (last >= 0) {
      reached = withReached(reached, last);
      gained += worth[last]![time]!;
    }
    const key = `${time},${cell},${reached}`;
    const known = gainedAt.get(key);
    if (known !== undefined && known >= gained) return;
    gainedAt.set(key, gained);
    const most = gained + byPrices(time, cell, reached);
    queue.add({ time, cell, reached, gained, bound: most, isTight: false, before, last });
  };

  consider(undefined, 0, start, -1);
  for (let walk = queue.take(); walk; walk = queue.take()) {
    if (walk.bound <= walk.gained + CLOSE / 10) return planOf(walk, problem, indexOf);
    if (!walk.isTight) {
      const { time, cell, reached, gained } = walk;
      const bound = gained + byWaiting(time, cell, reached);
      if (bound < walk.bound - CLOSE) {
        queue.add({ ...walk, bound, isTight: true });
        continue;
      }
    }
    looked += candidates.length;
    if (looked > effort) return undefined;
    const end = endOf(walk.time, horizon);
    const found = newlyReached(walk, problem, indexOf);
    for (const { time, index } of found) consider(walk, time, candidates[index]!, index);
    if (found.length === 0 && end < horizon * episodes) consider(walk, end, start, -1);
  }
  return undefined;
}

function planOf(last: Walk, problem: SearchProblem, indexOf: Int32Array): SearchPlan {
  const { horizon, episodes, candidates } = problem;
  const times = Array<number>(candidates.length).fill(0);
  const cells = Array<number>(horizon * episodes + 1).fill(-1);
  for (let walk: Walk | undefined = last; walk; walk = walk.before) {
    const { before, last: index, time } = walk;
    if (!before || index < 0) continue;
    times[index] = time;
    const next = newlyReached(before, problem, indexOf).find((each) => each.index === index);
    next?.way().forEach((cell, back) => {
      cells[time - back] = cell;
    });
  }
  return { value: last.gained, times, cells };
}
