import type { MazeDistributionDefinition } from './maze-definition.js';

/**
 * Dark Room of Algorithm Distillation (Laskin et al., "In-context Reinforcement Learning with Algorithm
 * Distillation", ICLR 2023): 9×9 cells, from the middle in every episode, 20 steps, four moves and staying, +1 for
 * every step on the hidden goal (the episode goes on), else 0. The goal is uniform over the 80 cells that are not
 * the start, on which there would be nothing to find. The paper has as many episodes as it takes to learn; here it
 * is four, in which 80 steps could just pass all 80 cells.
 */
export const darkRoomDefinition: MazeDistributionDefinition = {
  id: 'maze/dark-room-v0',
  about:
    'Dark Room, the benchmark of Algorithm Distillation: a 9×9 room, a hidden goal anywhere but in the middle, where episodes start, +1 for every step on it. Train and test share these 80 tasks, so testing measures adaptation, not generalisation.',
  family: 'maze',
  configuration: {
    width: 9,
    height: 9,
    start: [4, 4],
    stepReward: 0,
    stay: true,
    terminal: false,
    observation: { kind: 'position' },
  },
  horizon: 20,
  episodes: 4,
  tasks: { kind: 'cheese-anywhere', minimumDistance: 1, reward: 1 },
  splits: { kind: 'shared' },
};
