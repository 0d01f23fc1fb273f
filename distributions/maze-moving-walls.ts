import type { MazeDistributionDefinition } from './maze-definition.js';

/**
 * Walls and cheese move: every task is another random maze (see the sampler `random-maze`). The mouse
 * sees the 3×3 cells around it and knows its position. Out of distribution, mazes have more loops
 * than any that was trained on: 7 to 9 opened walls of 9, instead of 0 to 4.
 */
export const movingWallsDefinition: MazeDistributionDefinition = {
  id: 'maze/moving-walls-v0',
  about:
    'Random 7×7 mazes with hidden cheese; the mouse sees the walls next to it. No task of test is in train (a tenth of all tasks is held out by content hash; a layout may recur with its cheese elsewhere), and out-of-distribution mazes have more loops than training ones.',
  family: 'maze',
  configuration: {
    width: 7,
    height: 7,
    start: [0, 6],
    stepReward: -0.01,
    stay: false,
    terminal: true,
    observation: { kind: 'view', size: 3, position: true },
  },
  horizon: 40,
  episodes: 4,
  tasks: { kind: 'random-maze', loops: [0, 0.45], minimumDistance: 4, reward: 1 },
  splits: { kind: 'held-out', fraction: 0.1 },
  ood: { kind: 'random-maze', loops: [0.75, 1], minimumDistance: 4, reward: 1 },
};
