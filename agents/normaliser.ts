import type { DecisionBatch, TransitionBatch } from '../core/meta-episodes.js';
import type { ParameterSpec, Parameters } from './parameters.js';

const MEAN = 'statistics/mean';
const VARIANCE = 'statistics/variance';
const COUNT = 'statistics/count';

/** Normalised numbers are clipped to ± this many deviations. */
const REACH = 10;
/** Older experience together never counts more than this many decisions; a 32-bit float holds it exactly. */
const MOST_DECISIONS = 1e7;
const LEAST_VARIANCE = 1e-8;

/**
 * Running mean and variance of what an agent observes, is paid, and may expect. Continuous observations come in
 * units as different as rad and m/s, and returns are sums of hundreds of rewards: a network learns best from
 * numbers near 0 with deviation near 1.
 *
 * The numbers are part of the agent's parameters, without a gradient: so they are saved, restored and shared
 * between copies of a run like all others.
 */
export class Normaliser {
  /** Numbers in an observation, O. The reward's column follows, then the return's. */
  readonly #observations: number;

  constructor(observations: number) {
    this.#observations = observations;
  }

  /** What {@link Parameters} must hold. */
  get specs(): readonly ParameterSpec[] {
    const shape = [this.#observations + 2];
    return [
      { name: MEAN, shape, start: 'zeros', isLearnt: false },
      { name: VARIANCE, shape, start: 'constant', gain: 1, isLearnt: false },
      { name: COUNT, shape: [1], start: 'zeros', isLearnt: false },
    ];
  }

  /** Normalises rows of observations, [B, O], from `from` into `into`. */
  observations(parameters: Parameters, from: Float32Array, into: Float32Array): void {
    const width = this.#observations;
    for (let column = 0; column < width; column++) {
      const { mean, deviation } = this.#moments(parameters, column);
      const scale = 1 / deviation;
      for (let i = column; i < from.length; i += width) {
        into[i] = Math.min(REACH, Math.max(-REACH, (from[i]! - mean) * scale));
      }
    }
  }

  /** Normalises rewards, [B], as the encoder reads them. */
  rewards(parameters: Parameters, from: Float32Array, into: Float32Array): void {
    const { mean, deviation } = this.#moments(parameters, this.#observations);
    for (let i = 0; i < from.length; i++) {
      into[i] = Math.min(REACH, Math.max(-REACH, (from[i]! - mean) / deviation));
    }
  }

  /** Of discounted returns: what the value head's numbers stand for (van Hasselt et al. 2016). */
  returns(parameters: Parameters): Moments {
    return this.#moments(parameters, this.#observations + 1);
  }

  /** Collects sums over one rollout. */
  collect(parameters: Parameters): NormaliserSums {
    return new NormaliserSums(parameters.view(MEAN).slice());
  }

  /**
   * Takes in sums over the rollouts of all copies of the run, by the pairwise formula of Chan, Golub and
   * LeVeque (1983).
   */
  absorb(parameters: Parameters, { values }: NormaliserSums): void {
    const mean = parameters.view(MEAN);
    const variance = parameters.view(VARIANCE);
    const count = parameters.view(COUNT);
    const width = mean.length;
    const before = count[0]!;
    const added = values[2 * width]!;
    if (added === 0) return;
    const total = before + added;
    for (let i = 0; i < width; i++) {
      const shift = values[i]! / added;
      const own = Math.max(0, values[width + i]! / added - shift * shift);
      mean[i]! += (shift * added) / total;
      variance[i] =
        (variance[i]! * before + own * added + (shift * shift * before * added) / total) / total;
    }
    count[0] = Math.min(MOST_DECISIONS, total);
  }

  /**
   * For a network that goes on with other tasks: what it was paid and might expect was counted in their units and is
   * forgotten; observations keep their moments.
   */
  forgetRewards(parameters: Parameters): void {
    parameters.view(MEAN).fill(0, this.#observations);
    parameters.view(VARIANCE).fill(1, this.#observations);
  }

  /**
   * The first look of such a network at its new tasks. Moments of rewards and returns become those of the look; moments
   * of observations stay, and from here on count as many decisions as the look had.
   */
  absorbRewards(parameters: Parameters, sums: NormaliserSums): void {
    const [mean, variance] = [MEAN, VARIANCE].map((name) =>
      parameters.view(name).slice(0, this.#observations),
    );
    parameters.view(COUNT).fill(0);
    this.absorb(parameters, sums);
    parameters.view(MEAN).set(mean ?? []);
    parameters.view(VARIANCE).set(variance ?? []);
  }

  #moments(parameters: Parameters, column: number): Moments {
    const variance = parameters.view(VARIANCE)[column]!;
    return {
      mean: parameters.view(MEAN)[column]!,
      deviation: Math.sqrt(variance + LEAST_VARIANCE),
    };
  }
}

export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** What is read of the transitions just made. */
type Made = Pick<DecisionBatch, 'slots'> & {
  readonly transition: Pick<TransitionBatch, 'nextObservation' | 'reward'>;
};

/** What is read of a rollout to tell its returns. All time-major, [T, B], `values` with one row more. */
interface Earned {
  readonly steps: number;
  readonly slots: number;
  readonly rewards: Float32Array;
  readonly values: Float32Array;
  readonly metaEpisodeEnded: Uint8Array;
  readonly endValues?: Float32Array;
}

/** Sums over one rollout, about the mean as it was at the start. */
export class NormaliserSums {
  /**
   * For observations, reward and return: sums less the mean, then of their squares; last the number of
   * decisions. To be added up over copies of a run.
   */
  readonly values: Float32Array;
  readonly #mean: Float32Array;

  constructor(mean: Float32Array) {
    this.#mean = mean;
    this.values = new Float32Array(2 * mean.length + 1);
  }

  /** Reads the transition that the batch has just made. */
  addTransition({ slots, transition }: Made): void {
    const width = this.#mean.length;
    const observations = width - 2;
    for (let column = 0; column < observations; column++) {
      this.#add(column, observations, transition.nextObservation);
    }
    this.#add(observations, 1, transition.reward);
    this.values[2 * width]! += slots;
  }

  /**
   * Reads the return of every decision: rewards times `rewardScale` to the end of the meta-episode, discounted by
   * γ = `discount`, and the value of what comes after the rollout or, where it counts, after the end.
   */
  addReturns(rollout: Earned, rewardScale: number, discount: number): void {
    const { steps, slots, rewards, values, metaEpisodeEnded, endValues } = rollout;
    const running = values.slice(steps * slots);
    for (let t = steps - 1; t >= 0; t--) {
      for (let slot = 0; slot < slots; slot++) {
        const i = t * slots + slot;
        const future = metaEpisodeEnded[i] === 1 ? (endValues?.[i] ?? 0) : running[slot]!;
        running[slot] = rewards[i]! * rewardScale + discount * future;
      }
      this.#add(this.#mean.length - 1, 1, running);
    }
  }

  #add(column: number, stride: number, from: Float32Array): void {
    const mean = this.#mean[column]!;
    let sum = 0;
    let squares = 0;
    for (let i = stride === 1 ? 0 : column; i < from.length; i += stride) {
      const shift = from[i]! - mean;
      sum += shift;
      squares += shift * shift;
    }
    this.values[column]! += sum;
    this.values[this.#mean.length + column]! += squares;
  }
}
