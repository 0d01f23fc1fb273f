import type { HalfCheetahDistributionDefinition } from './half-cheetah-definition.js';

/**
 * HalfCheetahVel as ProMP (Rothfuss et al., ICLR 2019), PEARL (Rakelly et al., ICML 2019) and VariBAD
 * (Zintgraf et al., ICLR 2020) have it: a forward velocity of U[0, 3] m/s is to be kept, reward
 * −|v − g| − 0.05 ‖a‖², 200 steps. VariBAD plays two episodes a task, and so does this. On the engine
 * `mujoco` returns are comparable.
 */
export const velocityDefinition: HalfCheetahDistributionDefinition = {
  id: 'half-cheetah/velocity-v0',
  about:
    'A half-cheetah is to run at a hidden velocity, uniform in 0 to 3 m/s; the reward is minus the error. No task of test is in train (a tenth of all tasks is held out by content hash), and out-of-distribution velocities, 3 to 4 m/s, are faster than any that was trained on.',
  family: 'half-cheetah',
  configuration: { engine: 'rapier', reward: { kind: 'velocity' }, controlCost: 0.05 },
  horizon: 200,
  episodes: 2,
  tasks: { kind: 'uniform-velocity', ranges: [[0, 3]] },
  splits: { kind: 'held-out', fraction: 0.1 },
  ood: { kind: 'uniform-velocity', ranges: [[3, 4]] },
};
