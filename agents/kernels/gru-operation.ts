import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import type { GruKernel } from './gru.js';
import type { TensorFlow } from './tensorflow.js';

/** The parameters of `gru.ts` as tensors or variables. */
export interface GruTensors {
  /** [inputs, 3 hidden], gate order reset, update, candidate. */
  readonly inputWeights: Tensor2D;
  /** [hidden, 3 hidden]. */
  readonly recurrentWeights: Tensor2D;
  /** [3 hidden]. */
  readonly bias: Tensor1D;
  /** [hidden]. */
  readonly candidateBias: Tensor1D;
}

export interface UnrollArguments {
  readonly steps: number;
  readonly batch: number;
  /** [steps, batch, inputs]. A Float32Array is data, without gradient; a tensor receives one. */
  readonly inputs: Float32Array | Tensor3D;
  /** [steps, batch]. Where 1, the memory is zero before that step and no gradient flows back past it. */
  readonly cleared: Uint8Array;
  /** [batch, hidden], zero when absent. A tensor receives a gradient. */
  readonly initialMemory?: Float32Array | Tensor2D;
  readonly parameters: GruTensors;
}

export interface HeadTensors {
  /** [observation, outputs]. */
  readonly observationWeights: Tensor2D;
  /** [hidden, outputs]. */
  readonly memoryWeights: Tensor2D;
  /** [outputs]. */
  readonly bias: Tensor1D;
}

export interface HeadsArguments {
  /** Data, without gradient, [rows, observation]. */
  readonly observations: Float32Array;
  /** [rows, hidden], or with more leading dimensions, such as [steps, batch, hidden]. */
  readonly memory: Tensor<Rank>;
  readonly parameters: HeadTensors;
}

const numbers = (values: Float32Array | Tensor): Float32Array =>
  values instanceof Float32Array ? values : values.dataSync<'float32'>();

/**
 * h [steps, batch, hidden] of the GRU over whole sequences, as one operation around the kernel, so
 * that autodiff meets a single node instead of one per time step: see `GruKernel.forward` for the
 * formulas. Gradients flow into the parameters, and into inputs and initial memory given as tensors.
 *
 * First-order gradients only: the gradient is not itself differentiable.
 *
 * @throws RangeError if an array does not fit the shapes of the parameters
 */
export function gruUnroll(
  tf: TensorFlow,
  kernel: GruKernel,
  { steps, batch, inputs, cleared, initialMemory, parameters }: UnrollArguments,
): Tensor3D {
  const { inputWeights, recurrentWeights, bias, candidateBias } = parameters;
  const hidden = recurrentWeights.shape[0];
  const size = { steps, batch, inputs: inputWeights.shape[0], hidden };
  // Must be asked out here: inside an operation the engine never records.
  const recording = tf.engine().isTapeOn();
  const sources: Tensor[] = [inputWeights, recurrentWeights, bias, candidateBias];
  if (!(inputs instanceof Float32Array)) sources.push(inputs);
  if (initialMemory && !(initialMemory instanceof Float32Array)) sources.push(initialMemory);

  const unroll = tf.customGrad<Tensor3D>(() => {
    const output = new Float32Array(steps * batch * hidden);
    const tape = kernel.forward(
      size,
      {
        inputWeights: numbers(inputWeights),
        recurrentWeights: numbers(recurrentWeights),
        bias: numbers(bias),
        candidateBias: numbers(candidateBias),
      },
      {
        inputs: numbers(inputs),
        cleared,
        ...(initialMemory ? { initialMemory: numbers(initialMemory) } : {}),
      },
      output,
    );
    if (!recording) tape.release();
    return {
      value: tf.tensor3d(output, [steps, batch, hidden]),
      gradFunc: (outputGradient: Tensor3D): Tensor[] => {
        const arrays = sources.map((source) => new Float32Array(source.size));
        const [dInputWeights, dRecurrentWeights, dBias, dCandidateBias, ...rest] = arrays;
        const dInputs = inputs instanceof Float32Array ? undefined : rest[0];
        const dInitial = initialMemory instanceof Float32Array ? undefined : rest[dInputs ? 1 : 0];
        tape.backward(numbers(outputGradient), {
          inputWeights: dInputWeights!,
          recurrentWeights: dRecurrentWeights!,
          bias: dBias!,
          candidateBias: dCandidateBias!,
          ...(dInputs ? { inputs: dInputs } : {}),
          ...(dInitial ? { initialMemory: dInitial } : {}),
        });
        return sources.map((source, i) => tf.tensor(arrays[i]!, source.shape));
      },
    };
  });
  return unroll(...sources);
}

/**
 * y [rows, outputs] = b + s Ws + h Wh as one operation around the kernel. Gradients flow into the
 * parameters and into `memory`, not into the observations.
 *
 * @throws RangeError if an array does not fit the shapes of the parameters
 */
export function linearHeads(
  tf: TensorFlow,
  kernel: GruKernel,
  { observations, memory, parameters }: HeadsArguments,
): Tensor2D {
  const { observationWeights, memoryWeights, bias } = parameters;
  const [hidden, outputs] = memoryWeights.shape;
  const rows = memory.size / hidden;
  const size = { rows, observation: observationWeights.shape[0], hidden, outputs };
  const apply = tf.customGrad<Tensor2D>(() => {
    const arrays = {
      observationWeights: numbers(observationWeights),
      memoryWeights: numbers(memoryWeights),
      bias: numbers(bias),
    };
    const from = { observations, memory: numbers(memory) };
    const output = new Float32Array(rows * outputs);
    kernel.heads(size, arrays, from, output);
    return {
      value: tf.tensor2d(output, [rows, outputs]),
      gradFunc: (outputGradient: Tensor2D): Tensor[] => {
        const gradients = {
          observationWeights: new Float32Array(observationWeights.size),
          memoryWeights: new Float32Array(memoryWeights.size),
          bias: new Float32Array(bias.size),
          memory: new Float32Array(memory.size),
        };
        kernel.headsBackward(size, arrays, from, numbers(outputGradient), gradients);
        return [
          tf.tensor(gradients.observationWeights, observationWeights.shape),
          tf.tensor(gradients.memoryWeights, memoryWeights.shape),
          tf.tensor(gradients.bias, bias.shape),
          tf.tensor(gradients.memory, memory.shape),
        ];
      },
    };
  });
  return apply(observationWeights, memoryWeights, bias, memory);
}

/**
 * The same h from TensorFlow.js operations alone, for tests and as the benchmark's yardstick. Written
 * for speed within those means: one input projection over all steps, one weight matrix per gate cut
 * once, and `unstack` instead of a slice per step, whose gradients would take time quadratic in steps.
 */
export function gruUnrollAutodiff(
  tf: TensorFlow,
  { steps, batch, inputs, cleared, initialMemory, parameters }: UnrollArguments,
): Tensor3D {
  return tf.tidy(() => {
    const width = parameters.inputWeights.shape[0];
    const hidden = parameters.recurrentWeights.shape[0];
    const rows = steps * batch;
    const x =
      inputs instanceof Float32Array
        ? tf.tensor2d(inputs, [rows, width])
        : tf.reshape<Rank.R2>(inputs, [rows, width]);
    const projected = tf.add<Tensor2D>(tf.matMul(x, parameters.inputWeights), parameters.bias);
    // Per gate r, z, n: the projections of every step, [batch, hidden] each.
    const [xr, xz, xn] = tf
      .split(projected, 3, 1)
      .map((gate) => tf.unstack(tf.reshape(gate, [steps, batch, hidden])));
    const [wr, wz, wn] = tf.split(parameters.recurrentWeights, 3, 1);
    let h: Tensor2D =
      initialMemory instanceof Float32Array
        ? tf.tensor2d(initialMemory, [batch, hidden])
        : (initialMemory ?? tf.zeros<Rank.R2>([batch, hidden]));
    const outputs: Tensor2D[] = [];
    for (let step = 0; step < steps; step++) {
      const flags = cleared.subarray(step * batch, (step + 1) * batch);
      if (flags.includes(1)) {
        h = tf.mul(
          h,
          tf.tensor2d(
            Float32Array.from(flags, (flag) => 1 - flag),
            [batch, 1],
          ),
        );
      }
      const r = tf.sigmoid(tf.add(xr![step]!, tf.matMul(h, wr!)));
      const z = tf.sigmoid(tf.add(xz![step]!, tf.matMul(h, wz!)));
      const u = tf.add(tf.matMul(h, wn!), parameters.candidateBias);
      const n = tf.tanh(tf.add(xn![step]!, tf.mul(r, u)));
      h = tf.add(n, tf.mul(z, tf.sub(h, n)));
      outputs.push(h);
    }
    return tf.stack(outputs).as3D(steps, batch, hidden);
  });
}
