import type { HalfCheetahDistributionDefinition } from './half-cheetah-definition.js';

/**
 * Speed and direction both hidden: the target velocity is signed. Standing still is the best that one
 * can do without finding out, and earns what the average speed costs.
 */
export const velocityDirectionDefinition: HalfCheetahDistributionDefinition = {
  id: 'half-cheetah/velocity-direction-v0',
  about:
    'A half-cheetah is to run at a hidden velocity, forward or backward, uniform in −3 to 3 m/s; the reward is minus the error. No task of test is in train (a tenth of all tasks is held out by content hash), and out-of-distribution velocities, 3 to 4 m/s either way, are faster than any that was trained on.',
  family: 'half-cheetah',
  configuration: { engine: 'rapier', reward: { kind: 'velocity' }, controlCost: 0.05 },
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
