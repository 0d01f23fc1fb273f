/**
 * The gated recurrent unit (Cho et al. 2014, arXiv:1406.1078) over whole sequences, with the reset gate
 * applied after the recurrent product as in cuDNN and PyTorch:
 *
 *   r  = σ(x Wxr + br + h Whr)          reset
 *   z  = σ(x Wxz + bz + h Whz)          update
 *   u  = h Whn + c
 *   n  = tanh(x Wxn + bn + r ∘ u)       candidate
 *   h' = (1 - z) ∘ n + z ∘ h
 *
 * Two implementations share this contract: WebAssembly SIMD (`loadWasmKernel`, fast) and plain typed
 * arrays (`createTypedArrayKernel`, any platform, the oracle in tests). Arrays are row-major; sequences
 * are time-major.
 */

/**
 * Where numbers are read from and written to. The WebAssembly kernel computes in 32 bits whatever it
 * is given; the typed-array kernel computes in 64 and rounds only when it writes into a Float32Array.
 */
export type Reals = Float32Array | Float64Array;

/** Gate order in every `3 hidden`: reset, update, candidate. */
export interface GruParameters {
  /** Wx, [inputs, 3 hidden]. */
  readonly inputWeights: Reals;
  /** Wh, [hidden, 3 hidden]. */
  readonly recurrentWeights: Reals;
  /** b, [3 hidden]. */
  readonly bias: Reals;
  /** c, [hidden]: the candidate's bias inside the reset gate. */
  readonly candidateBias: Reals;
}

/** All at least 1. */
export interface GruSize {
  readonly steps: number;
  readonly batch: number;
  readonly inputs: number;
  readonly hidden: number;
}

export interface GruSequence {
  /** [steps, batch, inputs]. Mostly zeros (one-hot) is cheap. */
  readonly inputs: Reals;
  /** [steps, batch]. Where 1, the memory is zero before that step and no gradient flows back past it. */
  readonly cleared: Uint8Array;
  /** [batch, hidden]; zero when absent. */
  readonly initialMemory?: Reals;
}

/** Overwritten by `GruTape.backward`; the optional ones are computed only when present. */
export interface GruGradients extends GruParameters {
  /** [steps, batch, inputs]. */
  readonly inputs?: Reals;
  /** [batch, hidden]. */
  readonly initialMemory?: Reals;
}

/**
 * The activations of one forward pass. Any number may be alive at once; one that is dropped without
 * `backward` or `release` is garbage-collected like any object.
 */
export interface GruTape {
  /**
   * Gradients of sum(outputGradient ∘ output), with respect to the parameters and inputs as they were
   * in `forward`. A tape is walked back once: its memory is reused on the way.
   *
   * @param outputGradient [steps, batch, hidden]
   * @throws if the tape was walked back or released already, or an array has the wrong length
   */
  backward(outputGradient: Reals, gradients: GruGradients): void;
  /** Gives up the activations early. Harmless when repeated. */
  release(): void;
}

/** y = b + s Ws + h Wh: policy logits and value read linearly from memory and observation. */
export interface HeadParameters {
  /** Ws, [observation, outputs]. */
  readonly observationWeights: Reals;
  /** Wh, [hidden, outputs]. */
  readonly memoryWeights: Reals;
  /** b, [outputs]. */
  readonly bias: Reals;
}

/** `observation` may be 0: heads that read memory alone. The others are at least 1. */
export interface HeadSize {
  readonly rows: number;
  readonly observation: number;
  readonly hidden: number;
  readonly outputs: number;
}

export interface HeadArguments {
  /** s, [rows, observation]. Mostly zeros is cheap. */
  readonly observations: Reals;
  /** h, [rows, hidden]. */
  readonly memory: Reals;
}

/** Overwritten by `headsBackward`. */
export interface HeadGradients extends HeadParameters {
  /** [rows, hidden]. */
  readonly memory: Reals;
}

export interface StepperSize {
  readonly slots: number;
  readonly inputs: number;
  readonly hidden: number;
  /** May be 0. */
  readonly observation: number;
  readonly outputs: number;
}

/**
 * Acting without gradients: one step at a time for a number of slots (one per running episode).
 *
 * Fill `inputs`, `observations` and `cleared`, call `step`, read `outputs`. Read the views from the
 * stepper each time instead of keeping them: a growing WebAssembly memory detaches old views.
 */
export interface GruStepper {
  /** Copies the parameters in; call again after every update. */
  load(gru: GruParameters, heads: HeadParameters): void;
  /** [slots, inputs], written by the caller. */
  readonly inputs: Float32Array;
  /** [slots, observation], written by the caller. */
  readonly observations: Float32Array;
  /** [slots], written by the caller. Where 1, `step` starts that slot from zero memory. Not reset by `step`. */
  readonly cleared: Uint8Array;
  /** The memory, [slots, hidden], replaced by `step`; zero at first. May be saved and restored. */
  readonly hidden: Float32Array;
  /** [slots, outputs], written by `step`. */
  readonly outputs: Float32Array;
  /** @throws if no parameters were loaded, or the stepper was released */
  step(): void;
  /** Gives the stepper's memory back to its kernel; the views must not be used any more. */
  release(): void;
}

export interface GruKernel {
  /** `wasm` or `typed-array`: worth printing, they differ tenfold in speed. */
  readonly name: string;
  /**
   * Runs all time steps.
   *
   * @param output [steps, batch, hidden], overwritten with h
   * @throws if an array's length does not fit `size`
   */
  forward(size: GruSize, parameters: GruParameters, sequence: GruSequence, output: Reals): GruTape;
  /**
   * y = b + s Ws + h Wh for all rows.
   *
   * @param output [rows, outputs], overwritten
   */
  heads(size: HeadSize, parameters: HeadParameters, from: HeadArguments, output: Reals): void;
  /**
   * Gradients of sum(outputGradient ∘ y) with respect to Ws, Wh, b and h (not s, which is data).
   *
   * @param outputGradient [rows, outputs]
   */
  headsBackward(
    size: HeadSize,
    parameters: HeadParameters,
    from: HeadArguments,
    outputGradient: Reals,
    gradients: HeadGradients,
  ): void;
  createStepper(size: StepperSize): GruStepper;
}
