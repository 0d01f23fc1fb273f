import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  gruUnroll,
  gruUnrollAutodiff,
  linearHeads,
  type UnrollArguments,
} from '../../agents/kernels/gru-operation.js';
import { createTypedArrayKernel } from '../../agents/kernels/typed-array-kernel.js';
import { loadWasmKernel } from '../../agents/kernels/wasm-kernel.js';
import { someTensorFlow, tensorFlowOn, testedBackends } from '../agents/tensorflow.js';
import { drawGruProblem, drawHeadProblem, largestError } from './problems.js';

const kernels = [await loadWasmKernel(), createTypedArrayKernel()];
const size = { steps: 6, batch: 5, inputs: 4, hidden: 9 };
const { steps, batch, inputs, hidden } = size;
const problem = drawGruProblem(size, 1);
const { sequence } = problem;

type Unroll = (all: UnrollArguments) => tf.Tensor3D;

/** A loss through the unroll that is not linear in h, and its value and gradients. */
function differentiate(unroll: Unroll, form: 'data' | 'tensors'): Float32Array[] {
  return tf.tidy(() => {
    const target = tf.tensor3d(Float32Array.from(problem.outputGradient), [steps, batch, hidden]);
    const sources = [
      tf.tensor(Float32Array.from(problem.parameters.inputWeights), [inputs, 3 * hidden]),
      tf.tensor(Float32Array.from(problem.parameters.recurrentWeights), [hidden, 3 * hidden]),
      tf.tensor(Float32Array.from(problem.parameters.bias), [3 * hidden]),
      tf.tensor(Float32Array.from(problem.parameters.candidateBias), [hidden]),
      tf.tensor(Float32Array.from(sequence.inputs), [steps, batch, inputs]),
      tf.tensor(Float32Array.from(sequence.initialMemory), [batch, hidden]),
    ];
    const loss = (...given: tf.Tensor[]) => {
      const [inputWeights, recurrentWeights, bias, candidateBias, x, h0] = given;
      const h = unroll({
        steps,
        batch,
        cleared: sequence.cleared,
        inputs: x?.as3D(steps, batch, inputs) ?? Float32Array.from(sequence.inputs),
        initialMemory: h0?.as2D(batch, hidden) ?? Float32Array.from(sequence.initialMemory),
        parameters: {
          inputWeights: inputWeights!.as2D(inputs, 3 * hidden),
          recurrentWeights: recurrentWeights!.as2D(hidden, 3 * hidden),
          bias: bias!.as1D(),
          candidateBias: candidateBias!.as1D(),
        },
      });
      return h.sub(target).square().sum();
    };
    const used = form === 'data' ? sources.slice(0, 4) : sources;
    const { value, grads } = tf.valueAndGrads(loss)(used);
    return [value, ...grads].map((tensor) => tensor.dataSync<'float32'>().slice());
  });
}

describe.each(testedBackends)('on the %s backend', (backend) => {
  beforeAll(async () => {
    await tensorFlowOn(backend);
  });
  afterAll(() => tf.disposeVariables());

  describe.each(kernels)('with the $name kernel', (kernel) => {
    it.each(['data', 'tensors'] as const)('has the gradients of autodiff, inputs as %s', (form) => {
      const expected = differentiate((all) => gruUnrollAutodiff(tf, all), form);
      const actual = differentiate((all) => gruUnroll(tf, kernel, all), form);
      expect(actual.length).toBe(form === 'data' ? 5 : 7);
      actual.forEach((values, i) => {
        expect(expected[i]!.some((x) => x !== 0)).toBe(true);
        expect(largestError(values, expected[i]!)).toBeLessThan(1e-5);
      });
    });

    it('leaves no tensors behind, with or without a gradient', () => {
      const before = tf.memory().numTensors;
      differentiate((all) => gruUnroll(tf, kernel, all), 'tensors');
      expect(tf.memory().numTensors).toBe(before);
      const h = tf.tidy(() => gruUnroll(tf, kernel, drawArguments()));
      expect(tf.memory().numTensors).toBe(before + 1);
      h.dispose();
    });

    it('serves two unrolls in one loss', () => {
      const twice = (unroll: Unroll) =>
        differentiate((all) => {
          const first = unroll(all);
          const second = unroll({ ...all, cleared: new Uint8Array(steps * batch) });
          return tf.add(first, tf.mul(second, 0.5));
        }, 'tensors');
      const expected = twice((all) => gruUnrollAutodiff(tf, all));
      twice((all) => gruUnroll(tf, kernel, all)).forEach((values, i) => {
        expect(largestError(values, expected[i]!)).toBeLessThan(1e-5);
      });
    });

    it('has the values and gradients of plain heads', () => {
      const shape = { rows: 12, observation: 5, hidden: 6, outputs: 3 };
      const { parameters, from } = drawHeadProblem(shape, 8);
      const observations = Float32Array.from(from.observations);
      tf.tidy(() => {
        const sources = [
          tf.tensor(Float32Array.from(parameters.observationWeights), [5, 3]),
          tf.tensor(Float32Array.from(parameters.memoryWeights), [6, 3]),
          tf.tensor(Float32Array.from(parameters.bias), [3]),
          tf.tensor(Float32Array.from(from.memory), [4, 3, 6]),
        ];
        const fused = (...[ws, wh, b, h]: tf.Tensor[]) =>
          linearHeads(tf, kernel, {
            observations,
            memory: h!,
            parameters: {
              observationWeights: ws!.as2D(5, 3),
              memoryWeights: wh!.as2D(6, 3),
              bias: b!.as1D(),
            },
          });
        const plain = (...[ws, wh, b, h]: tf.Tensor[]) =>
          tf
            .tensor2d(observations, [12, 5])
            .matMul(ws!.as2D(5, 3))
            .add(h!.reshape([12, 6]).matMul(wh!.as2D(6, 3)))
            .add(b!);
        const run = (f: typeof fused | typeof plain) => {
          const loss = (...given: tf.Tensor[]): tf.Scalar =>
            f(...given)
              .square()
              .sum();
          const { value, grads } = tf.valueAndGrads(loss)(sources);
          return [value, ...grads];
        };
        const expected = run(plain);
        run(fused).forEach((tensor, i) => {
          expect(tensor.shape).toEqual(expected[i]!.shape);
          expect(largestError(tensor.dataSync(), expected[i]!.dataSync())).toBeLessThan(1e-5);
        });
      });
    });

    it('trains variables through a TensorFlow.js optimizer', () => {
      const all = drawArguments();
      const bias = tf.variable(all.parameters.bias);
      const optimizer = tf.train.sgd(0.01);
      const loss = () =>
        gruUnroll(tf, kernel, { ...all, parameters: { ...all.parameters, bias } })
          .sub(0.1)
          .square()
          .mean()
          .asScalar();
      const first = loss().dataSync()[0]!;
      for (let i = 0; i < 20; i++) optimizer.minimize(loss, false, [bias]);
      expect(loss().dataSync()[0]!).toBeLessThan(first);
    });
  });
});

it('keeps no activations when no gradient is recorded', async () => {
  await someTensorFlow('cpu');
  const kernel = createTypedArrayKernel();
  const released: boolean[] = [];
  const watched = {
    ...kernel,
    forward: (...given: Parameters<typeof kernel.forward>) => {
      const index = released.push(false) - 1;
      const tape = kernel.forward(...given);
      return {
        ...tape,
        release: () => {
          released[index] = true;
          tape.release();
        },
      };
    },
  };
  tf.tidy(() => {
    gruUnroll(tf, watched, drawArguments());
    tf.grad((x) =>
      gruUnroll(tf, watched, { ...drawArguments(), inputs: x.as3D(steps, batch, inputs) }).sum(),
    )(tf.zeros([steps, batch, inputs]));
  });
  expect(released).toEqual([true, false]);
});

/** Tensors for one unroll; call inside tidy, or dispose. */
function drawArguments(): UnrollArguments {
  const { parameters } = problem;
  return {
    steps,
    batch,
    inputs: Float32Array.from(sequence.inputs),
    cleared: sequence.cleared,
    parameters: {
      inputWeights: tf.tensor2d(Float32Array.from(parameters.inputWeights), [inputs, 3 * hidden]),
      recurrentWeights: tf.tensor2d(Float32Array.from(parameters.recurrentWeights), [
        hidden,
        3 * hidden,
      ]),
      bias: tf.tensor1d(Float32Array.from(parameters.bias)),
      candidateBias: tf.tensor1d(Float32Array.from(parameters.candidateBias)),
    },
  };
}
