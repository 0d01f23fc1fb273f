import type { MazeDistributionDefinition } from './maze-definition.js';

/** The ends of the four corridors; an episode of twelve steps reaches one of them. */
export const CORRIDOR_ENDS = [
  { x: 0, y: 0 },
  { x: 2, y: 0 },
  { x: 4, y: 0 },
  { x: 6, y: 0 },
] as const;

/**
 * To look into one corridor after another, as long as nothing else is to be had. What remains to be known is which of
 * four; an episode in vain rules one out. By hand: the cheese is found in episode 1, 2, 3 or 4, each with probability
 * 1/4, and then earns 4, 3, 2 or 1: 2.5 in the mean.
 */
export const corridorsDefinition: MazeDistributionDefinition = {
  id: 'maze/corridors-v0',
  about:
    'A cheese at the end of one of four corridors; an episode is long enough to look into one of them, and ends when it is found. Train and test share these four tasks, so testing measures adaptation, not generalisation.',
  family: 'maze',
  configuration: {
    width: 7,
    height: 6,
    start: [3, 5],
    // biome-ignore format: one row of the maze a line
    walls: [
      '.#.#.#.',
      '.#.#.#.',
      '.#.#.#.',
      '.......',
      '###.###',
      '##..###',
    ],
    stepReward: 0,
    stay: false,
    terminal: true,
    observation: { kind: 'position' },
  },
  horizon: 12,
  episodes: 4,
  tasks: {
    kind: 'list',
    tasks: CORRIDOR_ENDS.map((end) => ({ cheeses: [{ ...end, reward: 1 }] })),
  },
  splits: { kind: 'shared' },
};
