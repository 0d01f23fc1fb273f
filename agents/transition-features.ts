import type { DecisionBatch } from '../core/meta-episodes.js';
import { type BoxSpace, encodedSizeOf, type Space, sizeOf } from '../core/spaces.js';

/** What features are made of: the batch, or the same with normalised numbers. */
export type FeatureSource = Pick<
  DecisionBatch,
  'slots' | 'transition' | 'firstStep' | 'observation'
>;

/** How an encoder sees what happened: one row of `size` numbers for each slot. */
export interface Features {
  /** Length of a row, I. */
  readonly size: number;
  /** Writes the rows of all slots, [B, I]. */
  write(source: FeatureSource, rows: Float32Array): void;
}

/** The present observation alone, as a Markov policy sees it. */
export class ObservationFeatures implements Features {
  readonly size: number;

  constructor(observationSpace: BoxSpace) {
    this.size = sizeOf(observationSpace);
  }

  write({ observation }: FeatureSource, rows: Float32Array): void {
    rows.set(observation);
  }
}

/**
 * How an encoder sees a transition: one row of
 * `[ s (O) | a (one-hot, or the numbers themselves) | r × rewardScale | s′ (O) | terminated | truncated ]`.
 * All zeros at the first step of a meta-episode, where there is no transition yet.
 */
export class TransitionFeatures implements Features {
  /** Length of a row, I = 2·O + A + 3. */
  readonly size: number;
  readonly #observationSize: number;
  readonly #actionSpace: Space;
  readonly #rewardScale: number;

  constructor(observationSpace: BoxSpace, actionSpace: Space, rewardScale: number) {
    this.#observationSize = sizeOf(observationSpace);
    this.#actionSpace = actionSpace;
    this.#rewardScale = rewardScale;
    this.size = 2 * this.#observationSize + encodedSizeOf(actionSpace) + 3;
  }

  /** Writes the rows of all slots, [B, I], into `rows`. */
  write({ slots, transition, firstStep }: FeatureSource, rows: Float32Array): void {
    const observationSize = this.#observationSize;
    const actionSize = encodedSizeOf(this.#actionSpace);
    const isDiscrete = this.#actionSpace.kind === 'discrete';
    rows.fill(0, 0, slots * this.size);
    for (let slot = 0; slot < slots; slot++) {
      if (firstStep[slot] === 1) continue;
      const from = slot * observationSize;
      let to = slot * this.size;
      for (let i = 0; i < observationSize; i++) rows[to + i] = transition.observation[from + i]!;
      to += observationSize;
      if (isDiscrete) rows[to + transition.action[slot]!] = 1;
      else {
        for (let i = 0; i < actionSize; i++) {
          rows[to + i] = transition.action[slot * actionSize + i]!;
        }
      }
      to += actionSize;
      rows[to++] = transition.reward[slot]! * this.#rewardScale;
      for (let i = 0; i < observationSize; i++) {
        rows[to + i] = transition.nextObservation[from + i]!;
      }
      to += observationSize;
      rows[to] = transition.terminated[slot]!;
      rows[to + 1] = transition.truncated[slot]!;
    }
  }
}
