/** Adam's memory, to be saved with the parameters. */
export interface AdamState {
  /** Running mean of the gradient, [P]. */
  readonly mean: Float32Array;
  /** Running mean of its square, [P]. */
  readonly square: Float32Array;
  /** Updates done. */
  updates: number;
  /** What the scheduled rate is multiplied by, where an algorithm steers it; 1 otherwise. */
  rateFactor: number;
}

/** β₁ = 0.9, β₂ = 0.999, ε = 1e-5: the values in use for PPO. */
const MEAN_DECAY = 0.9;
const SQUARE_DECAY = 0.999;
const EPSILON = 1e-5;

/** The state before the first step, of a vector of `size` numbers, P. */
export function adamState(size: number): AdamState {
  return {
    mean: new Float32Array(size),
    square: new Float32Array(size),
    updates: 0,
    rateFactor: 1,
  };
}

/**
 * One step of Adam (Kingma and Ba 2015, algorithm 1) on flat vectors, [P], in place. The gradient is
 * first scaled so that its norm is at most `maximumNorm`. Returns the norm before that.
 */
export function adamStep(
  parameters: Float32Array,
  gradient: Float32Array,
  state: AdamState,
  learningRate: number,
  maximumNorm: number,
): number {
  let sum = 0;
  for (let i = 0; i < gradient.length; i++) sum += gradient[i]! * gradient[i]!;
  const norm = Math.sqrt(sum);
  const scale = norm > maximumNorm ? maximumNorm / norm : 1;
  state.updates++;
  const { mean, square } = state;
  const meanCorrection = 1 - MEAN_DECAY ** state.updates;
  const squareCorrection = Math.sqrt(1 - SQUARE_DECAY ** state.updates);
  const rate = (learningRate * squareCorrection) / meanCorrection;
  const epsilon = EPSILON * squareCorrection;
  for (let i = 0; i < parameters.length; i++) {
    const slope = gradient[i]! * scale;
    const m = MEAN_DECAY * mean[i]! + (1 - MEAN_DECAY) * slope;
    const v = SQUARE_DECAY * square[i]! + (1 - SQUARE_DECAY) * slope * slope;
    mean[i] = m;
    square[i] = v;
    parameters[i]! -= (rate * m) / (Math.sqrt(v) + epsilon);
  }
  return norm;
}
