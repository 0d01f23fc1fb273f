import { relativeDifference } from '../vectors.js';

/** What an update computes on the way, and what it does. */
export interface Computed {
  readonly loss: number;
  /** Before it is clipped. */
  readonly gradient: Float32Array;
  /** What the first step of Adam adds to the parameters. */
  readonly change: Float32Array;
}

/** Relative, for float32 over 80 steps. */
const TOLERANCE = 1e-4;

/** Throws where two updates are not the same function: comparing how long they take would then mean nothing. */
export function assertSame(who: string, theirs: Computed, ours: Computed): void {
  const differences = {
    loss: Math.abs(theirs.loss - ours.loss) / Math.max(1, Math.abs(ours.loss)),
    gradient: relativeDifference(theirs.gradient, ours.gradient),
    'first step': relativeDifference(theirs.change, ours.change),
  };
  for (const [what, difference] of Object.entries(differences)) {
    if (difference <= TOLERANCE) continue;
    throw new Error(
      `The ${what} of ${who} must be ours but for ${TOLERANCE}; received one that differs by ${difference.toPrecision(2)}. Mend it before comparing times.`,
    );
  }
}
