import { distancesFrom, type MazeConfiguration } from '../../envs/index.js';
import { ACTION_STRIDE } from '../../envs/maze/layout.js';
import { bestAssignment } from './assignment.js';
import {
  type Belief,
  isSame,
  type KnownTask,
  type MazePlan,
  type MazeWorld,
} from './maze-world.js';
import { optimalSearch, type SearchProblem } from './optimal-search.js';
import { worthInTime } from './price-bound.js';

/** A task and the cell where it hides its cheese. */
interface Hidden {
  readonly index: number;
  readonly cell: number;
  readonly task: KnownTask;
}

/** Tasks that share walls and start, and hide one cheese each: what there is to look for. */
export interface HiddenCheese {
  readonly hidden: readonly Hidden[];
  readonly problem: SearchProblem;
  /** Expected return by episode of the tasks, [K], if each candidate's cheese is first met at a time; 0 for never. */
  returnsWhen(times: readonly number[]): number[];
}

/**
 * What the tasks in `possible` hide, where they share walls and start and each hides one cheese. Until it is found
 * nothing is learnt but "not here", so that searching is walking (see `optimalSearch`). Undefined for other tasks,
 * and where finding the cheese later can be worth more.
 */
export function hiddenCheese(
  { stepReward }: MazeConfiguration,
  world: MazeWorld,
  possible: Belief,
): HiddenCheese | undefined {
  const hidden = hiddenThings(stepReward, world, possible);
  if (!hidden) return undefined;
  const { horizon, episodes, cells } = world;
  const { start, next } = hidden[0]!.task;
  const distances = Array.from({ length: cells }, (_, cell) =>
    distancesFrom({ cells, next }, cell),
  );
  const neighbours = distances.map((row) =>
    Array.from(row.keys()).filter((cell) => row[cell] === 1),
  );
  const candidates = [...new Set(hidden.map(({ cell }) => cell))];
  const worth = candidates.map((cell) =>
    worthOf(
      stepReward,
      world,
      hidden.filter((each) => each.cell === cell),
      distances[start]![cell]!,
    ),
  );
  if (!worth.every((table) => neverRises(table, horizon * episodes))) return undefined;
  return {
    hidden,
    problem: { start, horizon, episodes, neighbours, distances, candidates, worth },
    returnsWhen: (times) => {
      const returns = Array<number>(episodes).fill(0);
      for (const each of hidden) {
        const time = times[candidates.indexOf(each.cell)]!;
        returnsOf(stepReward, world, each, time).forEach((value, episode) => {
          returns[episode] = returns[episode]! + each.task.probability * value;
        });
      }
      return returns;
    },
  };
}

/**
 * The Bayes-optimal plan for what is hidden: the best walk until it is found, and then the best of the task that is
 * known. Undefined once more than `effort` candidates were looked at, summed over walks: a million takes one to two
 * seconds.
 */
export function searchPlan(
  { tasks, horizon, actions }: MazeWorld,
  { hidden, problem }: HiddenCheese,
  effort: number,
): MazePlan | undefined {
  const plan = optimalSearch(problem, effort);
  if (!plan) return undefined;
  const placeOf = new Map(hidden.map(({ index, cell }) => [index, cell]));
  const { next } = hidden[0]!.task;
  return {
    action(episode, step, cell, possible) {
      const [first] = possible;
      const { rewards, values } = tasks[first!]!;
      const place = placeOf.get(first!)!;
      const isFound = possible.every(
        (index) => placeOf.get(index) === place && tasks[index]!.rewards[place] === rewards[place],
      );
      if (isFound) return values.action(cell, horizon - step);
      const to = plan.cells[episode * horizon + step + 1]!;
      for (let action = 0; action < actions; action++) {
        if (next[cell * ACTION_STRIDE + action] === to) return action;
      }
      return 0;
    },
  };
}

/**
 * Return by episode, [K], of a searcher that may step from anywhere to any one cell that can be reached from the
 * start in the steps that the episode has had. What is hidden is found no better by walking.
 */
export function leapingReturns({ problem, returnsWhen }: HiddenCheese): number[] {
  const worth = worthInTime(problem);
  // What is assigned to a time at which it cannot be reached is not found.
  const times = bestAssignment(worth).columnOf.map((column, index) =>
    worth[index]![column]! > 0 ? column + 1 : 0,
  );
  return returnsWhen(times);
}

/** What each task hides; undefined where the tasks differ in more than the place and worth of one cheese. */
function hiddenThings(
  stepReward: number,
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

/** Return by episode in a task whose cheese is first met at a time; 0 for never. */
function returnsOf(
  stepReward: number,
  { horizon, episodes }: MazeWorld,
  { cell, task: { rewards, ends, values } }: Hidden,
  time: number,
): number[] {
  return Array.from({ length: episodes }, (_, episode) => {
    const step = time - episode * horizon;
    if (time === 0 || step > horizon) return stepReward * horizon;
    if (step <= 0) return values.start;
    const rest = ends[cell] === 1 ? 0 : values.of(cell, horizon - step);
    return stepReward * (step - 1) + rewards[cell]! + rest;
  });
}

/**
 * What finding what is hidden in a cell at a time is worth, against never finding it, weighted by
 * probability, [K · H + 2]. No walk is there sooner after an episode's start than `soonest` steps: earlier
 * times count as that.
 */
function worthOf(
  stepReward: number,
  world: MazeWorld,
  hidden: readonly Hidden[],
  soonest: number,
): Float64Array {
  const { horizon, episodes } = world;
  const last = horizon * episodes;
  const table = new Float64Array(last + 2);
  for (const each of hidden) {
    const never = sum(returnsOf(stepReward, world, each, 0));
    for (let time = 1; time <= last; time++) {
      const begin = Math.floor((time - 1) / horizon) * horizon;
      const first = Math.min(begin + horizon, begin + soonest);
      const gain = sum(returnsOf(stepReward, world, each, Math.max(time, first))) - never;
      table[time] = table[time]! + each.task.probability * gain;
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

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
