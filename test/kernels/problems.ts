import type {
  GruGradients,
  GruKernel,
  GruParameters,
  GruSequence,
  GruSize,
  HeadArguments,
  HeadGradients,
  HeadParameters,
  HeadSize,
  Reals,
} from '../../agents/kernels/gru.js';

/** Reproducible numbers in [-1, 1) (mulberry32). */
export function createNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

export const draw = (length: number, noise: () => number, scale = 1): Float64Array =>
  Float64Array.from({ length }, () => noise() * scale);

/** Each number kept with probability `density`, otherwise 0. */
export const drawSparse = (length: number, noise: () => number, density: number): Float64Array =>
  Float64Array.from({ length }, () => (noise() < 2 * density - 1 ? noise() : 0));

export interface GruProblem {
  readonly size: GruSize;
  readonly parameters: GruParameters;
  readonly sequence: Required<GruSequence>;
  /** [T, B, H]: the loss is sum(outputGradient ∘ output). */
  readonly outputGradient: Float64Array;
}

export function drawGruProblem(
  size: GruSize,
  seed: number,
  { density = 1, clearing = 0.2 } = {},
): GruProblem {
  const { steps, batch, inputs, hidden } = size;
  const noise = createNoise(seed);
  return {
    size,
    parameters: {
      inputWeights: draw(inputs * 3 * hidden, noise, 2 / Math.sqrt(inputs)),
      recurrentWeights: draw(hidden * 3 * hidden, noise, 2 / Math.sqrt(hidden)),
      bias: draw(3 * hidden, noise),
      candidateBias: draw(hidden, noise),
    },
    sequence: {
      inputs: drawSparse(steps * batch * inputs, noise, density),
      cleared: Uint8Array.from({ length: steps * batch }, () =>
        noise() < 2 * clearing - 1 ? 1 : 0,
      ),
      initialMemory: draw(batch * hidden, noise),
    },
    outputGradient: draw(steps * batch * hidden, noise),
  };
}

/** Forward and backward; everything that comes out, by name. */
export function solve(kernel: GruKernel, problem: GruProblem): Record<string, Float64Array> {
  const { size, parameters, sequence, outputGradient } = problem;
  const output = new Float64Array(outputGradient.length);
  const gradients = emptyGradients(size);
  kernel.forward(size, parameters, sequence, output).backward(outputGradient, gradients);
  return { output, ...gradients };
}

export function emptyGradients({ steps, batch, inputs, hidden }: GruSize) {
  return {
    inputWeights: new Float64Array(inputs * 3 * hidden),
    recurrentWeights: new Float64Array(hidden * 3 * hidden),
    bias: new Float64Array(3 * hidden),
    candidateBias: new Float64Array(hidden),
    inputs: new Float64Array(steps * batch * inputs),
    initialMemory: new Float64Array(batch * hidden),
  } satisfies GruGradients;
}

export interface HeadProblem {
  readonly size: HeadSize;
  readonly parameters: HeadParameters;
  readonly from: HeadArguments;
  readonly outputGradient: Float64Array;
}

export function drawHeadProblem(size: HeadSize, seed: number, density = 0.3): HeadProblem {
  const { rows, observation, hidden, outputs } = size;
  const noise = createNoise(seed);
  return {
    size,
    parameters: {
      observationWeights: draw(observation * outputs, noise),
      memoryWeights: draw(hidden * outputs, noise),
      bias: draw(outputs, noise),
    },
    from: {
      observations: drawSparse(rows * observation, noise, density),
      memory: draw(rows * hidden, noise),
    },
    outputGradient: draw(rows * outputs, noise),
  };
}

export function solveHeads(kernel: GruKernel, problem: HeadProblem): Record<string, Float64Array> {
  const { size, parameters, from, outputGradient } = problem;
  const output = new Float64Array(outputGradient.length);
  kernel.heads(size, parameters, from, output);
  const gradients = {
    observationWeights: new Float64Array(size.observation * size.outputs),
    memoryWeights: new Float64Array(size.hidden * size.outputs),
    bias: new Float64Array(size.outputs),
    memory: new Float64Array(size.rows * size.hidden),
  } satisfies HeadGradients;
  kernel.headsBackward(size, parameters, from, outputGradient, gradients);
  return { output, ...gradients };
}

/** Central differences of `loss` with respect to every element of `values`, changed in place. */
export function finiteDifferences(values: Reals, loss: () => number, step = 1e-5): Float64Array {
  return Float64Array.from({ length: values.length }, (_, i) => {
    const value = values[i]!;
    values[i] = value + step;
    const above = loss();
    values[i] = value - step;
    const below = loss();
    values[i] = value;
    return (above - below) / (2 * step);
  });
}

export function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** The largest difference, relative to the largest magnitude expected (or 1, if that is smaller). */
export function largestError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let error = 0;
  let magnitude = 1;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    error = Math.max(error, difference);
    magnitude = Math.max(magnitude, Math.abs(expected[i]!));
  }
  return error / magnitude;
}
