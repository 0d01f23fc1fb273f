import { layoutOf, type MazeConfiguration, type MazeTask } from '../../envs/index.js';

/** Expected returns in one known task. */
export interface MazeValues {
  /** Expected return of an episode. */
  readonly start: number;
  /** Expected return of the rest of an episode, from a cell with so many steps left. */
  of(cell: number, stepsLeft: number): number;
  /** The action of the highest value on a cell with so many steps left, the first of equals. */
  action(cell: number, stepsLeft: number): number;
}

/**
 * Dynamic programming over cells and steps left in a known task, exact for any number of cheeses:
 * acting best (`best`), or uniformly at random (`mean`). O(cells · horizon · actions).
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
  const worthOf = (cell: number, left: number, action: number): number => {
    const to = next[cell * 5 + action]!;
    return rewards[to]! + goesOn[to]! * values[(left - 1) * cells + to]!;
  };
  for (let left = 1; left <= horizon; left++) {
    for (let cell = 0; cell < cells; cell++) {
      let best = Number.NEGATIVE_INFINITY;
      let sum = 0;
      for (let action = 0; action < actions; action++) {
        const value = worthOf(cell, left, action);
        best = Math.max(best, value);
        sum += value;
      }
      values[left * cells + cell] = rule === 'best' ? best : sum / actions;
    }
  }
  const [x, y] = task.start ?? configuration.start;
  const of = (cell: number, stepsLeft: number) => values[stepsLeft * cells + cell]!;
  const action = (cell: number, stepsLeft: number) => {
    let best = 0;
    for (let each = 1; each < actions; each++) {
      const isBetter = worthOf(cell, stepsLeft, each) > worthOf(cell, stepsLeft, best) + 1e-12;
      if (isBetter) best = each;
    }
    return best;
  };
  return { start: of(y * width + x, horizon), of, action };
}
