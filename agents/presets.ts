import type { Space } from '../core/spaces.js';
import type { AlgorithmOptions } from './algorithms/create-algorithm.js';
import type { AlgorithmName } from './algorithms/names.js';
import type { PolicyGradientOptions } from './algorithms/policy-gradient.js';
import type { EncoderName } from './encoders/names.js';

/** Numbers that an agent and its training start from when nothing else is said. */
export interface Preset {
  readonly agent: {
    /** Length of the memory. */
    readonly hidden: number;
    /**
     * Length of the layer between (s, h) and policy and value; 0 for linear heads. Left out: 0 with `gru` and `none`,
     * `hidden` with the others.
     */
    readonly headHidden?: number;
    readonly encoder: EncoderName;
    readonly rewardScale: number;
    readonly normalise: boolean;
    readonly initialDeviation: number;
  };
  /** Options of every algorithm, by its id. */
  readonly algorithms: AlgorithmOptions;
  /** Parallel meta-episodes of one iteration, for each worker, by algorithm: few where a rollout gives one step. */
  readonly slots: { readonly [id in AlgorithmName]: number };
  /** Tasks of a meta-test: as many as take seconds. */
  readonly testTasks: number;
}

const discretePolicyGradient = {
  learningRate: 3e-3,
  finalLearningRate: 0.1,
  discount: 0.93,
  finalDiscount: 0.98,
  valueCoefficient: 0.5,
  entropyCoefficient: 0.04,
  gradientNorm: 0.5,
} as const satisfies PolicyGradientOptions;

/** For small discrete tasks; `docs/results` says what it reaches on the built-in ones. */
export const discretePreset = {
  agent: { hidden: 32, encoder: 'gru', rewardScale: 0.3, normalise: false, initialDeviation: 1 },
  algorithms: {
    ppo: {
      ...discretePolicyGradient,
      epochs: 1,
      minibatches: 16,
      traceDecay: 0.95,
      valueTraceDecay: 0.95,
      clip: 0.2,
      targetDivergence: 0,
      bootstrapEnd: false,
    },
    a2c: { ...discretePolicyGradient, traceDecay: 0.95 },
    reinforce: discretePolicyGradient,
  },
  slots: { ppo: 64, a2c: 4, reinforce: 4 },
  testTasks: 1000,
} as const satisfies Preset;

const continuousPolicyGradient = {
  learningRate: 3e-3,
  finalLearningRate: 0.1,
  discount: 0.97,
  finalDiscount: 0.97,
  valueCoefficient: 0.5,
  entropyCoefficient: 0.003,
  gradientNorm: 1,
} as const satisfies PolicyGradientOptions;

/**
 * For control with continuous actions: costly steps, so eight passes over each rollout, with the rate steered
 * by how far they move the policy.
 */
export const continuousPreset = {
  agent: { hidden: 64, encoder: 'gru', rewardScale: 1, normalise: true, initialDeviation: 0.2 },
  algorithms: {
    ppo: {
      ...continuousPolicyGradient,
      epochs: 8,
      minibatches: 4,
      traceDecay: 0.95,
      valueTraceDecay: 1,
      clip: 0.3,
      targetDivergence: 0.015,
      bootstrapEnd: false,
    },
    a2c: { ...continuousPolicyGradient, traceDecay: 0.95 },
    reinforce: continuousPolicyGradient,
  },
  slots: { ppo: 16, a2c: 4, reinforce: 4 },
  testTasks: 100,
} as const satisfies Preset;

/** The one that fits the action space. */
export function presetFor(actionSpace: Space): Preset {
  return actionSpace.kind === 'discrete' ? discretePreset : continuousPreset;
}

/** Slots for each worker with the algorithm of that id; as many as for PPO with one of your own. */
export function slotsFor({ slots }: Preset, id: string): number {
  const known: { readonly [id: string]: number } = slots;
  return known[id] ?? slots.ppo;
}
