import type { SearchProblem } from './optimal-search.js';
import { isReached, type Reached } from './reached.js';

/**
 * An upper bound on what a walk can still gain: `bound(time, cell, reached)`.
 *
 * Each candidate is first taken to be reached as early as distance allows, in this episode or else the
 * next. Then delays that no walk avoids are charged, since one step reaches one candidate at most:
 * whatever walks do, at each time at least so many candidates that could have been reached are still
 * waiting as when one waiting candidate is served every step, and waiting a step costs at least what
 * it costs the cheapest of them. In later episodes only what spills over their ends is charged.
 */
export function searchBound({
  start,
  horizon,
  episodes,
  candidates,
  distances,
  worth,
}: SearchProblem): (time: number, cell: number, reached: Reached) => number {
  const size = candidates.length;
  const last = horizon * episodes;
  const fromStart = candidates.map((cell) => distances[start]![cell]!);
  const left = new Int32Array(size);
  const earliest = new Int32Array(size);
  const arriving = new Int32Array(last + 1);
  const near = new Int32Array(horizon + 1);

  /** The least that one step of waiting at `time` costs a candidate left that is there by then. */
  const cheapestWait = (time: number, count: number): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const index = left[i]!;
      if (earliest[i]! > time) continue;
      const table = worth[index]!;
      least = Math.min(least, table[time]! - table[time + 1]!);
    }
    return least;
  };

  return (time, cell, reached) => {
    const episode = Math.floor(time / horizon);
    const end = Math.min((episode + 1) * horizon, last);
    let count = 0;
    let bound = 0;
    arriving.fill(0, time);
    near.fill(0);
    for (let index = 0; index < size; index++) {
      const again = fromStart[index]!;
      if (isReached(reached, index) || again < 0 || again > horizon) continue;
      near[again]!++;
      let when = time + distances[cell]![candidates[index]!]!;
      if (time === last || when > end) when = end + again;
      if (when > last) continue;
      left[count] = index;
      earliest[count++] = when;
      arriving[when]!++;
      bound += worth[index]![when]!;
    }
    let waiting = 0;
    for (let now = time + 1; now <= end; now++) {
      waiting += arriving[now]!;
      if (waiting > 0) waiting--;
      if (waiting > 0) bound -= waiting * cheapestWait(now, count);
    }
    for (let begin = end; begin < last && (waiting > 0 || begin === end); begin += horizon) {
      let within = 0;
      let served = 0;
      for (let step = 1; step <= horizon; step++) {
        within += near[step]!;
        waiting += arriving[begin + step]!;
        if (served < within && waiting > 0) {
          served++;
          waiting--;
        }
      }
      if (waiting > 0) bound -= waiting * cheapestWait(begin + horizon, count);
    }
    return bound;
  };
}
