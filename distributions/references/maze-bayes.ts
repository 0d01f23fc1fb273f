import type { Reference } from '../../core/distribution.js';
import {
  distancesFrom,
  layoutOf,
  type MazeConfiguration,
  type MazeTask,
} from '../../envs/index.js';
import { type MazeValues, mazeValues } from './maze-values.js';
import { MOST_CANDIDATES, optimalSearch } from './optimal-search.js';
import type { ReferenceProblem } from './source.js';

/** Walks the search may look at: one to two seconds before it gives up. The built-in mazes need far fewer. */
const EFFORT = 60_000;

/** A task of the support and what is known of it in advance. */
interface Hidden {
  readonly probability: number;
  readonly cell: number;
  readonly reward: number;
  readonly values: MazeValues;
}

/**
 * What the best policy earns that does not know the task: the optimum of the meta-episode's return.
 * Exact where all tasks share walls and start and hide one cheese: until it is found nothing is learnt
 * but "not here", so the best search is a fixed walk (see `optimalSearch`), and afterwards the task is
 * known. Undefined for other distributions, and where the search would take too long.
 */
export function mazeBayesOptimal(
  configuration: MazeConfiguration,
  { tasks, isWholeSplit, horizon, episodes }: ReferenceProblem<MazeTask>,
): Reference | undefined {
  const first = tasks[0]?.task;
  if (!first || !isWholeSplit) return undefined;
  const { width, height, stepReward, terminal } = configuration;
  const shared = JSON.stringify([first.walls, first.start]);
  const hidden: Hidden[] = [];
  for (const { task, probability } of tasks) {
    const cheese = task.cheeses[0]!;
    const isAlike = JSON.stringify([task.walls, task.start]) === shared;
    const isNoticed = terminal || cheese.reward !== stepReward;
    if (task.cheeses.length > 1 || !isAlike || !isNoticed) return undefined;
    hidden.push({
      probability,
      cell: cheese.y * width + cheese.x,
      reward: cheese.reward,
      values: mazeValues(configuration, task, horizon, 'best'),
    });
  }

  const layout = layoutOf(width, height, first.walls ?? configuration.walls);
  const [startX, startY] = first.start ?? configuration.start;
  const start = startY * width + startX;
  const distances = Array.from({ length: layout.cells }, (_, cell) => distancesFrom(layout, cell));
  const candidates = [...new Set(hidden.map(({ cell }) => cell))];
  if (candidates.length > MOST_CANDIDATES) return undefined;

  /** Return by episode in a task whose cheese is first met at a time; 0 for never. */
  const returns = ({ cell, reward, values }: Hidden, time: number): number[] =>
    Array.from({ length: episodes }, (_, episode) => {
      const step = time - episode * horizon;
      if (time === 0 || step > horizon) return stepReward * horizon;
      if (step <= 0) return values.start;
      const rest = terminal ? 0 : values.of(cell, horizon - step);
      return stepReward * (step - 1) + reward + rest;
    });
  const last = horizon * episodes;
  const worth = candidates.map((cell) => {
    const table = new Float64Array(last + 2);
    for (const task of hidden.filter((one) => one.cell === cell)) {
      const never = sum(returns(task, 0));
      for (let time = 1; time <= last; time++) {
        // No walk is there sooner after an episode's start: those times count as the first possible.
        const begin = Math.floor((time - 1) / horizon) * horizon;
        const soonest = Math.min(begin + horizon, begin + distances[start]![cell]!);
        const gain = sum(returns(task, Math.max(time, soonest))) - never;
        table[time] = table[time]! + task.probability * gain;
      }
    }
    return table;
  });
  const neverRises = (table: Float64Array) =>
    table.every((value, time) => time < 1 || time > last || value - table[time + 1]! > -1e-12);
  if (!worth.every(neverRises)) return undefined;

  const neighbours = distances.map((row) =>
    Array.from(row.keys()).filter((cell) => row[cell] === 1),
  );
  const plan = optimalSearch(
    { start, horizon, episodes, neighbours, distances, candidates, worth },
    EFFORT,
  );
  if (!plan) return undefined;
  const returnByEpisode = Array<number>(episodes).fill(0);
  for (const task of hidden) {
    const time = plan.times[candidates.indexOf(task.cell)]!;
    returns(task, time).forEach((value, episode) => {
      returnByEpisode[episode] = returnByEpisode[episode]! + task.probability * value;
    });
  }
  return {
    name: 'bayesOptimal',
    returnByEpisode,
    total: sum(returnByEpisode),
    exact: true,
    about: 'Does not know the task and searches best: no policy earns more in a meta-episode.',
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
