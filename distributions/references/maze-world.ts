import type { MazeConfiguration, MazeTask } from '../../envs/index.js';
import { ACTION_STRIDE } from '../../envs/maze/layout.js';
import { MazeTables } from '../../envs/maze/tables.js';
import { showsPlace } from './maze-rows.js';
import { type MazeValues, mazeValues } from './maze-values.js';
import type { ReferenceProblem } from './source.js';

/** A task of the split, as what happens in it. Cells are numbered y · width + x. */
export interface KnownTask {
  readonly probability: number;
  readonly start: number;
  /** Where each action leads, [cells, 5]. */
  readonly next: Int32Array;
  /** Reward of a step that ends on the cell, [cells]. */
  readonly rewards: Float64Array;
  /** 1 where the episode ends, [cells]. */
  readonly ends: Uint8Array;
  /** What is seen on the cell besides where one is, as a number, [cells]. */
  readonly sights: Int32Array;
  /** What a step that ends on the cell tells: sight, reward and end, as a number, [cells]. */
  readonly signals: Int32Array;
  /** Of acting best in this task. */
  readonly values: MazeValues;
}

/** Indices of the tasks that are still possible, in rising order: what is known of the task. */
export type Belief = readonly number[];

/** What a step may bring, and the tasks in which it does. */
export interface Branch {
  readonly cell: number;
  /** The number of the signal, or, at an episode's beginning, of the sight. */
  readonly told: number;
  readonly ended: boolean;
  readonly tasks: Belief;
}

/** All tasks of a split side by side, and what a policy that knows them can tell from what happens. */
export interface MazeWorld {
  readonly cells: number;
  /** 4, or 5 with `stay`. */
  readonly actions: number;
  /** Steps an episode. */
  readonly horizon: number;
  /** Episodes a meta-episode. */
  readonly episodes: number;
  readonly tasks: readonly KnownTask[];
  /** The number of a sight, from its cells row by row; −1 where no task shows it. */
  sightOf(view: ArrayLike<number>): number;
  /** The number of a signal; −1 where no task gives it. */
  signalOf(reward: number, ended: boolean, sight: number): number;
}

/**
 * A policy in a split whose tasks are known: a function of the time (both counted from 0), of the cell and of
 * which tasks are still possible.
 */
export interface MazePlan {
  action(episode: number, step: number, cell: number, possible: Belief): number;
}

/**
 * Reads a split. Rewards are told apart as they reach a learner, with 32 bits. Undefined where the tasks
 * are a sample of the split, or change between episodes, or where what is observed does not say where the mouse is:
 * where it neither shows the position nor follows from walls and a start that all tasks share.
 */
export function mazeWorld(
  configuration: MazeConfiguration,
  {
    tasks,
    isWholeSplit,
    horizon,
    episodes,
  }: Pick<ReferenceProblem<MazeTask>, 'tasks' | 'isWholeSplit' | 'horizon' | 'episodes'>,
): MazeWorld | undefined {
  const { width, height, observation, stay } = configuration;
  const shared = new Set(tasks.map(({ task }) => JSON.stringify([task.walls, task.start])));
  const changes = tasks.some(({ task }) => task.later !== undefined);
  if (!isWholeSplit || changes || (shared.size > 1 && !showsPlace(configuration))) return undefined;
  const tables = new MazeTables(configuration);
  const cells = width * height;
  const sights = new Map<string, number>();
  const signals = new Map<string, number>();
  const sightSize = observation.kind === 'view' ? observation.size ** 2 : 0;
  const signalName = (reward: number, ended: boolean, sight: number) =>
    `${Math.fround(reward)},${ended},${sight}`;
  const known = tasks.map(({ task, probability }): KnownTask => {
    const { start, next, rewards, ends, views } = tables.of(task);
    const seen = Int32Array.from({ length: cells }, (_, cell) =>
      numbered(sights, views.subarray(cell * sightSize, (cell + 1) * sightSize).join('')),
    );
    return {
      ...{ probability, start, next, rewards, ends, sights: seen },
      signals: seen.map((sight, cell) =>
        numbered(signals, signalName(rewards[cell]!, ends[cell] === 1, sight)),
      ),
      values: mazeValues(configuration, task, horizon, 'best'),
    };
  });
  return {
    ...{ cells, actions: stay ? 5 : 4, horizon, episodes, tasks: known },
    sightOf: (view) => sights.get(Array.from(view).join('')) ?? -1,
    signalOf: (reward, ended, sight) => signals.get(signalName(reward, ended, sight)) ?? -1,
  };
}

function numbered(names: Map<string, number>, name: string): number {
  const number = names.get(name) ?? names.size;
  names.set(name, number);
  return number;
}

/** What is known of the tasks at first: nothing. */
export function everyTask({ tasks }: MazeWorld): Belief {
  return Array.from(tasks.keys());
}

/** What an episode's first observation may tell: where the mouse starts, and what it sees there. */
export function firstBranches({ tasks }: MazeWorld, possible: Belief): Branch[] {
  return branchesBy(possible, (index) => {
    const { start, sights } = tasks[index]!;
    return [start, sights[start]!, false];
  });
}

/** What an action may bring on a cell. */
export function branchesAfter(
  { tasks }: MazeWorld,
  possible: Belief,
  cell: number,
  action: number,
): Branch[] {
  return branchesBy(possible, (index) => {
    const { next, signals, ends } = tasks[index]!;
    const to = next[cell * ACTION_STRIDE + action]!;
    return [to, signals[to]!, ends[to] === 1];
  });
}

/** Groups tasks by the cell one gets to and by what is told there. */
function branchesBy(
  possible: Belief,
  outcomeOf: (index: number) => readonly [cell: number, told: number, ended: boolean],
): Branch[] {
  const branches: { cell: number; told: number; ended: boolean; tasks: number[] }[] = [];
  for (const index of possible) {
    const [cell, told, ended] = outcomeOf(index);
    const branch = branches.find((each) => each.cell === cell && each.told === told);
    if (branch) branch.tasks.push(index);
    else branches.push({ cell, told, ended, tasks: [index] });
  }
  return branches;
}

/**
 * Return by episode of a plan, [K], exact: it is played once in every task, since nothing in a maze is
 * left to chance but which task it is.
 */
export function returnByEpisodeOf(world: MazeWorld, plan: MazePlan): number[] {
  const returns = Array<number>(world.episodes).fill(0);
  for (const [index, { probability, rewards }] of world.tasks.entries()) {
    let possible = everyTask(world);
    const branchOf = (branches: readonly Branch[]) =>
      branches.find(({ tasks }) => tasks.includes(index))!;
    for (let episode = 0; episode < world.episodes; episode++) {
      let branch = branchOf(firstBranches(world, possible));
      for (let step = 0; step < world.horizon && !branch.ended; step++) {
        const action = plan.action(episode, step, branch.cell, branch.tasks);
        branch = branchOf(branchesAfter(world, branch.tasks, branch.cell, action));
        returns[episode] = returns[episode]! + probability * rewards[branch.cell]!;
      }
      possible = branch.tasks;
    }
  }
  return returns;
}

/** Whether it is all the same which of these tasks it is. */
export function isKnown({ tasks }: MazeWorld, possible: Belief): boolean {
  const first = tasks[possible[0]!]!;
  return possible.every((index) => {
    const task = tasks[index]!;
    return (
      task === first ||
      (task.start === first.start &&
        isSame(task.next, first.next) &&
        isSame(task.rewards, first.rewards) &&
        isSame(task.ends, first.ends))
    );
  });
}

export function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The probability of a belief, of all tasks 1. */
export function weightOf({ tasks }: MazeWorld, possible: Belief): number {
  return possible.reduce((sum, index) => sum + tasks[index]!.probability, 0);
}
