import type { Algorithm } from './algorithm.js';
import { oneStep, type PolicyGradientOptions, policyGradient } from './policy-gradient.js';

/** Advantage actor-critic, the synchronous form of A3C (Mnih et al. 2016). */
export interface A2cOptions extends PolicyGradientOptions {
  /**
   * λ of generalised advantage estimation, and of what the value learns to predict; 1 is the paper's, with
   * rollouts of whole meta-episodes.
   */
  readonly traceDecay: number;
}

/**
 * A2C for `metaTrain`: one step on each rollout, along the plain policy gradient with bootstrapped advantages.
 *
 * @example
 * const algorithm = a2c(discretePreset.algorithms.a2c);
 */
export function a2c({ traceDecay, ...options }: A2cOptions): Algorithm {
  return policyGradient('a2c', { ...options, ...oneStep, traceDecay, valueTraceDecay: traceDecay });
}
