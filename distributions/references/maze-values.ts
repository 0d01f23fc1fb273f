import { layoutOf, type MazeConfiguration, type MazeTask } from '../../envs/index.js';
import { ACTION_STRIDE } from '../../envs/maze/layout.js';

/** Expected returns in one known task. */
export interface MazeValues {
  /** Expected return of an episode. */
  readonly start: number;
  /** Expected return of the rest of an episode, from a cell with so many steps left. */
  of(cell: number, stepsLeft: number): number;
  /** Expected length of the rest of an episode, in steps. */
  lengthOf(cell: number, stepsLeft: number): number;
  /** The best action on a cell with so many steps left. */
  action(cell: number, stepsLeft: number): number;
}

/** Values closer than this are equal: rounding does not choose. */
export const EQUAL = 1e-12;

/**
 * Dynamic programming over cells and steps left in a known task, exact for any number of cheeses:
 * acting best (`best`), or uniformly at random (`mean`). O(cells · horizon · actions). Of equally good
 * actions the best is that which ends the episode soonest, so that nobody dawdles where steps are free.
 */
export function mazeValues(
  configuration: MazeConfiguration,
  task: MazeTask,
  horizon: number,
  rule: 'best' | 'mean',
): MazeValues {
  const { width, height, stepReward, terminal } = configuration;
  const { cells, next } = layoutOf(width, height, task.walls ?? configuration.walls);
  const actions = configuration.stay ? 5 : 4;
  const rewards = new Float64Array(cells).fill(stepReward);
  const goesOn = new Float64Array(cells).fill(1);
  for (const { x, y, reward } of task.cheeses) {
    rewards[y * width + x] = reward;
    if (terminal) goesOn[y * width + x] = 0;
  }
  const values = new Float64Array((horizon + 1) * cells);
  const lengths = new Float64Array((horizon + 1) * cells);
  const choices = new Uint8Array((horizon + 1) * cells);
  for (let left = 1; left <= horizon; left++) {
    const later = (left - 1) * cells;
    for (let cell = 0; cell < cells; cell++) {
      const at = left * cells + cell;
      let best = Number.NEGATIVE_INFINITY;
      let shortest = 0;
      let sum = 0;
      let steps = 0;
      for (let action = 0; action < actions; action++) {
        const to = next[cell * ACTION_STRIDE + action]!;
        const value = rewards[to]! + goesOn[to]! * values[later + to]!;
        const length = 1 + goesOn[to]! * lengths[later + to]!;
        sum += value;
        steps += length;
        if (value > best + EQUAL || (value > best - EQUAL && length < shortest)) {
          choices[at] = action;
          shortest = length;
        }
        best = Math.max(best, value);
      }
      values[at] = rule === 'best' ? best : sum / actions;
      lengths[at] = rule === 'best' ? shortest : steps / actions;
    }
  }
  const [x, y] = task.start ?? configuration.start;
  const of = (cell: number, stepsLeft: number) => values[stepsLeft * cells + cell]!;
  return {
    start: of(y * width + x, horizon),
    of,
    lengthOf: (cell, stepsLeft) => lengths[stepsLeft * cells + cell]!,
    action: (cell, stepsLeft) => choices[stepsLeft * cells + cell]!,
  };
}
