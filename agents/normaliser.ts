import type { DecisionBatch, TransitionBatch } from '../core/meta-episodes.js';
import type { ParameterSpec, Parameters } from './parameters.js';

const MEAN = 'statistics/mean';
const VARIANCE = 'statistics/variance';
const RETURN_SQUARE = 'statistics/return-square';
const COUNT = 'statistics/count';

/** Normalised numbers are clipped to ± this many deviations. */
const REACH = 10;
/** Older experience together never counts more than this many decisions; a 32-bit float holds it exactly. */
const MOST_DECISIONS = 1e7;
/** γ of the discounted sums whose size scales rewards. */
const RETURN_DISCOUNT = 0.99;
const LEAST_VARIANCE = 1e-8;

/**
 * Running mean and variance of what an agent observes and earns. Continuous observations come in units as
 * different as rad and m/s; a network learns best from numbers near 0 with deviation near 1.
 *
 * The numbers are part of the agent's parameters, without a gradient: so they are saved, restored and shared
 * between copies of a run like all others.
 */
export class Normaliser {
  /** Numbers in an observation, O. */
  readonly #observations: number;

  constructor(observations: number) {
    this.#observations = observations;
  }

  /** What {@link Parameters} must hold. Mean and variance are of the observation, then of the reward. */
  get specs(): readonly ParameterSpec[] {
    const shape = [this.#observations + 1];
    return [
      { name: MEAN, shape, start: 'zeros', isLearnt: false },
      { name: VARIANCE, shape, start: 'constant', gain: 1, isLearnt: false },
      { name: RETURN_SQUARE, shape: [1], start: 'constant', gain: 1, isLearnt: false },
      { name: COUNT, shape: [1], start: 'zeros', isLearnt: false },
    ];
  }

  /** Normalises rows of observations, [B, O], from `from` into `into`. */
  observations(parameters: Parameters, from: Float32Array, into: Float32Array): void {
    const mean = parameters.view(MEAN);
    const variance = parameters.view(VARIANCE);
    const width = this.#observations;
    for (let column = 0; column < width; column++) {
      const centre = mean[column]!;
      const scale = 1 / Math.sqrt(variance[column]! + LEAST_VARIANCE);
      for (let i = column; i < from.length; i += width) {
        into[i] = Math.min(REACH, Math.max(-REACH, (from[i]! - centre) * scale));
      }
    }
  }

  /** Normalises rewards, [B], as the encoder reads them. */
  rewards(parameters: Parameters, from: Float32Array, into: Float32Array): void {
    const centre = parameters.view(MEAN)[this.#observations]!;
    const variance = parameters.view(VARIANCE)[this.#observations]!;
    const scale = 1 / Math.sqrt(variance + LEAST_VARIANCE);
    for (let i = 0; i < from.length; i++) {
      into[i] = Math.min(REACH, Math.max(-REACH, (from[i]! - centre) * scale));
    }
  }

  /** What rewards are multiplied by so that their discounted sums have the root mean square 1. */
  returnScale(parameters: Parameters): number {
    return 1 / Math.sqrt(parameters.view(RETURN_SQUARE)[0]! + LEAST_VARIANCE);
  }

  /** Collects sums over one rollout. */
  collect(parameters: Parameters, slots: number): NormaliserSums {
    return new NormaliserSums(parameters.view(MEAN).slice(), slots);
  }

  /**
   * Takes in sums over the rollouts of all copies of the run, by the pairwise formula of Chan, Golub and
   * LeVeque (1983).
   */
  absorb(parameters: Parameters, { values }: NormaliserSums): void {
    const mean = parameters.view(MEAN);
    const variance = parameters.view(VARIANCE);
    const returnSquare = parameters.view(RETURN_SQUARE);
    const count = parameters.view(COUNT);
    const width = mean.length;
    const before = count[0]!;
    const added = values[2 * width + 1]!;
    if (added === 0) return;
    const total = before + added;
    for (let i = 0; i < width; i++) {
      const shift = values[i]! / added;
      const own = Math.max(0, values[width + i]! / added - shift * shift);
      mean[i]! += (shift * added) / total;
      variance[i] =
        (variance[i]! * before + own * added + (shift * shift * before * added) / total) / total;
    }
    const square = values[2 * width]! / added;
    returnSquare[0] = (returnSquare[0]! * before + square * added) / total;
    count[0] = Math.min(MOST_DECISIONS, total);
  }
}

/** What is read of the transitions just made. */
type Made = Pick<DecisionBatch, 'slots' | 'metaEpisodeEnded'> & {
  readonly transition: Pick<TransitionBatch, 'nextObservation' | 'reward'>;
};

/** Sums over one rollout, about the mean as it was at the start. */
export class NormaliserSums {
  /**
   * Sums of observations and rewards less the mean, then of their squares, then of squared discounted
   * returns, then the number of decisions: to be added up over copies of a run.
   */
  readonly values: Float32Array;
  readonly #mean: Float32Array;
  readonly #sums: Float64Array;
  readonly #returns: Float64Array;

  constructor(mean: Float32Array, slots: number) {
    this.#mean = mean;
    this.values = new Float32Array(2 * mean.length + 2);
    this.#sums = new Float64Array(2 * mean.length + 2);
    this.#returns = new Float64Array(slots);
  }

  /** Reads the transition that the batch has just made. */
  add({ slots, transition, metaEpisodeEnded }: Made): void {
    const mean = this.#mean;
    const sums = this.#sums;
    const width = mean.length;
    for (let slot = 0; slot < slots; slot++) {
      for (let i = 0; i < width; i++) {
        const value =
          i < width - 1
            ? transition.nextObservation[slot * (width - 1) + i]!
            : transition.reward[slot]!;
        const shift = value - mean[i]!;
        sums[i]! += shift;
        sums[width + i]! += shift * shift;
      }
      const sum = this.#returns[slot]! * RETURN_DISCOUNT + transition.reward[slot]!;
      sums[2 * width]! += sum * sum;
      this.#returns[slot] = metaEpisodeEnded[slot] === 1 ? 0 : sum;
    }
    sums[2 * width + 1]! += slots;
    this.values.set(sums);
  }
}
