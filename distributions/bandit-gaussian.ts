import type { BanditDistributionDefinition } from './bandit-definition.js';

/**
 * The 10-armed testbed of Sutton and Barto ("Reinforcement Learning: An Introduction", second edition, 2018,
 * section 2.3): means of N(0, 1), rewards of N(mean, 1). A meta-episode is 100 pulls instead of 1000, so that a
 * recurrent policy can be trained through the whole of it.
 */
export const gaussianDefinition: BanditDistributionDefinition = {
  id: 'bandit/gaussian-v0',
  about:
    '10 arms whose rewards are normal with standard deviation 1 around hidden means of N(0, 1), and 100 pulls. No task of test is in train (a tenth of all tasks is held out by content hash), and out of distribution means lie three times as far apart, N(0, 9).',
  family: 'bandit',
  configuration: { arms: 10, reward: { kind: 'gaussian', deviation: 1 } },
  horizon: 100,
  episodes: 1,
  tasks: { kind: 'normal', mean: 0, deviation: 1 },
  splits: { kind: 'held-out', fraction: 0.1 },
  ood: { kind: 'normal', mean: 0, deviation: 3 },
};
