import type { MazeDistributionDefinition } from './maze-definition.js';

/**
 * GridNavi of VariBAD (Zintgraf et al., "VariBAD: A Very Good Method for Bayes-Adaptive Deep RL via
 * Meta-Learning", ICLR 2020), unchanged: 5×5, start in a corner, the goal uniform over the 21 cells
 * outside the 2×2 corner of the start, +1 for every step on it (the episode goes on), else −0.1.
 */
export const gridNaviDefinition: MazeDistributionDefinition = {
  id: 'maze/gridnavi-v0',
  about:
    'GridNavi, the benchmark of VariBAD: a 5×5 room, a hidden goal in one of 21 cells, +1 for every step on it, else -0.1. As in the paper, train and test share these 21 tasks, so testing measures adaptation, not generalisation.',
  family: 'maze',
  configuration: {
    width: 5,
    height: 5,
    start: [0, 0],
    stepReward: -0.1,
    stay: true,
    terminal: false,
    observation: { kind: 'position' },
  },
  horizon: 15,
  episodes: 4,
  tasks: {
    kind: 'cheese-anywhere',
    minimumDistance: 1,
    outside: { x: 0, y: 0, width: 2, height: 2 },
    reward: 1,
  },
  splits: { kind: 'shared' },
};
