import type { MazeDistributionDefinition } from './maze-definition.js';

/**
 * The cheese moves, the walls stay. Two wings, each a figure of eight, joined below: a walk of one
 * episode reaches at most 16 of the 32 cells where the cheese may be, and 18 of its 20 steps suffice
 * to see a whole wing. So two well-planned episodes see everything, and from the third on the cheese
 * is known. No cell is more than 9 steps away.
 */
export const movingCheeseDefinition: MazeDistributionDefinition = {
  id: 'maze/moving-cheese-v0',
  about:
    'A 7×7 maze with fixed walls; the cheese is hidden anywhere at least two steps from the start. One episode is too short to search everywhere, two are enough. Train and test share these tasks, so testing measures adaptation, not generalisation.',
  family: 'maze',
  configuration: {
    width: 7,
    height: 7,
    start: [3, 6],
    // biome-ignore format: one row of the maze a line
    walls: [
      '...#...',
      '.#.#.#.',
      '.#.#.#.',
      '...#...',
      '.#.#.#.',
      '.#.#.#.',
      '.......',
    ],
    stepReward: -0.02,
    stay: false,
    terminal: true,
    observation: { kind: 'position' },
  },
  horizon: 20,
  episodes: 4,
  tasks: { kind: 'cheese-anywhere', minimumDistance: 2, reward: 1 },
  splits: { kind: 'shared' },
};
