import type { MazeConfiguration } from '../../envs/index.js';
import { ACTION_STRIDE } from '../../envs/maze/layout.js';
import { beliefPlan } from './maze-beliefs.js';
import { hiddenCheese, leapingReturns, searchPlan } from './maze-search.js';
import { EQUAL } from './maze-values.js';
import {
  branchesAfter,
  everyTask,
  firstBranches,
  isSame,
  type MazePlan,
  type MazeWorld,
} from './maze-world.js';

/** What a search may look at: about two seconds and 200 MB before it gives up. GridNavi needs a hundredth. */
const SEARCH_EFFORT = 1_500_000;
/** What dynamic programming over beliefs may look at: about two seconds. */
const BELIEF_EFFORT = 2_000_000;

/**
 * The Bayes-optimal plan of a split: what a policy does that knows p(M), but not the task, and earns most
 * in a meta-episode. Tasks that the first observation tells apart are planned for by themselves. Where one
 * thing is hidden, by search among walks; else by dynamic programming over beliefs. Undefined where
 * neither is feasible.
 */
export function bayesOptimalPlan(
  configuration: MazeConfiguration,
  world: MazeWorld,
): MazePlan | undefined {
  const planOf = new Map<number, MazePlan>();
  for (const { tasks } of firstBranches(world, everyTask(world))) {
    const cheese = hiddenCheese(configuration, world, tasks);
    const plan = cheese
      ? searchPlan(world, cheese, SEARCH_EFFORT)
      : beliefPlan(world, tasks, BELIEF_EFFORT);
    if (!plan) return undefined;
    for (const task of tasks) planOf.set(task, plan);
  }
  return {
    action: (episode, step, cell, possible) =>
      planOf.get(possible[0]!)!.action(episode, step, cell, possible),
  };
}

/**
 * Return by episode, [K], that no plan exceeds in sum, where one thing is hidden: of a searcher that leaps.
 * Undefined for other tasks.
 */
export function returnsAtMost(
  configuration: MazeConfiguration,
  world: MazeWorld,
): readonly number[] | undefined {
  const returns = Array<number>(world.episodes).fill(0);
  for (const { tasks } of firstBranches(world, everyTask(world))) {
    const cheese = hiddenCheese(configuration, world, tasks);
    if (!cheese) return undefined;
    for (const [episode, value] of leapingReturns(cheese).entries()) {
      returns[episode] = returns[episode]! + value;
    }
  }
  return returns;
}

/**
 * The best plan of those that see nothing but the present observation and the step of the episode, the same in
 * every episode. It is a fixed walk: without looking at rewards there is nothing to tell tasks apart by, and
 * drawing actions by chance only mixes walks. Where cheese does not end the episode, it is the best walk for
 * the mean of the tasks' rewards. Where it does, who walks on has met none, so that looking at rewards would
 * help nothing within an episode, and the best walk is the best search of one episode, `single`. Undefined
 * where that is not known, or where tasks differ in what is seen or in where actions lead.
 */
export function markovPlan(
  { terminal }: MazeConfiguration,
  world: MazeWorld,
  single: MazePlan | undefined,
): MazePlan | undefined {
  const first = world.tasks[0]!;
  const areAlike = world.tasks.every(({ next, start, sights }) => {
    return start === first.start && isSame(next, first.next) && isSame(sights, first.sights);
  });
  if (!areAlike) return undefined;
  const walk = terminal ? single && searchingWalk(world, single) : bestWalk(world);
  return walk && { action: (_, step) => walk[step] ?? 0 };
}

/** What a plan does in its first episode as long as that goes on, as actions. */
function searchingWalk(world: MazeWorld, plan: MazePlan): number[] {
  const walk: number[] = [];
  let branch = firstBranches(world, everyTask(world))[0];
  while (branch && walk.length < world.horizon) {
    const { cell, tasks } = branch;
    const action = plan.action(0, walk.length, cell, tasks);
    walk.push(action);
    branch = branchesAfter(world, tasks, cell, action).find(({ ended }) => !ended);
  }
  return walk;
}

/** The actions of highest return where each cell pays the mean of what it pays in the tasks. */
function bestWalk({ tasks, cells, actions, horizon }: MazeWorld): number[] {
  const { start, next } = tasks[0]!;
  const pays = Float64Array.from({ length: cells }, (_, cell) =>
    tasks.reduce((sum, { probability, rewards }) => sum + probability * rewards[cell]!, 0),
  );
  const to = (cell: number, action: number) => next[cell * ACTION_STRIDE + action]!;
  let values = new Float64Array(cells);
  const best: Uint8Array[] = [];
  for (let left = 1; left <= horizon; left++) {
    const later = values;
    const worth = (cell: number, action: number) =>
      pays[to(cell, action)]! + later[to(cell, action)]!;
    const choice = Uint8Array.from({ length: cells }, (_, cell) => {
      let chosen = 0;
      for (let action = 1; action < actions; action++) {
        if (worth(cell, action) > worth(cell, chosen) + EQUAL) chosen = action;
      }
      return chosen;
    });
    values = later.map((_, cell) => worth(cell, choice[cell]!));
    best.unshift(choice);
  }
  let cell = start;
  return best.map((choice) => {
    const action = choice[cell]!;
    cell = to(cell, action);
    return action;
  });
}
