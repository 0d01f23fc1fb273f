import type { MazeDistributionDefinition } from './maze-definition.js';
import { movingCheeseDefinition } from './maze-moving-cheese.js';

/**
 * The maze of `maze/moving-cheese-v0`, whose cheese may move between two episodes of one meta-episode, too: with
 * probability 1/4, to any of the 31 other cells. What was found is then no longer known, only likely: it is worth to
 * go where the cheese was, and to search on from there if it has gone. (1 − p) / 31 for each other cell is little, but
 * what has been seen to be empty is no longer sure to stay so.
 */
export const restlessCheeseDefinition: MazeDistributionDefinition = {
  ...movingCheeseDefinition,
  id: 'maze/restless-cheese-v0',
  about:
    'The 7×7 maze of maze/moving-cheese-v0, but the cheese is restless: between two episodes it stays with probability 3/4, or else moves anywhere at least two steps from the start. Train and test share these tasks, so testing measures adaptation, not generalisation.',
  tasks: { kind: 'restless-cheese', minimumDistance: 2, reward: 1, stays: 0.75 },
};
