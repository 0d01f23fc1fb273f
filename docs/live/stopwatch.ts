/** Tells how long something has gone on: while it pauses, its time stands. */
export class Stopwatch {
  readonly #now: () => number;
  /** When it would have been started, had it never stood. */
  #begun: number | undefined;
  #stood: number;

  /** Stands at so many `seconds`; `now` is a clock, s. */
  constructor(now: () => number, seconds: number) {
    this.#now = now;
    this.#stood = seconds;
  }

  get seconds(): number {
    return this.#begun === undefined ? this.#stood : this.#now() - this.#begun;
  }

  start(): void {
    this.#begun = this.#now() - this.seconds;
  }

  stop(): void {
    this.#stood = this.seconds;
    this.#begun = undefined;
  }
}
