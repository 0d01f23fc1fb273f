import type * as tfjs from '@tensorflow/tfjs';
import type { TensorFlow } from './kernels/tensorflow.js';
import type { Workspace } from './kernels/workspace.js';
import type { ParameterSpec, Parameters, Tensors } from './parameters.js';

/** Whole sequences, time-major: T decisions in each of B slots. */
export interface Sequences {
  readonly steps: number;
  readonly slots: number;
  /** Transition features, [T, B, I]. */
  readonly inputs: Float32Array;
  /** 1 where the memory is cleared before the decision, [T, B]. */
  readonly cleared: Uint8Array;
  /** s_t, [T, B, O]. */
  readonly observations: Float32Array;
}

/**
 * f_θ. Its parameters live outside, in one flat vector; `evaluate` is a pure function of them as
 * tensors, through which gradients flow, and an actor is the same function one step at a time.
 */
export interface Network {
  readonly id: string;
  readonly specs: readonly ParameterSpec[];
  /** Policy head and value of all decisions, [T·B, P + 1], memory starting from zero. */
  evaluate(tf: TensorFlow, parameters: Tensors, sequences: Sequences): tfjs.Tensor2D;
  /**
   * The same function with its gradient written out, where there is one: it needs no TensorFlow.js. Whatever it and its
   * way back give lies in the workspace, where there is one, and is gone when that restarts.
   */
  forward?(parameters: Parameters, sequences: Sequences, workspace?: Workspace): Evaluation;
  actor(slots: number): Actor;
  /** The action distribution's free parameters (log deviations), possibly of length 0. */
  free(parameters: Parameters): Float32Array;
  freeTensor(tf: TensorFlow, parameters: Tensors): tfjs.Tensor1D;
}

/** What a network gave for whole sequences, and the way back. */
export interface Evaluation {
  /** Policy head and value of all decisions, [T·B, P + 1]. */
  readonly outputs: Float32Array;
  /**
   * Writes the gradient of sum(outputGradient ∘ outputs) into `gradient`, which is zero before, but for the action
   * distribution's free parameters, which the outputs do not depend on. Once for each evaluation.
   */
  backward(outputGradient: Float32Array, gradient: Parameters): void;
}

/**
 * A network at work: fill `inputs`, `cleared` and `observations`, call `step`, read `outputs`. Read
 * the arrays from the actor each time: WebAssembly memory that grows replaces them.
 */
export interface Actor {
  readonly slots: number;
  /** Copies the parameters in; to be called when they have changed. */
  load(parameters: Parameters): void;
  /** [B, I]. */
  readonly inputs: Float32Array;
  /** 1 where the memory is cleared first, [B]. */
  readonly cleared: Uint8Array;
  /** [B, O]. */
  readonly observations: Float32Array;
  step(): void;
  /** Policy head then value, [B, P + 1]. */
  readonly outputs: Float32Array;
  /** What the heads read of the past in the last step, h, [B, H]: to look at, not to write. Zeros after `clear`. */
  readonly memory: Float32Array;
  /** Forgets everything, in all slots. */
  clear(): void;
  /** Keeps what is remembered now, and gives the way back to it: for a look ahead. */
  snapshot(): () => void;
}

/** What turns transitions into memory: one slot of the agent, to be filled differently. */
export interface Encoder {
  readonly id: string;
  readonly specs: readonly ParameterSpec[];
  /** Length of what the heads read, H; for a recurrent encoder also of its memory. */
  readonly size: number;
  /** h of all decisions, [T, B, H]. `memory` [B, H] is what it starts from; zeros when absent. */
  unroll(
    tf: TensorFlow,
    parameters: Tensors,
    sequences: Sequences,
    memory?: tfjs.Tensor2D,
  ): tfjs.Tensor3D;
  /** The same function with its gradient written out, where there is one: as `Network.forward`. */
  forward?(parameters: Parameters, sequences: Sequences, workspace?: Workspace): EncoderEvaluation;
}

/** What an encoder gave for whole sequences, and the way back. */
export interface EncoderEvaluation {
  /** h of all decisions, [T, B, H]. */
  readonly memory: Float32Array;
  /** Writes the gradient of sum(memoryGradient ∘ memory) into the encoder's arrays of `gradient`, zero before. Once. */
  backward(memoryGradient: Float32Array, gradient: Parameters): void;
}

/** An encoder that can also act without TensorFlow.js: the same function of typed arrays, one step at a time. */
export interface SteppedEncoder extends Encoder {
  stepper(slots: number): EncoderStepper;
}

/** One step of an encoder after the other, in B slots, with whatever it carries from one to the next. */
export interface EncoderStepper {
  /** To be called before the first step and when parameters have changed. */
  load(parameters: Parameters): void;
  clear(): void;
  snapshot(): () => void;
  /** Reads `inputs` [B, I], where `cleared` [B] is 1 after forgetting the past, and writes h, [B, H]. */
  step(inputs: Float32Array, cleared: Uint8Array, memory: Float32Array): void;
}

/** π and V as functions of (s, h). */
export interface Heads {
  readonly id: string;
  readonly specs: readonly ParameterSpec[];
  /** Policy head and value of N decisions, [N, P + 1], from s [N, O] and h [N, H]. */
  read(
    tf: TensorFlow,
    parameters: Tensors,
    observations: Float32Array,
    memory: tfjs.Tensor2D,
  ): tfjs.Tensor2D;
  /** The same function with its gradient written out, where there is one: as `Network.forward`. */
  forward?(
    parameters: Parameters,
    observations: Float32Array,
    memory: Float32Array,
    workspace?: Workspace,
  ): HeadsEvaluation;
}

/** What heads gave, and the way back. */
export interface HeadsEvaluation {
  /** Policy head and value, [N, P + 1]. */
  readonly outputs: Float32Array;
  /** Writes that of sum(outputGradient ∘ outputs) into the heads' arrays of `gradient`, zero before; gives h's, [N, H]. */
  backward(outputGradient: Float32Array, gradient: Parameters): Float32Array;
}

/** Heads that can also be read without TensorFlow.js. */
export interface SteppedHeads extends Heads {
  /** The same function of typed arrays: writes policy head and value of N decisions, [N, P + 1]. */
  readArrays(
    parameters: Parameters,
    observations: Float32Array,
    memory: Float32Array,
    outputs: Float32Array,
  ): void;
}

/** The free parameters of a Gaussian policy, where there are any. */
const FREE = 'policy/log-deviation';

export interface NetworkParts {
  readonly encoder: Encoder;
  readonly heads: Heads;
  /** Free parameters of the action distribution: the log deviations of a Gaussian. */
  readonly free: number;
  /** What they start from; 0 by default. */
  readonly logDeviation?: number;
  /** Makes the actor; see `tensorActor` for parts that are written in TensorFlow.js alone. */
  readonly actor: (slots: number) => Actor;
}

/** Joins an encoder and heads into a network, which learns without TensorFlow.js if both have their gradient written out. */
export function joinNetwork(parts: NetworkParts): Network {
  const { encoder, heads, free, logDeviation = 0, actor } = parts;
  const forward = joinForward(encoder, heads);
  return {
    id: `${encoder.id}+${heads.id}`,
    specs: [
      ...encoder.specs,
      ...heads.specs,
      ...(free > 0
        ? [{ name: FREE, shape: [free], start: 'constant', gain: logDeviation } as const]
        : []),
    ],
    evaluate(tf, parameters, sequences) {
      const count = sequences.steps * sequences.slots;
      const memory = encoder.unroll(tf, parameters, sequences);
      const flat = memory.reshape<tfjs.Tensor2D>([count, encoder.size]);
      return heads.read(tf, parameters, sequences.observations, flat);
    },
    actor,
    ...(forward ? { forward } : {}),
    free: (parameters) => (free > 0 ? parameters.view(FREE) : new Float32Array(0)),
    freeTensor: (tf, parameters) =>
      free > 0 ? (parameters[FREE] ?? tf.zeros([free])).as1D() : tf.zeros<tfjs.Rank.R1>([0]),
  };
}

function joinForward(encoder: Encoder, heads: Heads): Network['forward'] | undefined {
  if (!encoder.forward || !heads.forward) return undefined;
  return (parameters, sequences, workspace) => {
    const past = encoder.forward!(parameters, sequences, workspace);
    const read = heads.forward!(parameters, sequences.observations, past.memory, workspace);
    return {
      outputs: read.outputs,
      backward: (outputGradient, gradient) =>
        past.backward(read.backward(outputGradient, gradient), gradient),
    };
  };
}

/** How many numbers an actor is handed, and gives. */
interface ActorSizes {
  readonly inputs: number;
  readonly observations: number;
  readonly head: number;
}

/** The arrays that an actor is handed, and gives. */
function actorArrays({ inputs, observations, head }: ActorSizes, slots: number) {
  return {
    slots,
    inputs: new Float32Array(slots * inputs),
    cleared: new Uint8Array(slots),
    observations: new Float32Array(slots * observations),
    outputs: new Float32Array(slots * (head + 1)),
  };
}

/**
 * An actor for any encoder and heads, one sequence step at a time through their tensor versions:
 * slower than a kernel by a factor of ten to fifty, but it needs no code of its own.
 */
export function tensorActor(
  tf: TensorFlow,
  encoder: Encoder,
  heads: Heads,
  sizes: ActorSizes,
  slots: number,
): Actor {
  let loaded: Parameters | undefined;
  const arrays = actorArrays(sizes, slots);
  const { observations, outputs } = arrays;
  const memory = new Float32Array(slots * encoder.size);
  return {
    ...arrays,
    memory,
    clear: () => memory.fill(0),
    snapshot() {
      const kept = memory.slice();
      return () => memory.set(kept);
    },
    load(parameters) {
      loaded = parameters;
    },
    step() {
      tf.tidy(() => {
        const tensors = loaded?.toTensors(tf) ?? {};
        const before = tf.tensor2d(memory, [slots, encoder.size]);
        const sequences = { steps: 1, ...arrays };
        const after = encoder
          .unroll(tf, tensors, sequences, before)
          .reshape<tfjs.Tensor2D>([slots, encoder.size]);
        memory.set(after.dataSync());
        outputs.set(heads.read(tf, tensors, observations, after).dataSync());
      });
    },
  };
}

/** An actor that steps encoder and heads on typed arrays. */
export function steppedActor(
  encoder: SteppedEncoder,
  heads: SteppedHeads,
  sizes: ActorSizes,
  slots: number,
): Actor {
  let loaded: Parameters | undefined;
  const stepper = encoder.stepper(slots);
  const arrays = actorArrays(sizes, slots);
  const { observations, outputs } = arrays;
  const memory = new Float32Array(slots * encoder.size);
  return {
    ...arrays,
    memory,
    clear() {
      stepper.clear();
      memory.fill(0);
    },
    snapshot() {
      const goBack = stepper.snapshot();
      const kept = memory.slice();
      return () => {
        goBack();
        memory.set(kept);
      };
    },
    load(parameters) {
      loaded = parameters;
      stepper.load(parameters);
    },
    step() {
      stepper.step(arrays.inputs, arrays.cleared, memory);
      // Loaded, or the stepper would have thrown.
      heads.readArrays(loaded!, observations, memory, outputs);
    },
  };
}
