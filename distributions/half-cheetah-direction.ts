import type { HalfCheetahDistributionDefinition } from './half-cheetah-definition.js';

/**
 * HalfCheetahDir as in MAML (Finn et al., ICML 2017), ProMP and VariBAD: forward or backward, as fast as can
 * be, reward g v − 0.05 ‖a‖², 200 steps, and two episodes as VariBAD plays.
 */
export const directionDefinition: HalfCheetahDistributionDefinition = {
  id: 'half-cheetah/direction-v0',
  about:
    'A half-cheetah is to run as fast as it can, either forward or backward; which of the two is hidden. Train and test share these two tasks, so testing measures adaptation, not generalisation.',
  family: 'half-cheetah',
  configuration: { engine: 'rapier', reward: { kind: 'direction' }, controlCost: 0.05 },
  horizon: 200,
  episodes: 2,
  tasks: { kind: 'list', tasks: [{ direction: 1 }, { direction: -1 }] },
  splits: { kind: 'shared' },
};
