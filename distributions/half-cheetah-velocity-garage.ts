import type { HalfCheetahDistributionDefinition } from './half-cheetah-definition.js';

/**
 * The variant of the toolkit garage (`HalfCheetahVelEnv`), on which its RL², MAML and PEARL are
 * measured: target velocities of U[0, 2] m/s, as in the MAML paper (Finn et al., ICML 2017), instead of
 * U[0, 3].
 */
export const velocityGarageDefinition: HalfCheetahDistributionDefinition = {
  id: 'half-cheetah/velocity-garage-v0',
  about:
    'As half-cheetah/velocity-v0, with velocities uniform in 0 to 2 m/s, the range of HalfCheetahVelEnv in the toolkit garage. No task of test is in train (a tenth of all tasks is held out by content hash), and out-of-distribution velocities, 2 to 3 m/s, are faster than any that was trained on.',
  family: 'half-cheetah',
  configuration: { engine: 'rapier', reward: { kind: 'velocity' }, controlCost: 0.05 },
  horizon: 200,
  episodes: 2,
  tasks: { kind: 'uniform-velocity', ranges: [[0, 2]] },
  splits: { kind: 'held-out', fraction: 0.1 },
  ood: { kind: 'uniform-velocity', ranges: [[2, 3]] },
};
