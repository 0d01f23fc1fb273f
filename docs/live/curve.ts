import type { Progress } from '../../index.js';

/** One point of the chart. */
export interface Point {
  /** Env steps trained on. */
  readonly steps: number;
  /** Mean return of each episode over the iterations since the point before, [K]. */
  readonly returnByEpisode: readonly number[];
}

/** Points of a whole training, at most. */
const MOST_POINTS = 200;

/** Return by episode while it is trained: iterations are many and noisy, so each point is the mean of some of them. */
export class Curve {
  readonly points: Point[];
  readonly #perPoint: number;
  #sums: number[] = [];
  #count = 0;

  /** For a training of so many `iterations`; `points` are those it goes on from. */
  constructor(iterations: number, points: readonly Point[] = []) {
    this.#perPoint = Math.max(1, Math.ceil(iterations / MOST_POINTS));
    this.points = [...points];
  }

  /** The point that this iteration completes, if it does. */
  add({ returnByEpisode, steps, fraction }: Progress): Point | undefined {
    this.#sums = returnByEpisode.map((value, k) => value + (this.#sums[k] ?? 0));
    this.#count++;
    if (this.#count < this.#perPoint && fraction < 1) return undefined;
    const point = { steps, returnByEpisode: this.#sums.map((sum) => sum / this.#count) };
    this.points.push(point);
    this.#sums = [];
    this.#count = 0;
    return point;
  }
}
