import type { SearchProblem } from './optimal-search.js';
import { isReached, type Reached } from './reached.js';

/** Who searches: when, where, and which candidates were reached before. */
interface Searcher {
  readonly time: number;
  readonly cell: number;
  readonly reached: Reached;
}

/** The last time of the episode that a time lies in; a boundary belongs to the next episode. */
export function endOf(time: number, horizon: number): number {
  return (Math.floor(time / horizon) + 1) * horizon;
}

/** A candidate that a walk can reach next within the episode, and the way to it, the last cell first. */
interface Next {
  readonly index: number;
  readonly time: number;
  way(): number[];
}

/**
 * Candidates that can be reached before any other, by the fewest steps. Breadth first. `indexOf` tells which
 * candidate a cell is, −1 for none.
 */
export function newlyReached(
  { time, cell, reached }: Searcher,
  { horizon, neighbours }: SearchProblem,
  indexOf: Int32Array,
): Next[] {
  const end = endOf(time, horizon);
  const found: Next[] = [];
  const cameFrom = new Map([[cell, -1]]);
  const way = (to: number): number[] => {
    const cells: number[] = [];
    for (let at = to; at !== cell; at = cameFrom.get(at)!) cells.push(at);
    return cells;
  };
  let edge = [cell];
  for (let now = time + 1; now <= end && edge.length > 0; now++) {
    const further: number[] = [];
    for (const from of edge) {
      for (const to of neighbours[from]!) {
        if (cameFrom.has(to)) continue;
        cameFrom.set(to, from);
        const index = indexOf[to]!;
        if (index < 0 || isReached(reached, index)) further.push(to);
        else found.push({ index, time: now, way: () => way(to) });
      }
    }
    edge = further;
  }
  return found;
}
