import type { Progress } from '../../index.js';

/** One point of the chart. */
export interface Point {
  /** Env steps trained on. */
  readonly steps: number;
  /** Share of the budget that was spent by then, 0 … 1. */
  readonly fraction: number;
  /** Mean return of each episode over the iterations since the point before, [K]. */
  readonly returnByEpisode: readonly number[];
}

/** Points of a whole training, at most. */
const MOST_POINTS = 200;

/** Return by episode while it is trained: iterations are many and noisy, so each point is the mean of some of them. */
export class Curve {
  readonly points: Point[];
  #sums: number[] = [];
  #count = 0;

  /** `points` are those it goes on from. */
  constructor(points: readonly Point[] = []) {
    this.points = [...points];
  }

  /** The point that this iteration completes, if it does. */
  add({ returnByEpisode, steps, fraction }: Progress): Point | undefined {
    this.#sums = returnByEpisode.map((value, k) => value + (this.#sums[k] ?? 0));
    this.#count++;
    if (placeOf(fraction) === placeOf(this.points.at(-1)?.fraction ?? 0)) return undefined;
    const means = this.#sums.map((sum) => sum / this.#count);
    const point = { steps, fraction, returnByEpisode: means };
    this.points.push(point);
    this.#sums = [];
    this.#count = 0;
    return point;
  }
}

/** Points are evenly spread over the budget; at which of these places a training is. */
function placeOf(fraction: number): number {
  // 0.57 is a little less than 114 two-hundredths.
  return Math.floor(MOST_POINTS * fraction + 1e-9);
}
