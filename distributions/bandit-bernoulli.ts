import type { BanditDistributionDefinition } from './bandit-definition.js';

/**
 * The bandits of RL² (Duan et al., "RL²: Fast Reinforcement Learning via Slow Reinforcement Learning", 2016,
 * section 3.1): k arms that pay 1 with a hidden probability, uniform in [0, 1) and independent, and n pulls.
 *
 * A meta-episode is one episode of n pulls, not n episodes of one: a bandit has no state that an episode's end
 * could reset, the sum of rewards is the same, and a return for each of 500 episodes would be a table that
 * nobody reads. How a policy improves within the episode, the quantities `regret` and `bestArm` say.
 */
function bernoulliDefinition(
  id: string,
  arms: number,
  pulls: number,
): BanditDistributionDefinition {
  return {
    id,
    about: `${arms} arms, each paying 1 with a hidden probability that is uniform in 0 to 1, else 0, and ${pulls} pulls. No task of test is in train (a tenth of all tasks is held out by content hash), and out of distribution good arms are rare: probabilities of Beta(1, 3), with mean 0.25.`,
    family: 'bandit',
    configuration: { arms, reward: { kind: 'bernoulli' } },
    horizon: pulls,
    episodes: 1,
    tasks: { kind: 'beta', alpha: 1, beta: 1 },
    splits: { kind: 'held-out', fraction: 0.1 },
    ood: { kind: 'beta', alpha: 1, beta: 3 },
  };
}

/** The paper's smallest case, and three larger ones of its table 1. */
export const bernoulliDefinitions: readonly BanditDistributionDefinition[] = [
  bernoulliDefinition('bandit/bernoulli-v0', 5, 10),
  bernoulliDefinition('bandit/bernoulli-5-arms-100-pulls-v0', 5, 100),
  bernoulliDefinition('bandit/bernoulli-10-arms-100-pulls-v0', 10, 100),
  bernoulliDefinition('bandit/bernoulli-5-arms-500-pulls-v0', 5, 500),
];
