import { MovingCheeseError } from '../../core/errors.js';
import { type AdamState, adamStep } from '../adam.js';
import type { Collective } from '../collective.js';
import { Workspace } from '../kernels/workspace.js';
import type { Moments } from '../normaliser.js';
import { generalisedAdvantages } from './advantages.js';
import type { Algorithm, UpdateInputs, UpdateMetrics } from './algorithm.js';
import type { Loss } from './clipped-loss.js';
import { minibatchGradient } from './gradient.js';
import { cutMinibatches } from './minibatch.js';
import { assertDiscrete, noveltyOf } from './novelty.js';

/** What every algorithm here shares: how far it looks ahead, how fast it learns, what its loss weighs. */
export interface PolicyGradientOptions {
  /** Adam's rate at the start. */
  readonly learningRate: number;
  /** Its share that is left at the end; linear in between. */
  readonly finalLearningRate: number;
  /** γ at the start, over the whole meta-episode, also across the ends of its episodes. */
  readonly discount: number;
  /**
   * γ at the end; linear in between. A short sight learns fast to use what is known; what a search in one
   * episode is worth to the next ones is seen only from afar.
   */
  readonly finalDiscount: number;
  readonly valueCoefficient: number;
  /** Weight of the entropy bonus at the start. */
  readonly entropyCoefficient: number;
  /**
   * Its share that is left at the end, 0 to 1; linear in between. 0, the default, for a policy that ends up sure of
   * itself; more where it must keep trying in long trials.
   */
  readonly finalEntropy?: number;
  /**
   * What the first try of an action on an observation counts for in training, in units of reward; the n + 1st in a
   * meta-episode counts for 1 / (1 + n) of it ({@link noveltyOf}). 0 by default. Where a search pays long after, and
   * little at a time, it is seldom found without. Returns that are reported never hold it.
   */
  readonly noveltyCoefficient?: number;
  /** Largest norm of a gradient. */
  readonly gradientNorm: number;
  /**
   * A loss of your own, written in tensors; gradients come by autodiff. By default `clippedLoss`.
   */
  readonly loss?: Loss;
}

/** How a rollout becomes advantages, and those become steps: where the algorithms differ. */
export interface RolloutUse {
  /** Passes over each rollout. */
  readonly epochs: number;
  /** Parts each pass is cut into, by slots. */
  readonly minibatches: number;
  /** λ of generalised advantage estimation: 1 for whole returns, 0 for one step and the value after it. */
  readonly traceDecay: number;
  /**
   * λ of what the value learns to predict. Nearer to 1 the value finds its level in one iteration, instead of
   * growing by a few steps' rewards in each.
   */
  readonly valueTraceDecay: number;
  /** ε: how far the probability ratio may move with profit; `Infinity` for as far as it likes. */
  readonly clip: number;
  /**
   * The KL divergence, in nats, that one iteration should move the policy by. The rate is lowered where it
   * moved further than twice that, and raised again, up to the schedule's, where it moved less than half as
   * far. 0 leaves the rate to the schedule.
   */
  readonly targetDivergence: number;
  /**
   * What comes after the last episode counts as if it went on: for tasks that only time cuts short. Otherwise
   * nothing comes after it. Beware: the value there is never learnt itself, only guessed from before. In
   * meta-episodes shorter than 1 / (1 − γ) it feeds on its own errors, and learning diverges.
   */
  readonly bootstrapEnd: boolean;
}

/**
 * Uses each rollout once, in a single step. The policy is then still the one that acted, and the gradient of
 * ρ A, where ρ = 1, is that of log π A: the plain policy gradient.
 */
export const oneStep = {
  epochs: 1,
  minibatches: 1,
  clip: Number.POSITIVE_INFINITY,
  targetDivergence: 0,
  bootstrapEnd: false,
} as const satisfies Partial<RolloutUse>;

/** Options of one algorithm, all of them. */
type Options = PolicyGradientOptions & RolloutUse;

/**
 * A policy-gradient algorithm with a learnt value (Sutton and Barto 2018, ch. 13), for a network with memory: a
 * minibatch is a set of slots with all their decisions, and gradients flow through whole meta-episodes.
 */
export function policyGradient(id: string, options: Options): Algorithm {
  const workspaces = { minibatches: new Workspace(), gradient: new Workspace() };
  return {
    id,
    needsEndValues: options.bootstrapEnd,
    discount: (fraction) => discountAt(options, fraction),
    assertFits(agent) {
      if (options.noveltyCoefficient) assertDiscrete(agent);
    },
    update: (inputs) => update(options, workspaces, inputs),
  };
}

/** Steps in which the rate is steered, and how low it may get. */
const RATE_STEP = 1.5;
const LEAST_RATE_FACTOR = 1 / 100;

/** Of the minibatches of a pass, and of one gradient after the other. */
interface Workspaces {
  readonly minibatches: Workspace;
  readonly gradient: Workspace;
}

function update(options: Options, workspaces: Workspaces, inputs: UpdateInputs): UpdateMetrics {
  const { agent, rollout, optimiser, fraction, rng, collective, tf } = inputs;
  const { noveltyCoefficient = 0 } = options;
  const rewards = rollout.rewards.slice();
  if (noveltyCoefficient > 0) addScaled(rewards, noveltyOf(rollout, agent), noveltyCoefficient);
  scale(rewards, agent.rewardScale);
  const returns = {
    steps: rollout.steps,
    slots: rollout.slots,
    rewards,
    values: rollout.values,
    metaEpisodeEnded: rollout.metaEpisodeEnded,
    ...(rollout.endValues && { endValues: rollout.endValues }),
    discount: discountAt(options, fraction),
  };
  const { traceDecay, valueTraceDecay } = options;
  const advantages = generalisedAdvantages({ ...returns, traceDecay });
  const above =
    valueTraceDecay === traceDecay
      ? advantages
      : generalisedAdvantages({ ...returns, traceDecay: valueTraceDecay });
  // As the value head has them.
  const targets = targetsOf(above, rollout.values, agent.valueMoments);
  normalise(advantages, collective);
  const experience = { rollout, advantages, targets };

  const { learningRate: firstRate, finalLearningRate } = options;
  const scheduledRate = towards(firstRate, firstRate * finalLearningRate, fraction);
  const learningRate = scheduledRate * optimiser.rateFactor;
  const { entropyCoefficient: firstEntropy, finalEntropy = 0 } = options;
  const entropyCoefficient = towards(firstEntropy, firstEntropy * finalEntropy, fraction);
  const lossOptions = { ...options, entropyCoefficient };
  const slots = Array.from({ length: rollout.slots }, (_, slot) => slot);
  const size = Math.ceil(rollout.slots / options.minibatches);
  const sums = { loss: 0, gradientNorm: 0, entropy: 0 };
  let updates = 0;
  let divergence = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    divergence = 0;
    // Another cut in every pass: repeating one cut learns more slowly.
    rng.shuffle(slots);
    for (const minibatch of cutMinibatches(experience, slots, size, workspaces.minibatches)) {
      const step = minibatchGradient(tf, agent, minibatch, lossOptions, workspaces.gradient);
      averageOver(collective, step.gradient);
      const norm = adamStep(
        agent.parameters.values,
        step.gradient,
        optimiser,
        learningRate,
        options.gradientNorm,
      );
      if (!Number.isFinite(norm + step.loss)) {
        throw new MovingCheeseError(
          `The loss or its gradient is no longer finite (loss ${step.loss}, gradient norm ${norm}). Lower the learning rate (now ${learningRate}), and check that rewards and observations are finite.`,
        );
      }
      sums.loss += step.loss;
      sums.gradientNorm += norm;
      sums.entropy += step.entropy;
      divergence += (step.divergence * minibatch.slots) / slots.length;
      updates++;
    }
  }
  agent.parametersChanged();
  if (options.targetDivergence > 0) {
    const shared = Float32Array.of(divergence);
    averageOver(collective, shared);
    steer(optimiser, shared[0]!, options.targetDivergence);
  }
  return {
    loss: sums.loss / updates,
    gradientNorm: sums.gradientNorm / updates,
    entropy: sums.entropy / updates,
    divergence,
    learningRate,
  };
}

/** Keeps the policy's speed near its target (Schulman et al. 2017, section 4, on the rate instead of β). */
function steer(optimiser: AdamState, divergence: number, target: number): void {
  const { rateFactor } = optimiser;
  if (divergence > 2 * target) {
    optimiser.rateFactor = Math.max(LEAST_RATE_FACTOR, rateFactor / RATE_STEP);
  } else if (divergence < target / 2) {
    optimiser.rateFactor = Math.min(1, rateFactor * RATE_STEP);
  }
}

function discountAt({ discount, finalDiscount }: Options, fraction: number): number {
  return towards(discount, finalDiscount, fraction);
}

/** A linear schedule: `first` at fraction 0, `last` at fraction 1. */
function towards(first: number, last: number, fraction: number): number {
  return first + (last - first) * fraction;
}

// Loops, where a callback for each number would cost more than what it computes.

function scale(values: Float32Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i]! *= factor;
}

function addScaled(values: Float32Array, others: Float32Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i]! += factor * others[i]!;
}

/** What the value should be, A + V, in units of the value head. */
function targetsOf(
  advantages: Float32Array,
  values: Float32Array,
  { mean, deviation }: Moments,
): Float32Array {
  const targets = new Float32Array(advantages.length);
  for (let i = 0; i < targets.length; i++) {
    targets[i] = (advantages[i]! + values[i]! - mean) / deviation;
  }
  return targets;
}

/** Brings the advantages of all copies of the run to mean 0 and deviation 1, in place. */
function normalise(advantages: Float32Array, collective: Collective): void {
  const count = advantages.length * collective.size;
  const mean = overAll(collective, sumOfPowers(advantages, 0, 1)) / count;
  const variance = overAll(collective, sumOfPowers(advantages, mean, 2)) / count;
  const deviation = Math.sqrt(variance) + 1e-8;
  for (let i = 0; i < advantages.length; i++) advantages[i] = (advantages[i]! - mean) / deviation;
}

/** Σ (x − centre)^power. */
function sumOfPowers(values: Float32Array, centre: number, power: 1 | 2): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const difference = values[i]! - centre;
    sum += power === 1 ? difference : difference ** 2;
  }
  return sum;
}

function overAll(collective: Collective, value: number): number {
  const sum = Float32Array.of(value);
  collective.sum(sum);
  return sum[0]!;
}

function averageOver(collective: Collective, values: Float32Array): void {
  if (collective.size === 1) return;
  collective.sum(values);
  for (let i = 0; i < values.length; i++) values[i]! /= collective.size;
}
