/** One broken rule in a piece of data. */
export interface Problem {
  /** JSON pointer to the place, empty for the whole. */
  readonly pointer: string;
  /** For example `must be at least 1`. */
  readonly rule: string;
  readonly received: unknown;
  readonly remedy: string;
}
