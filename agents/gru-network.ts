import type * as tfjs from '@tensorflow/tfjs';
import type { GruKernel } from './kernels/gru.js';
import { gruUnroll, gruUnrollAutodiff, linearHeads } from './kernels/gru-operation.js';
import { Workspace } from './kernels/workspace.js';
import {
  type Actor,
  type Encoder,
  type EncoderEvaluation,
  type EncoderStepper,
  type Heads,
  type HeadsEvaluation,
  joinNetwork,
  type Network,
  type Sequences,
  type SteppedEncoder,
} from './networks.js';
import type { Parameters, Tensors } from './parameters.js';
import type { NetworkSizes } from './rnn-agent.js';

// The names of the parameters, as they stand in checkpoints.
const ENCODER = {
  inputWeights: 'gru/input-weights',
  recurrentWeights: 'gru/recurrent-weights',
  bias: 'gru/bias',
  candidateBias: 'gru/candidate-bias',
} as const;
const HEADS = {
  observationWeights: 'heads/observation-weights',
  memoryWeights: 'heads/memory-weights',
  bias: 'heads/bias',
} as const;

export interface GruOptions {
  /** From `loadKernel()`. */
  readonly kernel: GruKernel;
  /** Length of the memory, H. */
  readonly hidden: number;
  /**
   * Input weights start with deviation gain / √I. 2 by default: of one-hot inputs few are not zero, so that
   * larger weights are needed to be heard. Dense inputs with deviation 1 saturate the gates above 1.
   */
  readonly inputGain?: number;
  /** What the deviations of a Gaussian policy start from; 1 by default. */
  readonly initialDeviation?: number;
}

/**
 * The reference network: a gated recurrent unit over transitions (Cho et al. 2014) and linear policy
 * and value heads on (s, h). The recurrence is one fused operation, to learn and to act.
 *
 * @example
 * const kernel = await loadKernel();
 * const agent = new RnnAgent({ family, network: gruNetwork({ kernel, hidden: 32 }), rewardScale: 0.1 });
 */
export function gruNetwork(options: GruOptions): (sizes: NetworkSizes) => Network {
  const { kernel, hidden, inputGain = 2, initialDeviation = 1 } = options;
  return (sizes) =>
    joinNetwork({
      encoder: gruEncoder(kernel, sizes.inputs, hidden, inputGain),
      heads: fusedLinearHeads(kernel, sizes.observations, hidden, sizes.head + 1),
      free: sizes.free,
      logDeviation: Math.log(initialDeviation),
      actor: (slots) => kernelActor(kernel, sizes, hidden, slots),
    });
}

/** The encoder alone, to be joined with heads of your own, as by `encoderNetwork`. */
export function gruEncoder(
  kernel: GruKernel,
  inputs: number,
  hidden: number,
  inputGain = 2,
): SteppedEncoder {
  return {
    id: 'gru',
    size: hidden,
    specs: gruSpecs(inputs, hidden, inputGain),
    unroll: (tf, parameters, { steps, slots, inputs, cleared }, memory) =>
      gruUnroll(tf, kernel, {
        steps,
        batch: slots,
        inputs,
        cleared,
        parameters: gruTensors(parameters),
        ...(memory ? { initialMemory: memory } : {}),
      }),
    forward: (parameters, sequences, workspace) =>
      gruForward(kernel, inputs, hidden, parameters, sequences, workspace),
    stepper: (slots) => gruStepper(kernel, inputs, hidden, slots),
  };
}

/**
 * The same encoder from TensorFlow.js operations alone, step by step: some twenty times slower. A
 * pattern for encoders of your own, and what the fused one is tested against.
 */
export function gruAutodiffEncoder(inputs: number, hidden: number): Encoder {
  return {
    id: 'gru-autodiff',
    size: hidden,
    specs: gruSpecs(inputs, hidden, 2),
    unroll: (tf, parameters, { steps, slots, inputs, cleared }, memory) =>
      gruUnrollAutodiff(tf, {
        steps,
        batch: slots,
        inputs,
        cleared,
        parameters: gruTensors(parameters),
        ...(memory ? { initialMemory: memory } : {}),
      }),
  };
}

function gruSpecs(inputs: number, hidden: number, gain: number): Encoder['specs'] {
  return [
    { name: ENCODER.inputWeights, shape: [inputs, 3 * hidden], start: 'scaled', gain },
    { name: ENCODER.recurrentWeights, shape: [hidden, 3 * hidden], start: 'orthogonal' },
    { name: ENCODER.bias, shape: [3 * hidden], start: 'zeros' },
    { name: ENCODER.candidateBias, shape: [hidden], start: 'zeros' },
  ];
}

function gruTensors(parameters: Tensors) {
  return {
    inputWeights: parameters[ENCODER.inputWeights] as tfjs.Tensor2D,
    recurrentWeights: parameters[ENCODER.recurrentWeights] as tfjs.Tensor2D,
    bias: parameters[ENCODER.bias] as tfjs.Tensor1D,
    candidateBias: parameters[ENCODER.candidateBias] as tfjs.Tensor1D,
  };
}

/** y = b + s Ws + h Wh for policy and value at once, as one fused operation. */
export function fusedLinearHeads(
  kernel: GruKernel,
  observation: number,
  hidden: number,
  outputCount: number,
): Heads {
  return {
    id: 'linear',
    specs: [
      { name: HEADS.observationWeights, shape: [observation, outputCount], start: 'zeros' },
      { name: HEADS.memoryWeights, shape: [hidden, outputCount], start: 'scaled', gain: 0.1 },
      { name: HEADS.bias, shape: [outputCount], start: 'zeros' },
    ],
    read: (tf, parameters, observations, memory) =>
      linearHeads(tf, kernel, {
        observations,
        memory,
        parameters: {
          observationWeights: parameters[HEADS.observationWeights] as tfjs.Tensor2D,
          memoryWeights: parameters[HEADS.memoryWeights] as tfjs.Tensor2D,
          bias: parameters[HEADS.bias] as tfjs.Tensor1D,
        },
      }),
    forward(parameters, observations, memory, workspace = new Workspace()): HeadsEvaluation {
      const rows = memory.length / hidden;
      const size = { rows, observation, hidden, outputs: outputCount };
      const read = { observations, memory };
      const outputs = workspace.floats(rows * outputCount);
      kernel.heads(size, headArrays(parameters), read, outputs);
      return {
        outputs,
        backward(outputGradient, gradient) {
          const memoryGradient = workspace.floats(memory.length);
          kernel.headsBackward(size, headArrays(parameters), read, outputGradient, {
            ...headArrays(gradient),
            memory: memoryGradient,
          });
          return memoryGradient;
        },
      };
    },
  };
}

function gruForward(
  kernel: GruKernel,
  inputs: number,
  hidden: number,
  parameters: Parameters,
  { steps, slots, cleared, ...sequences }: Sequences,
  workspace = new Workspace(),
): EncoderEvaluation {
  const memory = workspace.floats(steps * slots * hidden);
  const size = { steps, batch: slots, inputs, hidden };
  const read = { inputs: sequences.inputs, cleared };
  const tape = kernel.forward(size, gruArrays(parameters), read, memory);
  return {
    memory,
    backward: (memoryGradient, gradient) => tape.backward(memoryGradient, gruArrays(gradient)),
  };
}

/** The recurrence without heads: the kernel's stepper, with one head that is not read. */
function gruStepper(
  kernel: GruKernel,
  inputs: number,
  hidden: number,
  slots: number,
): EncoderStepper {
  const stepper = kernel.createStepper({ slots, inputs, hidden, observation: 0, outputs: 1 });
  const noHeads = {
    observationWeights: new Float32Array(0),
    memoryWeights: new Float32Array(hidden),
    bias: new Float32Array(1),
  };
  return {
    load: (parameters) => stepper.load(gruArrays(parameters), noHeads),
    clear: () => stepper.hidden.fill(0),
    snapshot() {
      const kept = stepper.hidden.slice();
      return () => stepper.hidden.set(kept);
    },
    step(features, cleared, memory) {
      stepper.inputs.set(features);
      stepper.cleared.set(cleared);
      stepper.step();
      memory.set(stepper.hidden);
    },
  };
}

function gruArrays(parameters: Parameters) {
  return {
    inputWeights: parameters.view(ENCODER.inputWeights),
    recurrentWeights: parameters.view(ENCODER.recurrentWeights),
    bias: parameters.view(ENCODER.bias),
    candidateBias: parameters.view(ENCODER.candidateBias),
  };
}

function headArrays(parameters: Parameters) {
  return {
    observationWeights: parameters.view(HEADS.observationWeights),
    memoryWeights: parameters.view(HEADS.memoryWeights),
    bias: parameters.view(HEADS.bias),
  };
}

function kernelActor(kernel: GruKernel, sizes: NetworkSizes, hidden: number, slots: number): Actor {
  const stepper = kernel.createStepper({
    slots,
    inputs: sizes.inputs,
    hidden,
    observation: sizes.observations,
    outputs: sizes.head + 1,
  });
  return {
    slots,
    load(parameters) {
      stepper.load(gruArrays(parameters), headArrays(parameters));
    },
    get inputs() {
      return stepper.inputs;
    },
    get cleared() {
      return stepper.cleared;
    },
    get observations() {
      return stepper.observations;
    },
    step: () => stepper.step(),
    get outputs() {
      return stepper.outputs;
    },
    get memory() {
      return stepper.hidden;
    },
    clear: () => stepper.hidden.fill(0),
    snapshot() {
      const kept = stepper.hidden.slice();
      return () => stepper.hidden.set(kept);
    },
  };
}
