import { newlyReached } from './newly-reached.js';
import type { SearchProblem } from './optimal-search.js';
import { noneReached, type Reached, withReached } from './reached.js';

/** One way to search through an episode. */
export interface SearchWalk {
  /** The step with which each candidate is reached, from 1; 0 for never. */
  readonly times: readonly number[];
  /** Where the walk is after each step, [H + 1]; −1 where it does not matter. */
  readonly cells: readonly number[];
}

/**
 * Every way to search through the first episode of a problem that may be best for somebody: whatever is believed
 * of the candidates, one of these walks is as good as any, as long as finding something sooner, and knowing more
 * afterwards, is never worth less. They go from one new candidate to the next by the fewest steps until nothing new
 * is within reach. Of walks that reach the same candidates and then are at one place together, those are left
 * out that reach none of them sooner than another does. Undefined once more than `effort` candidates were looked
 * at, summed over walks: a million takes about half a second.
 */
export function searchWalks(
  problem: SearchProblem,
  effort: number,
): readonly SearchWalk[] | undefined {
  const { start, horizon, candidates, neighbours } = problem;
  const indexOf = new Int32Array(neighbours.length).fill(-1);
  for (const [index, cell] of candidates.entries()) indexOf[cell] = index;
  const walks: SearchWalk[] = [];
  /** When candidates were reached, by the state that was come to. */
  const known = new Map<string, (readonly number[])[]>();
  let looked = 0;

  const search = (time: number, cell: number, reached: Reached, { times, cells }: SearchWalk) => {
    const name = `${time},${cell},${reached}`;
    const others = known.get(name) ?? [];
    if (looked > effort || others.some((other) => isNoLater(other, times))) return;
    known.set(name, [...others, times]);
    looked += candidates.length;
    const found = time < horizon ? newlyReached({ time, cell, reached }, problem, indexOf) : [];
    if (found.length === 0) walks.push({ times, cells });
    for (const { index, time: when, way } of found) {
      const path = [...cells];
      way().forEach((each, back) => {
        path[when - back] = each;
      });
      const then = { times: times.with(index, when), cells: path };
      search(when, candidates[index]!, withReached(reached, index), then);
    }
  };

  search(0, start, noneReached(candidates.length), {
    times: candidates.map(() => 0),
    cells: Array<number>(horizon + 1)
      .fill(-1)
      .with(0, start),
  });
  return looked > effort ? undefined : walks;
}

/** Whether each candidate is reached no later; both reach the same ones. */
function isNoLater(times: readonly number[], others: readonly number[]): boolean {
  return times.every((time, index) => time <= others[index]!);
}
