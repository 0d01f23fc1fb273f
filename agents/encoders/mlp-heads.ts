import type * as tfjs from '@tensorflow/tfjs';
import type { SteppedHeads } from '../networks.js';
import { affine, apply } from './array-math.js';

const NAMES = {
  observationWeights: 'heads/observation-weights',
  memoryWeights: 'heads/memory-weights',
  bias: 'heads/bias',
  outputWeights: 'heads/output-weights',
  outputBias: 'heads/output-bias',
} as const;

export interface MlpHeadsOptions {
  /** Numbers of an observation, O. */
  readonly observations: number;
  /** What the encoder gives, H. */
  readonly memory: number;
  /** Numbers of the layer between, D. */
  readonly hidden: number;
  /** Policy head and value, P + 1. */
  readonly outputs: number;
}

/**
 * Policy and value with a layer between: y = b′ + tanh(b + s Ws + h Wh) W′. An encoder that does not see where the
 * agent is, such as a pooled one, needs it: what to do is then no sum of a part from s and a part from h.
 */
export function mlpHeads({ observations, memory, hidden, outputs }: MlpHeadsOptions): SteppedHeads {
  return {
    id: 'mlp',
    specs: [
      { name: NAMES.observationWeights, shape: [observations, hidden], start: 'scaled' },
      { name: NAMES.memoryWeights, shape: [memory, hidden], start: 'scaled' },
      { name: NAMES.bias, shape: [hidden], start: 'zeros' },
      { name: NAMES.outputWeights, shape: [hidden, outputs], start: 'scaled', gain: 0.1 },
      { name: NAMES.outputBias, shape: [outputs], start: 'zeros' },
    ],
    read(tf, parameters, s, h) {
      const rows = s.length / observations;
      const between = tf
        .tensor2d(s, [rows, observations])
        .matMul(parameters[NAMES.observationWeights] as tfjs.Tensor2D)
        .add(h.matMul(parameters[NAMES.memoryWeights] as tfjs.Tensor2D))
        .add(parameters[NAMES.bias] as tfjs.Tensor1D)
        .tanh();
      return between
        .matMul<tfjs.Tensor2D>(parameters[NAMES.outputWeights] as tfjs.Tensor2D)
        .add(parameters[NAMES.outputBias] as tfjs.Tensor1D);
    },
    readArrays(parameters, s, h, out) {
      const rows = s.length / observations;
      const between = new Float32Array(rows * hidden);
      const fromMemory = new Float32Array(rows * hidden);
      const bias = parameters.view(NAMES.bias);
      affine(between, s, parameters.view(NAMES.observationWeights), bias);
      affine(fromMemory, h, parameters.view(NAMES.memoryWeights), new Float32Array(hidden));
      for (let i = 0; i < between.length; i++) between[i]! += fromMemory[i]!;
      apply(between, Math.tanh);
      affine(out, between, parameters.view(NAMES.outputWeights), parameters.view(NAMES.outputBias));
    },
  };
}
