import type { HalfCheetahDistributionDefinition } from './half-cheetah-definition.js';

/**
 * `half-cheetah/velocity-direction-v0` with a reward that says nothing until the velocity is nearly right: what was
 * found in episode 1 is worth remembering in episode 2. With the dense reward one step tells the task, and no
 * memory across episodes is needed. Targets lie both ways on purpose: if all were ahead, gaining speed from rest
 * would pass through every one of them, and searching would cost nothing.
 */
export const velocitySparseDefinition: HalfCheetahDistributionDefinition = {
  id: 'half-cheetah/velocity-sparse-v0',
  about:
    'A half-cheetah is to run at a hidden velocity, forward or backward, uniform in −3 to 3 m/s; the reward is 1 within 0.3 m/s of it, else 0. No task of test is in train (a tenth of all tasks is held out by content hash), and out-of-distribution velocities, 3 to 4 m/s either way, are faster than any that was trained on.',
  family: 'half-cheetah',
  configuration: {
    engine: 'rapier',
    reward: { kind: 'velocity-sparse', tolerance: 0.3 },
    controlCost: 0.05,
  },
  horizon: 200,
  episodes: 2,
  tasks: { kind: 'uniform-velocity', ranges: [[-3, 3]] },
  splits: { kind: 'held-out', fraction: 0.1 },
  ood: {
    kind: 'uniform-velocity',
    ranges: [
      [-4, -3],
      [3, 4],
    ],
  },
};
