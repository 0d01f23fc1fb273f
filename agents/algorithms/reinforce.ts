import type { Algorithm } from './algorithm.js';
import { oneStep, type PolicyGradientOptions, policyGradient } from './policy-gradient.js';

/** REINFORCE with a baseline (Williams 1992; Sutton and Barto 2018, section 13.4). */
export interface ReinforceOptions extends PolicyGradientOptions {}

/**
 * REINFORCE for `metaTrain`: one step on each rollout, along ∇ log π (G − V), where G is all that was still
 * received in the meta-episode, discounted. V learns to predict G and is only compared with it, never put in its place.
 *
 * @example
 * const algorithm = reinforce(discretePreset.algorithms.reinforce);
 */
export function reinforce(options: ReinforceOptions): Algorithm {
  return policyGradient('reinforce', { ...options, ...oneStep, traceDecay: 1, valueTraceDecay: 1 });
}
