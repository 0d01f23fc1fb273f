import { PriorityQueue } from './priority-queue.js';
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
  /** The cells where the thing may be; at most 52, none of them the start. */
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
}

/** A walk so far: the candidates it has reached, where it is, and when. */
interface Walk {
  readonly time: number;
  readonly cell: number;
  /** Bits of candidates reached: 0–25 and 26–51. */
  readonly low: number;
  readonly high: number;
  readonly gained: number;
  /** What it can gain in all, at most. */
  readonly bound: number;
  readonly before: Walk | undefined;
  /** The candidate reached last; −1 where nothing was, at an episode's start. */
  readonly reached: number;
}

/** The most candidates that fit in a {@link Walk}. */
export const MOST_CANDIDATES = 52;

/** Bounds closer than this are taken as equal; the deeper walk then goes first. */
const CLOSE = 1e-10;

/**
 * The best way to search: until the thing is found a searcher learns nothing but "not here", so the
 * best policy is one fixed walk, and the walk is all there is to optimise. Exact: best-first search
 * (A*) over (time, cell, candidates reached) with an upper bound that is never too low. Walks go from
 * one new candidate to the next by the fewest steps, since what is reached earlier is worth no less,
 * and leave an episode only when it has nothing more within reach. Gives up, returning undefined,
 * once more than `effort` walks were looked at.
 */
export function optimalSearch(problem: SearchProblem, effort: number): SearchPlan | undefined {
  const { start, horizon, episodes, candidates, worth } = problem;
  const indexOf = new Int32Array(problem.neighbours.length).fill(-1);
  for (const [index, cell] of candidates.entries()) indexOf[cell] = index;
  const bound = searchBound(problem);
  const queue = new PriorityQueue<Walk>((a, b) =>
    Math.abs(a.bound - b.bound) > CLOSE ? a.bound > b.bound : a.time > b.time,
  );
  const gainedAt = new Map<string, number>();
  let looked = 0;

  const consider = (before: Walk | undefined, time: number, to: number, reached: number) => {
    // What is reached in an episode's last step is left at once for the start of the next.
    const cell = time % horizon === 0 ? start : to;
    let low = before?.low ?? 0;
    let high = before?.high ?? 0;
    let gained = before?.gained ?? 0;
    if (reached >= 0) {
      if (reached < 26) low |= 1 << reached;
      else high |= 1 << (reached - 26);
      gained += worth[reached]![time]!;
    }
    const key = `${time},${cell},${low},${high}`;
    const known = gainedAt.get(key);
    if (known !== undefined && known >= gained) return;
    gainedAt.set(key, gained);
    const most = gained + bound(time, cell, low, high);
    queue.add({ time, cell, low, high, gained, bound: most, before, reached });
  };

  consider(undefined, 0, start, -1);
  for (let walk = queue.take(); walk; walk = queue.take()) {
    if (walk.bound <= walk.gained + CLOSE / 10) return planOf(walk, candidates.length);
    if (++looked > effort) return undefined;
    const { time, cell, low, high } = walk;
    const end = (Math.floor(time / horizon) + 1) * horizon;
    let found = false;
    const reachedAt = new Map([[cell, time]]);
    for (const [from, at] of reachedAt) {
      if (at === end) continue;
      for (const to of problem.neighbours[from]!) {
        if (reachedAt.has(to)) continue;
        const index = indexOf[to]!;
        reachedAt.set(to, index < 0 || isReached(index, low, high) ? at + 1 : end);
        if (index < 0 || isReached(index, low, high)) continue;
        found = true;
        consider(walk, at + 1, to, index);
      }
    }
    if (!found && end < horizon * episodes) consider(walk, end, start, -1);
  }
  return undefined;
}

function isReached(index: number, low: number, high: number): boolean {
  return index < 26 ? (low & (1 << index)) !== 0 : (high & (1 << (index - 26))) !== 0;
}

function planOf(last: Walk, size: number): SearchPlan {
  const times = Array<number>(size).fill(0);
  for (let walk: Walk | undefined = last; walk; walk = walk.before) {
    if (walk.reached >= 0) times[walk.reached] = walk.time;
  }
  return { value: last.gained, times };
}
