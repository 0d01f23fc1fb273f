import type { DecisionBatch } from '../core/meta-episodes.js';
import type { Policy } from '../core/policy.js';
import type { RandomStream } from '../core/random.js';

/**
 * What is believed of an arm's mean before it is pulled, conjugate to its rewards: Beta for Bernoulli rewards, where
 * Beta(1, 1) is uniform and counts as one success and one failure; normal for Gaussian rewards, whose standard
 * deviation `rewardDeviation` is known.
 */
export type ArmPrior =
  | { readonly kind: 'beta'; readonly alpha: number; readonly beta: number }
  | {
      readonly kind: 'normal';
      readonly mean: number;
      readonly deviation: number;
      readonly rewardDeviation: number;
    };

/** The prior of RL²'s bandits. */
export const UNIFORM_PRIOR: ArmPrior = { kind: 'beta', alpha: 1, beta: 1 };

/** What a bandit policy knows of one slot: a posterior for each arm. */
export class ArmBeliefs {
  readonly prior: ArmPrior;
  /** Times each arm was pulled, [k]. */
  readonly pulls: Float64Array;
  /** Sum of each arm's rewards, [k]; for Bernoulli rewards the number of successes. */
  readonly rewards: Float64Array;
  /** How many pulls the prior is worth, and their mean reward. */
  readonly #priorPulls: number;
  readonly #priorMean: number;

  constructor(arms: number, prior: ArmPrior) {
    this.prior = prior;
    this.pulls = new Float64Array(arms);
    this.rewards = new Float64Array(arms);
    this.#priorPulls =
      prior.kind === 'beta'
        ? prior.alpha + prior.beta
        : (prior.rewardDeviation / prior.deviation) ** 2;
    this.#priorMean = prior.kind === 'beta' ? prior.alpha / (prior.alpha + prior.beta) : prior.mean;
  }

  /** Pulls of all arms in this meta-episode. */
  get time(): number {
    return this.pulls.reduce((sum, count) => sum + count, 0);
  }

  /** Times the arm was pulled, those that the prior is worth included. */
  weight(arm: number): number {
    return this.#priorPulls + this.pulls[arm]!;
  }

  /** Posterior mean of the arm's mean reward. */
  mean(arm: number): number {
    return (this.#priorPulls * this.#priorMean + this.rewards[arm]!) / this.weight(arm);
  }

  note(arm: number, reward: number): void {
    this.pulls[arm]!++;
    this.rewards[arm]! += reward;
  }

  clear(): void {
    this.pulls.fill(0);
    this.rewards.fill(0);
  }
}

/**
 * Chooses an arm, 0 … k − 1. Draws from `rng` as often in every call, so that slots do not influence each other;
 * whoever needs a varying number of draws seeds a stream of its own with one of them.
 */
export type ArmRule = (beliefs: ArmBeliefs, rng: RandomStream) => number;

export interface BanditPolicyOptions {
  /** k. */
  readonly arms: number;
  /** The same for every arm; uniform by default. */
  readonly prior?: ArmPrior;
}

/** A policy for bandits that knows nothing but the posterior of each arm. */
export function banditPolicy(
  { arms, prior = UNIFORM_PRIOR }: BanditPolicyOptions,
  choose: ArmRule,
): Policy {
  let slots: ArmBeliefs[] = [];
  let actions = new Float32Array(0);
  return {
    begin(count) {
      slots = Array.from({ length: count }, () => new ArmBeliefs(arms, prior));
      actions = new Float32Array(count);
    },
    act(batch, rng) {
      for (const [slot, beliefs] of slots.entries()) {
        remember(beliefs, batch, slot);
        actions[slot] = choose(beliefs, rng);
      }
      return actions;
    },
  };
}

function remember(beliefs: ArmBeliefs, batch: DecisionBatch, slot: number): void {
  const { firstStep, transition } = batch;
  if (firstStep[slot] === 1) beliefs.clear();
  else beliefs.note(transition.action[slot]!, transition.reward[slot]!);
}

/** The arm with the largest value; of several the first, which is as good as any while arms are alike. */
export function bestArm(arms: number, value: (arm: number) => number): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let arm = 0; arm < arms; arm++) {
    const one = value(arm);
    if (one > most) {
      most = one;
      best = arm;
    }
  }
  return best;
}
