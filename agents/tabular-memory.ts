import { ArgumentError } from '../core/errors.js';
import type { Policy } from '../core/policy.js';
import { type RandomStream, randomStream } from '../core/random.js';

/**
 * What is believed of a tabular MDP beforehand, the same of every state and action: mean rewards of
 * N(`rewardMean`, `rewardDeviation`²), rewards around them with the known standard deviation `rewardNoise`, and
 * transitions of a Dirichlet distribution, all of whose parameters are `concentration`.
 */
export interface TabularPrior {
  readonly rewardMean: number;
  readonly rewardDeviation: number;
  readonly rewardNoise: number;
  readonly concentration: number;
}

/**
 * The prior that RL²'s random MDPs are drawn from. The paper's baselines seem to have believed in mean rewards of 0
 * instead: with `rewardMean: 0` these policies earn what its table says.
 */
export const RANDOM_MDP_PRIOR: TabularPrior = {
  rewardMean: 1,
  rewardDeviation: 1,
  rewardNoise: 1,
  concentration: 1,
};

export interface TabularPolicyOptions {
  /** S: the observation is the state, one-hot, [S]. */
  readonly states: number;
  /** A. */
  readonly actions: number;
  /** Steps an episode, for which it is planned. */
  readonly horizon: number;
  /** That of RL²'s random MDPs by default. */
  readonly prior?: TabularPrior;
}

/** What a tabular policy knows of one slot: the posterior of its MDP. A pair is s · A + a. */
export class MdpBeliefs {
  readonly states: number;
  readonly actions: number;
  readonly prior: TabularPrior;
  /** Times each pair was tried, [S, A]. */
  readonly visits: Float64Array;
  /** Sum of each pair's rewards, [S, A]. */
  readonly rewards: Float64Array;
  /** Parameters of the posterior Dirichlet distributions, [S, A, S]. */
  readonly followers: Float64Array;
  /** How many visits the prior of a mean reward is worth. */
  readonly #priorVisits: number;

  constructor({ states, actions, prior = RANDOM_MDP_PRIOR }: TabularPolicyOptions) {
    this.states = states;
    this.actions = actions;
    this.prior = prior;
    const pairs = states * actions;
    this.visits = new Float64Array(pairs);
    this.rewards = new Float64Array(pairs);
    this.followers = new Float64Array(pairs * states).fill(prior.concentration);
    this.#priorVisits = (prior.rewardNoise / prior.rewardDeviation) ** 2;
  }

  /** How many visits the posterior of the pair's mean reward is worth. */
  rewardWeight(pair: number): number {
    return this.#priorVisits + this.visits[pair]!;
  }

  /** How many visits the posterior of the pair's transitions is worth. */
  transitionWeight(pair: number): number {
    return this.states * this.prior.concentration + this.visits[pair]!;
  }

  /** Posterior mean of the pair's mean reward. */
  meanReward(pair: number): number {
    const sum = this.#priorVisits * this.prior.rewardMean + this.rewards[pair]!;
    return sum / this.rewardWeight(pair);
  }

  /** Posterior standard deviation of the pair's mean reward. */
  rewardDeviation(pair: number): number {
    return this.prior.rewardNoise / Math.sqrt(this.rewardWeight(pair));
  }

  note(state: number, action: number, reward: number, next: number): void {
    const pair = state * this.actions + action;
    this.visits[pair]!++;
    this.rewards[pair]! += reward;
    this.followers[pair * this.states + next]!++;
  }

  clear(): void {
    this.visits.fill(0);
    this.rewards.fill(0);
    this.followers.fill(this.prior.concentration);
  }
}

/**
 * Plans an episode: the values of actions, [H, S, A], of which the largest is taken. May draw from `rng` as often as
 * it likes. `episode` counts from 0.
 */
export type EpisodePlanner = (
  beliefs: MdpBeliefs,
  rng: RandomStream,
  episode: number,
) => Float64Array;

export interface TabularActing {
  /** How often a random action is taken instead; never by default. */
  readonly epsilon?: number;
  /** Plan again at every step, as what was just seen may change it; only when an episode begins by default. */
  readonly everyStep?: boolean;
}

/** A policy for tabular MDPs that plans at the beginning of each episode, or step, from the posterior of the MDP. */
export function tabularPolicy(
  options: TabularPolicyOptions & TabularActing,
  plan: EpisodePlanner,
): Policy {
  const { states, actions, epsilon = 0, everyStep = false } = options;
  let slots: { readonly beliefs: MdpBeliefs; values: Float64Array }[] = [];
  let taken = new Float32Array(0);
  return {
    begin(count) {
      slots = Array.from({ length: count }, () => {
        return { beliefs: new MdpBeliefs(options), values: new Float64Array(0) };
      });
      taken = new Float32Array(count);
    },
    act(batch, rng) {
      const { observation, transition, firstStep, episode, step } = batch;
      for (const [slot, memory] of slots.entries()) {
        const { beliefs } = memory;
        if (firstStep[slot] === 1) beliefs.clear();
        else {
          beliefs.note(
            stateIn(transition.observation, slot, states),
            transition.action[slot]!,
            transition.reward[slot]!,
            stateIn(transition.nextObservation, slot, states),
          );
        }
        // As many draws in every slot at every step, so that slots do not influence each other.
        const seed = rng.uniform();
        const isRandom = rng.uniform() < epsilon;
        const random = rng.integer(actions);
        const lot = rng.uniform();
        if (everyStep || step[slot] === 0) {
          memory.values = plan(beliefs, randomStream(seed), episode[slot]!);
        }
        const from = (step[slot]! * states + stateIn(observation, slot, states)) * actions;
        taken[slot] = isRandom ? random : largest(memory.values, from, actions, lot);
      }
      return taken;
    },
  };
}

/** The state of a slot's one-hot row. */
function stateIn(observations: Float32Array, slot: number, states: number): number {
  const state = observations.subarray(slot * states, (slot + 1) * states).indexOf(1);
  if (state >= 0) return state;
  throw new ArgumentError({
    subject: `observation of slot ${slot}`,
    rule: `must be a state, one-hot among ${states}`,
    received: Array.from(observations.subarray(slot * states, (slot + 1) * states)),
    remedy: 'Tabular policies act in the family tabular-mdp, with as many states as they are told.',
  });
}

/**
 * Which of `count` values from a place on is the largest; of several the one on which the lot falls, uniform in
 * [0, 1). Where nothing is known yet all actions of a state are equal, and visiting it again is to try another.
 */
function largest(values: Float64Array, from: number, count: number, lot: number): number {
  const row = values.subarray(from, from + count);
  let best = Number.NEGATIVE_INFINITY;
  let ties = 0;
  for (const value of row) {
    if (value > best) ties = 0;
    best = Math.max(best, value);
    if (value === best) ties++;
  }
  let left = Math.floor(lot * ties);
  return row.findIndex((value) => value === best && left-- === 0);
}
