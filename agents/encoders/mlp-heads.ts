import type * as tfjs from '@tensorflow/tfjs';
import type { Products } from '../kernels/products.js';
import { Workspace } from '../kernels/workspace.js';
import type { SteppedHeads } from '../networks.js';
import type { Parameters } from '../parameters.js';
import { type ArrayMath, arrayMath } from './array-math.js';

const NAMES = {
  observationWeights: 'heads/observation-weights',
  memoryWeights: 'heads/memory-weights',
  bias: 'heads/bias',
  outputWeights: 'heads/output-weights',
  outputBias: 'heads/output-bias',
} as const;

export interface MlpHeadsOptions {
  /** What multiplies matrices; JavaScript by default, `loadProducts` gives faster ones. */
  readonly products?: Products;
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
export function mlpHeads(options: MlpHeadsOptions): SteppedHeads {
  const { observations, memory, hidden, outputs } = options;
  const math = arrayMath(options.products);
  /** Of `readArrays`. */
  const own = new Workspace();
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
      const between = layerBetween(math, parameters, s, h, own.restart());
      math.affine(
        out,
        between,
        parameters.view(NAMES.outputWeights),
        parameters.view(NAMES.outputBias),
      );
    },
    forward(parameters, s, h, workspace = new Workspace()) {
      const rows = s.length / observations;
      const out = workspace.floats(rows * outputs);
      const between = layerBetween(math, parameters, s, h, workspace);
      const outputWeights = parameters.view(NAMES.outputWeights);
      math.affine(out, between, outputWeights, parameters.view(NAMES.outputBias));
      return {
        outputs: out,
        backward(d, gradient) {
          const of = (name: string) => gradient.view(name);
          const dBetween = workspace.floats(between.length);
          const dOutput = of(NAMES.outputWeights);
          math.affineBackward(d, between, outputWeights, dOutput, of(NAMES.outputBias), dBetween);
          for (let i = 0; i < between.length; i++) dBetween[i]! *= 1 - between[i]! ** 2;
          const dMemory = workspace.floats(h.length);
          const [fromS, fromH] = [NAMES.observationWeights, NAMES.memoryWeights];
          math.affineBackward(dBetween, s, parameters.view(fromS), of(fromS), of(NAMES.bias));
          math.productBackward(dBetween, h, parameters.view(fromH), hidden, of(fromH), dMemory);
          return dMemory;
        },
      };
    },
  };
}

/** tanh(b + s Ws + h Wh), [N, D]. */
function layerBetween(
  math: ArrayMath,
  parameters: Parameters,
  s: Float32Array,
  h: Float32Array,
  workspace: Workspace,
): Float32Array {
  const bias = parameters.view(NAMES.bias);
  const weights = parameters.view(NAMES.memoryWeights);
  const rows = (h.length * bias.length) / weights.length;
  const between = workspace.floats(rows * bias.length);
  math.affine(between, s, parameters.view(NAMES.observationWeights), bias);
  math.addProduct(between, h, weights, bias.length);
  math.tanh(between);
  return between;
}
