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

interface Decided {
  /** Expected return of the rest of the meta-episode, times the belief's probability. */
  readonly value: number;
  readonly action: number;
}

/**
 * The Bayes-optimal plan for the tasks in `possible`, by dynamic programming over (episode, step, cell,
 * tasks still possible) from the end. Exact for any cheeses, walls and starts, but its size is that of
 * what can be believed: with n hidden places there are up to 2^n beliefs. Undefined once more than
 * `effort` tasks were looked at, summed over states: a million takes about a second.
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
  const valueOfEpisodes = (episode: number, { possible: some, isKnown, weight }: Met): number => {
    if (episode === episodes) return 0;
    if (isKnown) return weight * (episodes - episode) * tasks[some[0]!]!.values.start;
    return firstBranches(world, some).reduce(
      (sum, branch) => sum + valueWithin(episode, 0, branch.cell, met(branch.tasks)),
      0,
    );
  };

  const valueWithin = (episode: number, step: number, cell: number, belief: Met): number => {
    if (step === horizon) return valueOfEpisodes(episode + 1, belief);
    if (belief.isKnown) {
      const { values } = tasks[belief.possible[0]!]!;
      return belief.weight * values.of(cell, horizon - step) + valueOfEpisodes(episode + 1, belief);
    }
    return decide(episode, step, cell, belief).value;
  };

  const decide = (episode: number, step: number, cell: number, belief: Met): Decided => {
    const key = ((belief.id * episodes + episode) * horizon + step) * cells + cell;
    const known = decided.get(key);
    if (known) return known;
    looked += belief.possible.length;
    if (looked > effort) return { value: 0, action: 0 };
    let best: Decided = { value: Number.NEGATIVE_INFINITY, action: 0 };
    for (let action = 0; action < actions; action++) {
      let value = 0;
      for (const branch of branchesAfter(world, belief.possible, cell, action)) {
        const after = met(branch.tasks);
        for (const index of branch.tasks) {
          const { probability, rewards } = tasks[index]!;
          value += probability * rewards[branch.cell]!;
        }
        value += branch.ended
          ? valueOfEpisodes(episode + 1, after)
          : valueWithin(episode, step + 1, branch.cell, after);
      }
      // Rounding does not choose: of equally good actions the first is taken.
      if (value > best.value + 1e-12) best = { value, action };
    }
    decided.set(key, best);
    return best;
  };

  valueOfEpisodes(0, met(possible));
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
