import { backupOf, backwardInduction } from '../core/backward-induction.js';
import type { Policy } from '../core/policy.js';
import type { RandomStream } from '../core/random.js';
import { optimisticBackup } from './optimistic-backup.js';
import { drawDirichlet } from './random-variates.js';
import { type MdpBeliefs, type TabularPolicyOptions, tabularPolicy } from './tabular-memory.js';

// The policies that RL² is compared with in random MDPs (Duan et al. 2016, section 3.2). All plan at the beginning
// of an episode for the whole of it, but BEB also at every step, and start from the prior that tasks are drawn from.

/**
 * Posterior sampling for reinforcement learning (Strens 2000; Osband, Russo and Van Roy, "(More) efficient
 * reinforcement learning via posterior sampling", NeurIPS 2013): in each episode acts best in one MDP that is drawn
 * from the posterior.
 *
 * @example
 * metaTest({ policy: psrl({ states: 10, actions: 5, horizon: 10 }), distribution, tasks: 1000, seed: 0 });
 */
export function psrl(options: TabularPolicyOptions): Policy {
  return tabularPolicy(options, (beliefs, rng) => drawValues(options, beliefs, rng));
}

export interface OpsrlOptions extends TabularPolicyOptions {
  /** MDPs drawn for each episode; 10 by default. */
  readonly samples?: number;
}

/**
 * Optimistic posterior sampling (Osband and Van Roy, "Why is posterior sampling better than optimism for
 * reinforcement learning?", ICML 2017): draws several MDPs for each episode and takes, of each action at each step,
 * the largest of their values.
 */
export function opsrl({ samples = 10, ...options }: OpsrlOptions): Policy {
  return tabularPolicy(options, (beliefs, rng) => {
    const most = drawValues(options, beliefs, rng);
    for (let sample = 1; sample < samples; sample++) {
      const values = drawValues(options, beliefs, rng);
      for (let i = 0; i < most.length; i++) most[i] = Math.max(most[i]!, values[i]!);
    }
    return most;
  });
}

/** Action values of an MDP drawn from the posterior, [H, S, A]. */
function drawValues(
  options: TabularPolicyOptions,
  beliefs: MdpBeliefs,
  rng: RandomStream,
): Float64Array {
  const { states } = options;
  const rewards = beliefs.visits.map(
    (_, pair) => beliefs.meanReward(pair) + beliefs.rewardDeviation(pair) * rng.normal(),
  );
  const transitions = new Float64Array(beliefs.followers.length);
  for (let from = 0; from < transitions.length; from += states) {
    const row = transitions.subarray(from, from + states);
    drawDirichlet(beliefs.followers.subarray(from, from + states), rng, row);
  }
  return backwardInduction(options, backupOf(rewards, transitions)).actionValues;
}

export interface TabularGreedyOptions extends TabularPolicyOptions {
  /** The share of random actions; 0, greedy, by default. */
  readonly epsilon?: number;
}

/** In each episode acts best in the MDP of posterior means, but now and then takes a random action. */
export function tabularGreedy(options: TabularGreedyOptions): Policy {
  return tabularPolicy(options, (beliefs) => valuesOfMeans(options, beliefs, 0));
}

export interface BebOptions extends TabularPolicyOptions {
  /** β, in units of reward; 0.75 by default, best with the prior of RL²'s random MDPs in 10 to 25 episodes. */
  readonly bonus?: number;
  /** Plan again at every step, true by default; with false when an episode begins, as RL²'s paper does. */
  readonly everyStep?: boolean;
}

/**
 * Bayesian exploration bonus (Kolter and Ng, "Near-Bayesian exploration in polynomial time", ICML 2009): acts best in
 * the MDP of posterior means, where every action also earns β / (1 + n); n counts its tries, and 1 stands for what the
 * prior of its mean reward is worth.
 */
export function beb({ bonus = 0.75, everyStep = true, ...options }: BebOptions): Policy {
  return tabularPolicy({ ...options, everyStep }, (beliefs) =>
    valuesOfMeans(options, beliefs, bonus),
  );
}

/** Action values of the MDP of posterior means, where every action also earns the bonus over its weight, [H, S, A]. */
function valuesOfMeans(
  options: TabularPolicyOptions,
  beliefs: MdpBeliefs,
  bonus: number,
): Float64Array {
  const rewards = beliefs.visits.map(
    (_, pair) => beliefs.meanReward(pair) + bonus / beliefs.rewardWeight(pair),
  );
  return backwardInduction(options, backupOf(rewards, meanTransitions(beliefs))).actionValues;
}

/** Posterior mean of the transition probabilities, [S, A, S]. */
function meanTransitions(beliefs: MdpBeliefs): Float64Array {
  const { states, followers } = beliefs;
  return followers.map((count, i) => count / beliefs.transitionWeight(Math.floor(i / states)));
}

export interface Ucrl2Options extends TabularPolicyOptions {
  /**
   * How wide the confidence regions are, as a share of those with guarantees; 0.1 by default. RL² tunes it, too.
   */
  readonly scale?: number;
  /** δ: the chance that a region of full size misses; 0.05 by default. */
  readonly delta?: number;
}

/**
 * UCRL2 for episodes (Jaksch, Ortner and Auer, "Near-optimal regret bounds for reinforcement learning", JMLR 2010):
 * in each episode acts best in the most optimistic MDP whose rewards and transitions are within √(7 ln(2SAt/δ) /
 * 2N) and, in the 1-norm, √(14 S ln(2At/δ) / N) of what is believed (equations 3 and 4), times `scale`. t counts
 * steps, N visits; both estimates are posterior means, and N counts what the prior is worth. It plans at the
 * beginning of each episode instead of when visits have doubled.
 */
export function ucrl2({ scale = 0.1, delta = 0.05, ...options }: Ucrl2Options): Policy {
  const { states, actions, horizon } = options;
  return tabularPolicy(options, (beliefs, _rng, episode) => {
    const time = 1 + episode * horizon;
    const forRewards = (7 / 2) * Math.log((2 * states * actions * time) / delta);
    const forTransitions = 14 * states * Math.log((2 * actions * time) / delta);
    const rewards = beliefs.visits.map(
      (_, pair) =>
        beliefs.meanReward(pair) + scale * Math.sqrt(forRewards / beliefs.rewardWeight(pair)),
    );
    const radii = beliefs.visits.map(
      (_, pair) => scale * Math.sqrt(forTransitions / beliefs.transitionWeight(pair)),
    );
    const backup = optimisticBackup(rewards, meanTransitions(beliefs), radii);
    return backwardInduction(options, backup).actionValues;
  });
}
