import type { MazeDistributionDefinition } from './maze-definition.js';

/**
 * The example of the lecture: a 2×2 world, a mouse in the bottom left corner, two steps a day, and
 * cheese in one of the other three corners. A cheese is worth 1 and ends the episode; steps are free,
 * so a return is the chance of finding the cheese.
 */
export const lectureDefinition: MazeDistributionDefinition = {
  id: 'maze/lecture-v0',
  about:
    'A 2×2 maze: the mouse starts bottom left and has two steps; the cheese (worth 1) is in one of the other three corners. Train and test share these three tasks, so testing measures adaptation, not generalisation.',
  family: 'maze',
  configuration: {
    width: 2,
    height: 2,
    start: [0, 1],
    stepReward: 0,
    stay: false,
    terminal: true,
    observation: { kind: 'position' },
  },
  horizon: 2,
  episodes: 3,
  tasks: { kind: 'cheese-anywhere', minimumDistance: 1, reward: 1 },
  splits: { kind: 'shared' },
};
