import type * as tfjs from '@tensorflow/tfjs';
import type { RandomStream } from '../core/random.js';
import { type Space, sizeOf } from '../core/spaces.js';
import type { TensorFlow } from './kernels/tensorflow.js';

/**
 * π(a | s, h) as mathematics: what the policy head's numbers mean. Two versions of the same
 * formulas: on typed arrays to act, on tensors to learn.
 */
export interface ActionDistribution {
  /** Numbers the policy head gives for one decision, P. */
  readonly headSize: number;
  /** Numbers in an action row, A. */
  readonly actionSize: number;
  /** Length of the free parameter `log deviation`, 0 for discrete actions. */
  readonly freeSize: number;
  /**
   * Chooses an action from `head[offset … offset + P)` into `action` at `actionOffset` and returns
   * its log-probability. With `rng` null the most likely action is taken.
   */
  choose(
    head: Float32Array,
    offset: number,
    free: Float32Array,
    rng: RandomStream | null,
    action: Float32Array,
    actionOffset: number,
  ): number;
  /** log π(a) and the entropy of one decision, into `seen`. */
  measure(
    head: Float32Array,
    offset: number,
    free: Float32Array,
    actions: Float32Array,
    actionOffset: number,
    seen: { logProbability: number; entropy: number },
  ): void;
  /**
   * Adds the gradient of p × log π(a) + e × entropy, for the decision last measured, to its row of
   * `headGradient` and to `freeGradient`.
   */
  differentiate(
    logProbabilitySlope: number,
    entropySlope: number,
    headGradient: Float32Array,
    offset: number,
    freeGradient: Float32Array,
  ): void;
  /** Log-probabilities and entropies, [N] each, of actions [N, A] under heads [N, P]. */
  evaluate(
    tf: TensorFlow,
    head: tfjs.Tensor2D,
    free: tfjs.Tensor1D,
    actions: tfjs.Tensor2D,
  ): { readonly logProbability: tfjs.Tensor1D; readonly entropy: tfjs.Tensor1D };
}

/** The one that fits the action space: categorical for discrete, diagonal Gaussian for a box. */
export function actionDistributionFor(space: Space): ActionDistribution {
  return space.kind === 'discrete' ? categorical(space.size) : gaussian(sizeOf(space));
}

/** Softmax over `size` logits. */
export function categorical(size: number): ActionDistribution {
  const weights = new Float64Array(size);
  const logits = new Float64Array(size);
  let measuredAction = 0;
  let measuredEntropy = 0;
  return {
    headSize: size,
    actionSize: 1,
    freeSize: 0,
    choose(head, offset, _free, rng, action, actionOffset) {
      let best = 0;
      for (let i = 1; i < size; i++) if (head[offset + i]! > head[offset + best]!) best = i;
      const highest = head[offset + best]!;
      let total = 0;
      for (let i = 0; i < size; i++) {
        weights[i] = Math.exp(head[offset + i]! - highest);
        total += weights[i]!;
      }
      const chosen = rng === null ? best : rng.categorical(weights, total);
      action[actionOffset] = chosen;
      return head[offset + chosen]! - highest - Math.log(total);
    },
    measure(head, offset, _free, actions, actionOffset, seen) {
      let highest = head[offset]!;
      for (let i = 1; i < size; i++) highest = Math.max(highest, head[offset + i]!);
      let total = 0;
      for (let i = 0; i < size; i++) total += Math.exp(head[offset + i]! - highest);
      const shift = highest + Math.log(total);
      measuredEntropy = 0;
      for (let i = 0; i < size; i++) {
        logits[i] = head[offset + i]! - shift;
        weights[i] = Math.exp(logits[i]!);
        measuredEntropy -= weights[i]! * logits[i]!;
      }
      measuredAction = actions[actionOffset]!;
      seen.logProbability = logits[measuredAction]!;
      seen.entropy = measuredEntropy;
    },
    differentiate(logProbabilitySlope, entropySlope, headGradient, offset) {
      for (let i = 0; i < size; i++) {
        const chosen = i === measuredAction ? 1 : 0;
        headGradient[offset + i]! +=
          logProbabilitySlope * (chosen - weights[i]!) -
          entropySlope * weights[i]! * (logits[i]! + measuredEntropy);
      }
    },
    evaluate(tf, head, _free, actions) {
      const logits = tf.logSoftmax(head);
      const chosen = tf.oneHot(actions.as1D().toInt(), size);
      return {
        logProbability: logits.mul(chosen).sum<tfjs.Tensor1D>(1),
        entropy: logits.exp().mul(logits).sum<tfjs.Tensor1D>(1).neg(),
      };
    },
  };
}

const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * Independent normals: the head gives the means, the deviations are free parameters that do not
 * depend on the state. Actions are not clipped here: the agent clips what it hands to the env.
 */
export function gaussian(size: number): ActionDistribution {
  const noises = new Float64Array(size);
  const deviations = new Float64Array(size);
  return {
    headSize: size,
    actionSize: size,
    freeSize: size,
    choose(head, offset, free, rng, action, actionOffset) {
      let logProbability = 0;
      for (let i = 0; i < size; i++) {
        const noise = rng === null ? 0 : rng.normal();
        action[actionOffset + i] = head[offset + i]! + Math.exp(free[i]!) * noise;
        logProbability -= 0.5 * (noise * noise + LOG_TWO_PI) + free[i]!;
      }
      return logProbability;
    },
    measure(head, offset, free, actions, actionOffset, seen) {
      seen.logProbability = 0;
      seen.entropy = 0;
      for (let i = 0; i < size; i++) {
        const deviation = Math.exp(free[i]!);
        const noise = (actions[actionOffset + i]! - head[offset + i]!) / deviation;
        deviations[i] = deviation;
        noises[i] = noise;
        seen.logProbability -= 0.5 * (noise * noise + LOG_TWO_PI) + free[i]!;
        seen.entropy += free[i]! + 0.5 * (1 + LOG_TWO_PI);
      }
    },
    differentiate(logProbabilitySlope, entropySlope, headGradient, offset, freeGradient) {
      for (let i = 0; i < size; i++) {
        const noise = noises[i]!;
        headGradient[offset + i]! += (logProbabilitySlope * noise) / deviations[i]!;
        freeGradient[i]! += logProbabilitySlope * (noise * noise - 1) + entropySlope;
      }
    },
    evaluate(tf, head, free, actions) {
      const noise = actions.sub(head).div(free.exp());
      const constant = free.sum().add(0.5 * size * LOG_TWO_PI);
      const logProbability = noise.square().sum<tfjs.Tensor1D>(1).mul<tfjs.Tensor1D>(-0.5);
      const entropy = free.sum().add(0.5 * size * (1 + LOG_TWO_PI));
      return {
        logProbability: logProbability.sub(constant),
        entropy: tf.zerosLike(logProbability).add(entropy),
      };
    },
  };
}
