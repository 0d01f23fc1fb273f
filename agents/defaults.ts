import type { PpoOptions } from './ppo.js';

/**
 * Where a run starts from when nothing else is said. One set for every built-in distribution of
 * small discrete tasks; `docs/results` says what it reaches on them.
 */
export const defaultPpo = {
  epochs: 1,
  minibatches: 16,
  learningRate: 6e-3,
  finalLearningRate: 0.1,
  discount: 0.93,
  finalDiscount: 0.98,
  traceDecay: 0.95,
  clip: 0.2,
  valueCoefficient: 0.5,
  entropyCoefficient: 0.04,
  gradientNorm: 0.5,
} as const satisfies PpoOptions;

/** Memory of 32 numbers; rewards near 1 are brought to 0.3. */
export const defaultAgent = { hidden: 32, rewardScale: 0.3 } as const;

/** Parallel meta-episodes of one iteration. */
export const defaultSlots = 64;
