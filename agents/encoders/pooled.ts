import type * as tfjs from '@tensorflow/tfjs';
import type { EncoderStepper, SteppedEncoder } from '../networks.js';
import type { Parameters } from '../parameters.js';
import { affine, apply, softplus } from './array-math.js';
import { bySlot, segmentMask } from './segments.js';

const NAMES = {
  inputWeights: 'pooled/input-weights',
  inputBias: 'pooled/input-bias',
  meanWeights: 'pooled/mean-weights',
  meanBias: 'pooled/mean-bias',
  precisionWeights: 'pooled/precision-weights',
  precisionBias: 'pooled/precision-bias',
} as const;

export interface PooledOptions {
  /** Transition features, I. */
  readonly inputs: number;
  /** As `GruOptions.inputGain`; 2 by default. */
  readonly inputGain?: number;
  /** Numbers of the layer between, D. */
  readonly width: number;
  /** Dimensions of the latent context, Z. */
  readonly latent: number;
}

/**
 * A permutation-invariant encoder: every transition alone gives a Gaussian factor over a latent context, and what
 * is known is the product of all of them with the prior N(0, 1) (Rakelly et al. 2019, PEARL, eq. 3). In whatever
 * order transitions come, it says the same. h = [mean | deviation] of the product, H = 2 Z. PEARL draws a context
 * from it; here the heads read the belief itself.
 */
export function pooledEncoder(options: PooledOptions): SteppedEncoder {
  const { inputs, width, latent, inputGain = 2 } = options;
  return {
    id: 'pooled',
    size: 2 * latent,
    specs: [
      { name: NAMES.inputWeights, shape: [inputs, width], start: 'scaled', gain: inputGain },
      { name: NAMES.inputBias, shape: [width], start: 'zeros' },
      { name: NAMES.meanWeights, shape: [width, latent], start: 'scaled' },
      { name: NAMES.meanBias, shape: [latent], start: 'zeros' },
      { name: NAMES.precisionWeights, shape: [width, latent], start: 'scaled' },
      { name: NAMES.precisionBias, shape: [latent], start: 'zeros' },
    ],
    unroll(tf, parameters, sequences) {
      const { steps, slots } = sequences;
      const of = (name: string) => parameters[name] as tfjs.Tensor2D;
      const x = tf.tensor2d(sequences.inputs, [steps * slots, inputs]);
      const between = x.matMul(of(NAMES.inputWeights)).add(of(NAMES.inputBias)).tanh();
      const mean = between.matMul(of(NAMES.meanWeights)).add(of(NAMES.meanBias));
      const precision = between
        .matMul(of(NAMES.precisionWeights))
        .add(of(NAMES.precisionBias))
        .softplus();
      const mask = segmentMask(tf, sequences);
      const summed = (values: tfjs.Tensor) =>
        mask.matMul(bySlot(values.reshape<tfjs.Tensor3D>([steps, slots, latent])));
      const total = summed(precision).add(1);
      const centre = summed(precision.mul(mean)).div(total);
      return tf.concat([centre, total.rsqrt()], 2).transpose<tfjs.Tensor3D>([1, 0, 2]);
    },
    stepper: (slots) => pooledStepper(slots, width, latent),
  };
}

function pooledStepper(slots: number, width: number, latent: number): EncoderStepper {
  let loaded: Parameters | undefined;
  const between = new Float32Array(slots * width);
  const mean = new Float32Array(slots * latent);
  const precision = new Float32Array(slots * latent);
  /** Sums over the past of precisions, and of precision × mean. */
  const precisions = new Float32Array(slots * latent);
  const weighted = new Float32Array(slots * latent);
  return {
    load(parameters) {
      loaded = parameters;
    },
    clear() {
      precisions.fill(0);
      weighted.fill(0);
    },
    snapshot() {
      const kept = [precisions.slice(), weighted.slice()] as const;
      return () => {
        precisions.set(kept[0]);
        weighted.set(kept[1]);
      };
    },
    step(inputs, cleared, memory) {
      if (!loaded) return;
      affine(between, inputs, loaded.view(NAMES.inputWeights), loaded.view(NAMES.inputBias));
      apply(between, Math.tanh);
      affine(mean, between, loaded.view(NAMES.meanWeights), loaded.view(NAMES.meanBias));
      const bias = loaded.view(NAMES.precisionBias);
      affine(precision, between, loaded.view(NAMES.precisionWeights), bias);
      for (let slot = 0; slot < slots; slot++) {
        for (let z = 0; z < latent; z++) {
          const i = slot * latent + z;
          const p = softplus(precision[i]!);
          precisions[i] = (cleared[slot] === 1 ? 0 : precisions[i]!) + p;
          weighted[i] = (cleared[slot] === 1 ? 0 : weighted[i]!) + p * mean[i]!;
          const total = 1 + precisions[i]!;
          memory[2 * slot * latent + z] = weighted[i]! / total;
          memory[(2 * slot + 1) * latent + z] = 1 / Math.sqrt(total);
        }
      }
    },
  };
}
