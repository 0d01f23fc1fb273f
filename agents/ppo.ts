import type * as tfjs from '@tensorflow/tfjs';
import { MovingCheeseError } from '../core/errors.js';
import { adamStep } from './adam.js';
import { generalisedAdvantages } from './advantages.js';
import type { Algorithm, UpdateInputs, UpdateMetrics } from './algorithm.js';
import type { Collective } from './collective.js';
import { type FusedLossInputs, fusedClippedLoss, type LossMetrics } from './fused-loss.js';
import type { TensorFlow } from './kernels/tensorflow.js';
import type { Tensors } from './parameters.js';
import type { RnnAgent } from './rnn-agent.js';
import type { Rollout } from './rollout.js';

/**
 * Proximal policy optimisation (Schulman et al. 2017) for a network with memory: a minibatch is a set
 * of slots with all their decisions, and gradients flow through whole meta-episodes.
 */
export interface PpoOptions {
  /** Passes over each rollout. */
  readonly epochs: number;
  /** Parts each pass is cut into, by slots. */
  readonly minibatches: number;
  /** Adam's rate at the start. */
  readonly learningRate: number;
  /** Its share that is left at the end; linear in between. */
  readonly finalLearningRate: number;
  /** γ, over the whole meta-episode, also across the ends of its episodes. */
  readonly discount: number;
  /** λ of generalised advantage estimation. */
  readonly traceDecay: number;
  /** ε: how far the probability ratio may move with profit. */
  readonly clip: number;
  readonly valueCoefficient: number;
  /** Weight of the entropy bonus at the start; falls linearly to 0 at the end. */
  readonly entropyCoefficient: number;
  /** Largest norm of a gradient. */
  readonly gradientNorm: number;
  /**
   * A loss of your own, written in tensors; gradients come by autodiff. By default {@link clippedLoss}
   * is computed, by an operation in which its gradient is written out.
   */
  readonly loss?: Loss;
}

/** What a loss may use: tensors of one minibatch of N decisions. */
export interface LossInputs {
  /** log π_θ(a | s, h), [N]. */
  readonly logProbability: tfjs.Tensor1D;
  /** Entropy of π_θ(· | s, h), [N]. */
  readonly entropy: tfjs.Tensor1D;
  /** V_θ(s, h), [N]. */
  readonly value: tfjs.Tensor1D;
  /** log π when the action was chosen, [N]. */
  readonly oldLogProbability: tfjs.Tensor1D;
  /** Normalised to mean 0 and deviation 1 over the rollout, [N]. */
  readonly advantage: tfjs.Tensor1D;
  /** A + V when the action was chosen: what the value should be, [N]. */
  readonly target: tfjs.Tensor1D;
  readonly clip: number;
  readonly valueCoefficient: number;
  readonly entropyCoefficient: number;
}

export type Loss = (tf: TensorFlow, inputs: LossInputs) => tfjs.Scalar;

/**
 * L = −mean min(ρ A, clip(ρ, 1 ± ε) A) + c_v ½ mean (V − R)² − c_e mean H, with ρ = π_θ(a) / π_old(a)
 * (eq. 7 and 9 of the paper).
 */
export const clippedLoss: Loss = (tf, inputs) => {
  const ratio = inputs.logProbability.sub(inputs.oldLogProbability).exp();
  const clipped = ratio.clipByValue(1 - inputs.clip, 1 + inputs.clip);
  const surrogate = tf.minimum(ratio.mul(inputs.advantage), clipped.mul(inputs.advantage)).mean();
  const valueLoss = inputs.value.sub(inputs.target).square().mean().mul(0.5);
  return valueLoss
    .mul(inputs.valueCoefficient)
    .sub(surrogate)
    .sub(inputs.entropy.mean().mul(inputs.entropyCoefficient))
    .asScalar();
};

/** PPO as an algorithm for `metaTrain`. */
export function ppo(options: PpoOptions): Algorithm {
  return { id: 'ppo', update: (inputs) => update(options, inputs) };
}

function update(options: PpoOptions, inputs: UpdateInputs): UpdateMetrics {
  const { agent, rollout, optimiser, fraction, rng, collective, tf } = inputs;
  const rewards = rollout.rewards.map((reward) => reward * agent.rewardScale);
  const advantages = generalisedAdvantages({
    steps: rollout.steps,
    slots: rollout.slots,
    rewards,
    values: rollout.values,
    metaEpisodeEnded: rollout.metaEpisodeEnded,
    discount: options.discount,
    traceDecay: options.traceDecay,
  });
  const targets = advantages.map((advantage, i) => advantage + rollout.values[i]!);
  normalise(advantages, collective);

  const learningRate = options.learningRate * (1 - fraction * (1 - options.finalLearningRate));
  const entropyCoefficient = options.entropyCoefficient * (1 - fraction);
  const slots = Array.from({ length: rollout.slots }, (_, slot) => slot);
  const size = Math.ceil(rollout.slots / options.minibatches);
  const sums = { loss: 0, gradientNorm: 0, entropy: 0, divergence: 0 };
  let updates = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    // Another cut in every pass: repeating one cut learns more slowly.
    rng.shuffle(slots);
    for (let first = 0; first < slots.length; first += size) {
      const chosen = slots.slice(first, first + size);
      const minibatch = gather(rollout, advantages, targets, chosen);
      const step = minibatchGradient(tf, agent, minibatch, { ...options, entropyCoefficient });
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
      sums.divergence += step.divergence;
      updates++;
    }
  }
  agent.parametersChanged();
  return {
    loss: sums.loss / updates,
    gradientNorm: sums.gradientNorm / updates,
    entropy: sums.entropy / updates,
    divergence: sums.divergence / updates,
    learningRate,
  };
}

/** Some slots of a rollout: N = T × slots decisions, time-major. */
export interface Minibatch {
  readonly steps: number;
  readonly slots: number;
  readonly inputs: Float32Array;
  readonly cleared: Uint8Array;
  readonly observations: Float32Array;
  readonly actions: Float32Array;
  readonly oldLogProbabilities: Float32Array;
  readonly advantages: Float32Array;
  readonly targets: Float32Array;
}

/** One gradient: the flat gradient of the loss in the agent's parameters, and what it saw. */
export function minibatchGradient(
  tf: TensorFlow,
  agent: RnnAgent,
  minibatch: Minibatch,
  options: Pick<PpoOptions, 'clip' | 'valueCoefficient' | 'entropyCoefficient' | 'loss'>,
): { gradient: Float32Array; loss: number; entropy: number; divergence: number } {
  const { network, actionDistribution, parameters } = agent;
  const names = parameters.specs.map(({ name }) => name);
  const gradient = parameters.like();
  const metrics: LossMetrics = { entropy: 0, divergence: 0 };
  let loss = 0;
  // Nothing is returned from `tidy`: it would search a returned array element by element for tensors.
  tf.tidy(() => {
    const lossOf = (...arrays: tfjs.Tensor[]) => {
      const tensors: Tensors = Object.fromEntries(names.map((name, i) => [name, arrays[i]!]));
      const outputs = network.evaluate(tf, tensors, minibatch);
      const free = network.freeTensor(tf, tensors);
      const inputs = { ...minibatch, ...options, actionDistribution, outputs, free };
      return options.loss
        ? lossThroughTensors(tf, options.loss, inputs, metrics)
        : fusedClippedLoss(tf, inputs, metrics);
    };
    const tensors = parameters.toTensors(tf);
    const { value, grads } = tf.valueAndGrads(lossOf)(names.map((name) => tensors[name]!));
    names.forEach((name, i) => {
      gradient.view(name).set(grads[i]!.dataSync());
    });
    loss = value.dataSync()[0]!;
  });
  return { ...metrics, gradient: gradient.values, loss };
}

/** The way of a loss that somebody wrote: everything as tensors, gradients by autodiff. */
function lossThroughTensors(
  tf: TensorFlow,
  loss: Loss,
  inputs: FusedLossInputs,
  metrics: LossMetrics,
): tfjs.Scalar {
  const { actionDistribution, outputs, free } = inputs;
  const { headSize, actionSize } = actionDistribution;
  const count = inputs.advantages.length;
  const head = outputs.slice([0, 0], [count, headSize]);
  const actions = tf.tensor2d(inputs.actions, [count, actionSize]);
  const measured = actionDistribution.evaluate(tf, head, free, actions);
  metrics.entropy = measured.entropy.mean().dataSync()[0]!;
  metrics.divergence = 0;
  const logProbabilities = measured.logProbability.dataSync();
  for (let n = 0; n < count; n++) {
    const logRatio = logProbabilities[n]! - inputs.oldLogProbabilities[n]!;
    metrics.divergence += (Math.exp(logRatio) - 1 - logRatio) / count;
  }
  return loss(tf, {
    ...measured,
    value: outputs.slice([0, headSize], [count, 1]).as1D(),
    oldLogProbability: tf.tensor1d(inputs.oldLogProbabilities),
    advantage: tf.tensor1d(inputs.advantages),
    target: tf.tensor1d(inputs.targets),
    clip: inputs.clip,
    valueCoefficient: inputs.valueCoefficient,
    entropyCoefficient: inputs.entropyCoefficient,
  });
}

/** Brings the advantages of all copies of the run to mean 0 and deviation 1, in place. */
function normalise(advantages: Float32Array, collective: Collective): void {
  const count = advantages.length * collective.size;
  const total = (term: (value: number) => number): number => {
    const sum = Float32Array.of(advantages.reduce((before, value) => before + term(value), 0));
    collective.sum(sum);
    return sum[0]!;
  };
  const mean = total((value) => value) / count;
  const deviation = Math.sqrt(total((value) => (value - mean) ** 2) / count) + 1e-8;
  for (let i = 0; i < advantages.length; i++) advantages[i] = (advantages[i]! - mean) / deviation;
}

function averageOver(collective: Collective, values: Float32Array): void {
  if (collective.size === 1) return;
  collective.sum(values);
  for (let i = 0; i < values.length; i++) values[i]! /= collective.size;
}

function gather(
  rollout: Rollout,
  advantages: Float32Array,
  targets: Float32Array,
  slots: readonly number[],
): Minibatch {
  const { steps } = rollout;
  const count = steps * slots.length;
  const columns = <A extends Float32Array | Uint8Array>(from: A, into: A): A => {
    const width = from.length / (steps * rollout.slots);
    let target = 0;
    for (let t = 0; t < steps; t++) {
      for (const slot of slots) {
        const start = (t * rollout.slots + slot) * width;
        for (let i = 0; i < width; i++) into[target++] = from[start + i]!;
      }
    }
    return into;
  };
  const floats = (from: Float32Array) =>
    columns(from, new Float32Array((from.length / rollout.slots) * slots.length));
  return {
    steps,
    slots: slots.length,
    inputs: floats(rollout.inputs),
    cleared: columns(rollout.cleared, new Uint8Array(count)),
    observations: floats(rollout.observations),
    actions: floats(rollout.actions),
    oldLogProbabilities: floats(rollout.logProbabilities),
    advantages: floats(advantages),
    targets: floats(targets),
  };
}
