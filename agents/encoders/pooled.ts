import type { Products } from '../kernels/products.js';
import { Workspace } from '../kernels/workspace.js';
import type { EncoderEvaluation, EncoderStepper, Sequences, SteppedEncoder } from '../networks.js';
import type { Parameters } from '../parameters.js';
import { type ArrayMath, apply, arrayMath, logistic, softplus } from './array-math.js';
import { loadedOr, writtenOut } from './written-out.js';

const NAMES = {
  inputWeights: 'pooled/input-weights',
  inputBias: 'pooled/input-bias',
  meanWeights: 'pooled/mean-weights',
  meanBias: 'pooled/mean-bias',
  precisionWeights: 'pooled/precision-weights',
  precisionBias: 'pooled/precision-bias',
} as const;

export interface PooledOptions {
  /** What multiplies matrices; JavaScript by default, `loadProducts` gives faster ones. */
  readonly products?: Products;
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
  const math = arrayMath(options.products);
  return writtenOut({
    id: 'pooled',
    size: 2 * latent,
    forward: (parameters, sequences, workspace) =>
      pooledForward(math, latent, parameters, sequences, workspace),
    specs: [
      { name: NAMES.inputWeights, shape: [inputs, width], start: 'scaled', gain: inputGain },
      { name: NAMES.inputBias, shape: [width], start: 'zeros' },
      { name: NAMES.meanWeights, shape: [width, latent], start: 'scaled' },
      { name: NAMES.meanBias, shape: [latent], start: 'zeros' },
      { name: NAMES.precisionWeights, shape: [width, latent], start: 'scaled' },
      { name: NAMES.precisionBias, shape: [latent], start: 'zeros' },
    ],
    stepper: (slots) => pooledStepper(math, slots, latent),
  });
}

/** Factors of N transitions: means, and precisions before softplus, [N, Z]; and the layer between, [N, D]. */
function factors(
  math: ArrayMath,
  parameters: Parameters,
  inputs: Float32Array,
  rows: number,
  latent: number,
  workspace: Workspace,
) {
  const inputBias = parameters.view(NAMES.inputBias);
  const between = workspace.floats(rows * inputBias.length);
  math.affine(between, inputs, parameters.view(NAMES.inputWeights), inputBias);
  apply(between, Math.tanh);
  const mean = workspace.floats(rows * latent);
  math.affine(mean, between, parameters.view(NAMES.meanWeights), parameters.view(NAMES.meanBias));
  const raw = workspace.floats(rows * latent);
  const bias = parameters.view(NAMES.precisionBias);
  math.affine(raw, between, parameters.view(NAMES.precisionWeights), bias);
  return { between, mean, raw };
}

function pooledForward(
  math: ArrayMath,
  latent: number,
  parameters: Parameters,
  { steps, slots, inputs, cleared }: Sequences,
  workspace: Workspace,
): EncoderEvaluation {
  const rows = steps * slots;
  const { between, mean, raw } = factors(math, parameters, inputs, rows, latent, workspace);
  // Sums over the segment so far of precisions, with the prior's, and of precision × mean.
  const totals = workspace.floats(rows * latent);
  const weighted = workspace.floats(rows * latent);
  const memory = workspace.floats(2 * rows * latent);
  for (let row = 0; row < rows; row++) {
    const before = row < slots || cleared[row] === 1 ? undefined : (row - slots) * latent;
    for (let z = 0; z < latent; z++) {
      const i = row * latent + z;
      const precision = softplus(raw[i]!);
      totals[i] = (before === undefined ? 1 : totals[before + z]!) + precision;
      weighted[i] = (before === undefined ? 0 : weighted[before + z]!) + precision * mean[i]!;
      memory[2 * row * latent + z] = weighted[i]! / totals[i]!;
      memory[(2 * row + 1) * latent + z] = 1 / Math.sqrt(totals[i]!);
    }
  }
  return {
    memory,
    backward(memoryGradient, gradient) {
      const dMean = workspace.floats(rows * latent);
      const dRaw = workspace.floats(rows * latent);
      // Of the sums, gathered from the end of each segment to its beginning.
      const dTotal = new Float32Array(slots * latent);
      const dWeighted = new Float32Array(slots * latent);
      for (let row = rows - 1; row >= 0; row--) {
        for (let z = 0; z < latent; z++) {
          const i = row * latent + z;
          const slot = (row % slots) * latent + z;
          const total = totals[i]!;
          const dCentre = memoryGradient[2 * row * latent + z]!;
          const dDeviation = memoryGradient[(2 * row + 1) * latent + z]!;
          dWeighted[slot]! += dCentre / total;
          dTotal[slot]! -=
            (dCentre * weighted[i]!) / total ** 2 + dDeviation / (2 * total * Math.sqrt(total));
          dMean[i] = dWeighted[slot]! * softplus(raw[i]!);
          dRaw[i] = (dTotal[slot]! + dWeighted[slot]! * mean[i]!) * logistic(raw[i]!);
          if (cleared[row] === 1) {
            dTotal[slot] = 0;
            dWeighted[slot] = 0;
          }
        }
      }
      const of = (name: string) => gradient.view(name);
      const through = (d: Float32Array, weights: string, bias: string) => {
        const dx = workspace.floats(between.length);
        math.affineBackward(d, between, parameters.view(weights), of(weights), of(bias), dx);
        return dx;
      };
      const dBetween = through(dMean, NAMES.meanWeights, NAMES.meanBias);
      const more = through(dRaw, NAMES.precisionWeights, NAMES.precisionBias);
      for (let i = 0; i < dBetween.length; i++) {
        dBetween[i] = (dBetween[i]! + more[i]!) * (1 - between[i]! ** 2);
      }
      const weights = parameters.view(NAMES.inputWeights);
      math.affineBackward(dBetween, inputs, weights, of(NAMES.inputWeights), of(NAMES.inputBias));
    },
  };
}

function pooledStepper(math: ArrayMath, slots: number, latent: number): EncoderStepper {
  let loaded: Parameters | undefined;
  /** Sums over the past of precisions, and of precision × mean. */
  const precisions = new Float32Array(slots * latent);
  const weighted = new Float32Array(slots * latent);
  const workspace = new Workspace();
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
      const { mean, raw } = factors(
        math,
        loadedOr(loaded),
        inputs,
        slots,
        latent,
        workspace.restart(),
      );
      for (let slot = 0; slot < slots; slot++) {
        for (let z = 0; z < latent; z++) {
          const i = slot * latent + z;
          const p = softplus(raw[i]!);
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
