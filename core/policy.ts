import type { DecisionBatch } from './meta-episodes.js';
import type { RandomStream } from './random.js';

/**
 * What researchers plug in. A policy owns its memory: `begin` makes room for B slots and clears it,
 * and `act` must clear a slot's memory wherever `batch.firstStep` is 1, and nowhere else.
 */
export interface Policy {
  /** Prepares for `slots` parallel meta-episodes, with cleared memory. */
  begin(slots: number): void;
  /**
   * One action a slot, [B, A]: B integers for a discrete space. All randomness comes from `rng`. The
   * array may be the policy's own, overwritten by the next call.
   */
  act(batch: DecisionBatch, rng: RandomStream): ArrayLike<number>;
}
