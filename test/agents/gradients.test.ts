import type * as tfjs from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import {
  type ActionDistribution,
  categorical,
  gaussian,
} from '../../agents/action-distributions.js';
import { type FusedLossInputs, fusedClippedLoss } from '../../agents/fused-loss.js';
import { gruNetwork } from '../../agents/gru-network.js';
import type { TensorFlow } from '../../agents/kernels/tensorflow.js';
import { loadKernel } from '../../agents/kernels/wasm-kernel.js';
import { Parameters } from '../../agents/parameters.js';
import { clippedLoss } from '../../agents/ppo.js';
import { randomStream } from '../../core/index.js';
import { installedBackends, tensorFlowOn } from './tensorflow.js';

const kernel = await loadKernel();

/** A network, a minibatch whose ratios straddle the clipping range, and what the loss needs of it. */
function problem(actionDistribution: ActionDistribution) {
  const rng = randomStream('gradients');
  const [steps, slots, inputs, observations, hidden] = [5, 4, 6, 3, 8];
  const count = steps * slots;
  const normals = (length: number, scale = 1) =>
    Float32Array.from({ length }, () => scale * rng.normal());
  const { headSize, freeSize, actionSize } = actionDistribution;
  const network = gruNetwork({ kernel, hidden })({
    inputs,
    observations,
    head: headSize,
    free: freeSize,
  });
  const parameters = new Parameters(network.specs);
  parameters.initialise(rng.fork('parameters'));
  parameters.values.forEach((value, i) => {
    parameters.values[i] = value + 0.3 * rng.normal();
  });
  const sequences = {
    steps,
    slots,
    inputs: normals(count * inputs),
    observations: normals(count * observations),
    cleared: Uint8Array.from({ length: count }, (_, i) =>
      i < slots || rng.uniform() < 0.2 ? 1 : 0,
    ),
  };
  const rest = {
    actions: Float32Array.from({ length: count * actionSize }, () =>
      freeSize > 0 ? rng.normal() : rng.integer(headSize),
    ),
    oldLogProbabilities: normals(count, 0.3).map((value) => value - Math.log(headSize)),
    advantages: normals(count),
    targets: normals(count),
    clip: 0.2,
    valueCoefficient: 0.5,
    entropyCoefficient: 0.1,
  };
  return { network, parameters, sequences, rest, actionDistribution };
}

type Problem = ReturnType<typeof problem>;

/** The loss as a function of all parameters, by the fused operation or through tensors. */
function lossOf(
  tf: TensorFlow,
  { network, parameters, sequences, rest, ...more }: Problem,
  fused: boolean,
) {
  const names = parameters.specs.map(({ name }) => name);
  return (...arrays: tfjs.Tensor[]): tfjs.Scalar => {
    const tensors = Object.fromEntries(names.map((name, i) => [name, arrays[i]!]));
    const outputs = network.evaluate(tf, tensors, sequences);
    const free = network.freeTensor(tf, tensors);
    const { actionDistribution } = more;
    const inputs: FusedLossInputs = { ...rest, actionDistribution, outputs, free };
    if (fused) return fusedClippedLoss(tf, inputs, { entropy: 0, divergence: 0 });
    const { headSize, actionSize } = actionDistribution;
    const count = rest.advantages.length;
    const measured = actionDistribution.evaluate(
      tf,
      outputs.slice([0, 0], [count, headSize]),
      free,
      tf.tensor2d(rest.actions, [count, actionSize]),
    );
    return clippedLoss(tf, {
      ...rest,
      ...measured,
      value: outputs.slice([0, headSize], [count, 1]).as1D(),
      oldLogProbability: tf.tensor1d(rest.oldLogProbabilities),
      advantage: tf.tensor1d(rest.advantages),
      target: tf.tensor1d(rest.targets),
    });
  };
}

function gradientOf(tf: TensorFlow, subject: Problem, fused: boolean) {
  const gradient = subject.parameters.like();
  let loss = Number.NaN;
  tf.tidy(() => {
    const tensors = Object.values(subject.parameters.toTensors(tf));
    const { value, grads } = tf.valueAndGrads(lossOf(tf, subject, fused))(tensors);
    loss = value.dataSync()[0]!;
    subject.parameters.specs.forEach(({ name }, i) => {
      gradient.view(name).set(grads[i]!.dataSync());
    });
  });
  return { loss, gradient };
}

describe.each(installedBackends)('on the backend %s', (backend) => {
  describe.each([
    ['categorical', categorical(3)],
    ['gaussian', gaussian(2)],
  ] as const)('with %s actions', (_name, actionDistribution) => {
    it('the whole gradient agrees with finite differences', async () => {
      const tf = await tensorFlowOn(backend);
      const subject = problem(actionDistribution);
      const { gradient } = gradientOf(tf, subject, true);
      const { values } = subject.parameters;
      const rng = randomStream('which');
      for (const { name } of subject.parameters.specs) {
        const view = subject.parameters.view(name);
        for (let trial = 0; trial < 6; trial++) {
          const i = rng.integer(view.length);
          const kept = view[i]!;
          const at = (shift: number) => {
            view[i] = kept + shift;
            const { loss } = gradientOf(tf, subject, true);
            view[i] = kept;
            return loss;
          };
          const slope = (at(4e-3) - at(-4e-3)) / 8e-3;
          expect(Math.abs(slope - gradient.view(name)[i]!), `${name}[${i}]`).toBeLessThan(2e-3);
        }
      }
      expect(values.every(Number.isFinite)).toBe(true);
    });

    it('the fused loss is the loss written in tensors, to the gradient', async () => {
      const tf = await tensorFlowOn(backend);
      const subject = problem(actionDistribution);
      const before = tf.memory().numTensors;
      const fused = gradientOf(tf, subject, true);
      const written = gradientOf(tf, subject, false);
      expect(fused.loss).toBeCloseTo(written.loss, 4);
      fused.gradient.values.forEach((value, i) => {
        expect(value).toBeCloseTo(written.gradient.values[i]!, 4);
      });
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});
