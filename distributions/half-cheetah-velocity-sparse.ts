import type { HalfCheetahDistributionDefinition } from './half-cheetah-definition.js';

/**
 * `half-cheetah/velocity-v0` with a reward that says nothing until the velocity is nearly right: what
 * was found in episode 1 is worth remembering in episode 2. With the dense reward one step tells the
 * task, and no memory across episodes is needed.
 */
export const velocitySparseDefinition: HalfCheetahDistributionDefinition = {
  id: 'half-cheetah/velocity-sparse-v0',
  about:
    'A half-cheetah is to run at a hidden velocity, uniform in 0 to 3 m/s; the reward is 1 within 0.3 m/s of it, else 0. No task of test is in train (a tenth of all tasks is held out by content hash), and out-of-distribution velocities, 3 to 4 m/s, are faster than any that was trained on.',
  family: 'half-cheetah',
  configuration: {
    engine: 'rapier',
    reward: { kind: 'velocity-sparse', tolerance: 0.3 },
    controlCost: 0.05,
  },
  horizon: 200,
  episodes: 2,
  tasks: { kind: 'uniform-velocity', ranges: [[0, 3]] },
  splits: { kind: 'held-out', fraction: 0.1 },
  ood: { kind: 'uniform-velocity', ranges: [[3, 4]] },
};
