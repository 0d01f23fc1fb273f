import type { Space } from '../core/spaces.js';
import type { EncoderName } from './encoders/names.js';
import type { PpoOptions } from './ppo.js';

/** Numbers that an agent and its training start from when nothing else is said. */
export interface Preset {
  readonly agent: {
    /** Length of the memory. */
    readonly hidden: number;
    readonly encoder: EncoderName;
    readonly rewardScale: number;
    readonly normalise: boolean;
    readonly initialDeviation: number;
  };
  readonly algorithm: PpoOptions;
  /** Parallel meta-episodes of one iteration, for each worker. */
  readonly slots: number;
  /** Tasks of a meta-test: as many as take seconds. */
  readonly testTasks: number;
}

/** For small discrete tasks; `docs/results` says what it reaches on the built-in ones. */
export const discretePreset = {
  agent: { hidden: 32, encoder: 'gru', rewardScale: 0.3, normalise: false, initialDeviation: 1 },
  algorithm: {
    epochs: 1,
    minibatches: 16,
    learningRate: 3e-3,
    finalLearningRate: 0.1,
    discount: 0.93,
    finalDiscount: 0.98,
    traceDecay: 0.95,
    valueTraceDecay: 0.95,
    clip: 0.2,
    valueCoefficient: 0.5,
    entropyCoefficient: 0.04,
    gradientNorm: 0.5,
    targetDivergence: 0,
    bootstrapEnd: false,
  },
  slots: 64,
  testTasks: 1000,
} as const satisfies Preset;

/**
 * For control with continuous actions: costly steps, so eight passes over each rollout, with the rate steered
 * by how far they move the policy.
 */
export const continuousPreset = {
  agent: { hidden: 64, encoder: 'gru', rewardScale: 1, normalise: true, initialDeviation: 0.2 },
  algorithm: {
    epochs: 8,
    minibatches: 4,
    learningRate: 3e-3,
    finalLearningRate: 0.1,
    discount: 0.97,
    finalDiscount: 0.97,
    traceDecay: 0.95,
    valueTraceDecay: 1,
    clip: 0.3,
    valueCoefficient: 0.5,
    entropyCoefficient: 0.003,
    gradientNorm: 1,
    targetDivergence: 0.015,
    bootstrapEnd: false,
  },
  slots: 16,
  testTasks: 100,
} as const satisfies Preset;

/** The one that fits the action space. */
export function presetFor(actionSpace: Space): Preset {
  return actionSpace.kind === 'discrete' ? discretePreset : continuousPreset;
}
