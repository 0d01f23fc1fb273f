import type { Algorithm } from './algorithm.js';
import { type PolicyGradientOptions, policyGradient, type RolloutUse } from './policy-gradient.js';

/** Proximal policy optimisation (Schulman et al. 2017). */
export interface PpoOptions extends PolicyGradientOptions, RolloutUse {}

/**
 * PPO for `metaTrain`: several steps on each rollout, held near the policy that acted by clipping the ratio.
 *
 * @example
 * const algorithm = ppo({ ...discretePreset.algorithms.ppo, learningRate: 1e-3 });
 */
export function ppo(options: PpoOptions): Algorithm {
  return policyGradient('ppo', options);
}
