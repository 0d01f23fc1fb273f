import { EQUAL } from './maze-values.js';
import {
  type Belief,
  branchesAfter,
  firstBranches,
  isKnown,
  type MazePlan,
  type MazeWorld,
  weightOf,
} from './maze-world.js';

/** A belief that was met, with a number of its own, so that what is known of it is found by numbers. */
interface Met {
  readonly id: number;
  readonly possible: Belief;
  readonly weight: number;
  /** Whether nothing is left to be learnt. */
  readonly isKnown: boolean;
}

/** What is to be expected of the rest of the meta-episode, times the probability of the belief. */
interface Outlook {
  readonly value: number;
  /** Its steps. */
  readonly length: number;
}

interface Decided extends Outlook {
  readonly action: number;
}

const NOTHING: Outlook = { value: 0, length: 0 };

/**
 * The Bayes-optimal plan for the tasks in `possible`, by dynamic programming over (episode, step, cell,
 * tasks still possible) from the end. Exact for any cheeses, walls and starts, but its size is that of
 * what can be believed: with n hidden places there are up to 2^n beliefs. Of equally good actions it takes
 * that which needs fewest steps. Undefined once more than `effort` tasks were looked at, summed over states: a
 * million takes about a second.
 */
export function beliefPlan(
  world: MazeWorld,
  possible: Belief,
  effort: number,
): MazePlan | undefined {
  const { tasks, cells, horizon, episodes, actions } = world;
  const beliefs = new Map<string, Met>();
  const decided = new Map<number, Decided>();
  let looked = 0;

  const met = (some: Belief): Met => {
    const name = some.join();
    const known = beliefs.get(name);
    if (known) return known;
    const belief: Met = {
      ...{ id: beliefs.size, possible: some },
      ...{ weight: weightOf(world, some), isKnown: isKnown(world, some) },
    };
    beliefs.set(name, belief);
    return belief;
  };

  /** At an episode's beginning. */
  const fromEpisode = (episode: number, belief: Met): Outlook => {
    if (episode === episodes) return NOTHING;
    if (belief.isKnown) {
      const { start } = tasks[belief.possible[0]!]!;
      const one = inKnown(belief, start, horizon);
      const left = episodes - episode;
      return { value: left * one.value, length: left * one.length };
    }
    return firstBranches(world, belief.possible)
      .map((branch) => within(episode, 0, branch.cell, met(branch.tasks)))
      .reduce(added, NOTHING);
  };

  /** The rest of an episode where the task is known. */
  const inKnown = ({ possible: some, weight }: Met, cell: number, left: number): Outlook => {
    const { values } = tasks[some[0]!]!;
    return { value: weight * values.of(cell, left), length: weight * values.lengthOf(cell, left) };
  };

  const within = (episode: number, step: number, cell: number, belief: Met): Outlook => {
    if (step === horizon) return fromEpisode(episode + 1, belief);
    if (!belief.isKnown) return decide(episode, step, cell, belief);
    return added(inKnown(belief, cell, horizon - step), fromEpisode(episode + 1, belief));
  };

  const after = (
    episode: number,
    step: number,
    cell: number,
    action: number,
    belief: Met,
  ): Outlook => {
    let outlook: Outlook = { value: 0, length: belief.weight };
    for (const branch of branchesAfter(world, belief.possible, cell, action)) {
      const { cell: to, ended } = branch;
      const then = met(branch.tasks);
      const value = branch.tasks.reduce((sum, index) => {
        const { probability, rewards } = tasks[index]!;
        return sum + probability * rewards[to]!;
      }, 0);
      outlook = added(outlook, { value, length: 0 });
      outlook = added(
        outlook,
        ended ? fromEpisode(episode + 1, then) : within(episode, step + 1, to, then),
      );
    }
    return outlook;
  };

  const decide = (episode: number, step: number, cell: number, belief: Met): Decided => {
    const key = ((belief.id * episodes + episode) * horizon + step) * cells + cell;
    const known = decided.get(key);
    if (known) return known;
    looked += belief.possible.length;
    if (looked > effort) return { ...NOTHING, action: 0 };
    let best: Decided = { value: Number.NEGATIVE_INFINITY, length: 0, action: 0 };
    for (let action = 0; action < actions; action++) {
      const { value, length } = after(episode, step, cell, action, belief);
      const isAsGood = value > best.value - EQUAL && length < best.length - EQUAL;
      if (value > best.value + EQUAL || isAsGood) best = { value, length, action };
    }
    decided.set(key, best);
    return best;
  };

  fromEpisode(0, met(possible));
  if (looked > effort) return undefined;
  // What it did not come by, such as a later episode with an earlier belief, it may still be asked.
  looked = Number.NEGATIVE_INFINITY;
  return {
    action(episode, step, cell, some) {
      const belief = met(some);
      return belief.isKnown
        ? tasks[some[0]!]!.values.action(cell, horizon - step)
        : decide(episode, step, cell, belief).action;
    },
  };
}

function added(a: Outlook, b: Outlook): Outlook {
  return { value: a.value + b.value, length: a.length + b.length };
}
