import { distancesFrom, type MazeConfiguration } from '../../envs/index.js';
import { ACTION_STRIDE } from '../../envs/maze/layout.js';
import {
  type Belief,
  isSame,
  type KnownTask,
  type MazePlan,
  type MazeWorld,
} from './maze-world.js';
import { optimalSearch } from './optimal-search.js';

/** A task that hides one thing, and where. */
interface Hidden {
  readonly index: number;
  readonly cell: number;
  readonly task: KnownTask;
}

/**
 * The Bayes-optimal plan for the tasks in `possible`, where they share walls and start and each hides one
 * cheese: until it is found nothing is learnt but "not here", so the best search is a fixed walk (see
 * `optimalSearch`), and afterwards the task is known. Undefined for other tasks, where finding the cheese
 * later can be worth more, and once more than `effort` candidates were looked at,
 * summed over walks: two millions take one to two seconds.
 */
export function searchPlan(
  configuration: MazeConfiguration,
  world: MazeWorld,
  possible: Belief,
  effort: number,
): MazePlan | undefined {
  const hidden = hiddenThings(configuration, world, possible);
  if (!hidden) return undefined;
  const { tasks, horizon, episodes } = world;
  const { start, next } = tasks[possible[0]!]!;
  const distances = Array.from({ length: world.cells }, (_, cell) =>
    distancesFrom({ cells: world.cells, next }, cell),
  );
  const neighbours = distances.map((row) =>
    Array.from(row.keys()).filter((cell) => row[cell] === 1),
  );
  const candidates = [...new Set(hidden.map(({ cell }) => cell))];
  const worth = candidates.map((cell) =>
    worthOf(
      configuration.stepReward,
      world,
      hidden.filter((each) => each.cell === cell),
      distances[start]![cell]!,
    ),
  );
  if (!worth.every((table) => neverRises(table, horizon * episodes))) return undefined;
  const plan = optimalSearch(
    { start, horizon, episodes, neighbours, distances, candidates, worth },
    effort,
  );
  if (!plan) return undefined;
  const placeOf = new Map(hidden.map(({ index, cell }) => [index, cell]));
  return {
    action(episode, step, cell, some) {
      const [first] = some;
      const { rewards, values } = tasks[first!]!;
      const place = placeOf.get(first!)!;
      const isFound = some.every(
        (index) => placeOf.get(index) === place && tasks[index]!.rewards[place] === rewards[place],
      );
      if (isFound) return values.action(cell, horizon - step);
      const to = plan.cells[episode * horizon + step + 1]!;
      for (let action = 0; action < world.actions; action++) {
        if (next[cell * ACTION_STRIDE + action] === to) return action;
      }
      return 0;
    },
  };
}

/** What each task hides; undefined where the tasks differ in more than the place and worth of one cheese. */
function hiddenThings(
  { stepReward }: MazeConfiguration,
  { tasks }: MazeWorld,
  possible: Belief,
): Hidden[] | undefined {
  const first = tasks[possible[0]!]!;
  const hidden: Hidden[] = [];
  for (const index of possible) {
    const task = tasks[index]!;
    const special = Array.from(task.rewards.keys()).filter((cell) => {
      return Math.fround(task.rewards[cell]!) !== Math.fround(stepReward) || task.ends[cell] === 1;
    });
    const isAlike =
      task.start === first.start &&
      isSame(task.next, first.next) &&
      isSame(task.sights, first.sights);
    if (special.length !== 1 || !isAlike) return undefined;
    hidden.push({ index, cell: special[0]!, task });
  }
  return hidden;
}

/**
 * What finding what is hidden in a cell at a time is worth, against never finding it, weighted by
 * probability, [K · H + 2]. No walk is there sooner after an episode's start than `soonest` steps: earlier
 * times count as that.
 */
function worthOf(
  stepReward: number,
  { horizon, episodes }: MazeWorld,
  hidden: readonly Hidden[],
  soonest: number,
): Float64Array {
  const last = horizon * episodes;
  const table = new Float64Array(last + 2);
  for (let time = 1; time <= last; time++) {
    const episode = Math.floor((time - 1) / horizon);
    const step = Math.max(time - episode * horizon, Math.min(horizon, soonest));
    for (const { cell, task } of hidden) {
      const { rewards, ends, values, probability } = task;
      const rest = ends[cell] === 1 ? 0 : values.of(cell, horizon - step);
      const found = stepReward * (step - 1) + rewards[cell]! + rest - stepReward * horizon;
      const afterwards = (episodes - 1 - episode) * (values.start - stepReward * horizon);
      table[time] = table[time]! + probability * (found + afterwards);
    }
  }
  return table;
}

/** Whether what is found later is never worth more, nor less than nothing: what `optimalSearch` asks for. */
function neverRises(table: Float64Array, last: number): boolean {
  return table.every((value, time) => {
    return time < 1 || time > last || value - table[time + 1]! > -1e-12;
  });
}
