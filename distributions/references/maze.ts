import type { Reference } from '../../core/distribution.js';
import type { MazeConfiguration, MazeSampler, MazeTask } from '../../envs/index.js';
import { mazeTaskInEpisode } from '../../envs/maze/family.js';
import { knownPlans } from './maze-known-plans.js';
import { returnsAtMost } from './maze-plan.js';
import { oraclePolicy } from './maze-policies.js';
import { anyEpisodeOf, restlessSamplerOf } from './maze-restless.js';
import { showsPlace } from './maze-rows.js';
import { mazeValues } from './maze-values.js';
import { mazeWorld } from './maze-world.js';
import type { ReferenceProblem, ReferenceSource } from './source.js';

const UPPER_BOUND = 'upperBound';
const ABOUT_UPPER_BOUND =
  'No policy earns more in a meta-episode that does not know the task: a searcher that may leap, with every step, to any cell near enough to the start.';

/**
 * Exact values of maze distributions, and policies that earn them: `oracle`, `random`, and, where planning is
 * feasible, `bayesOptimal`, `wipedMemory` and `markov`. Where the best plan is not known, `upperBound`. Where cheese
 * moves between episodes, they are expectations over all its ways.
 */
export const mazeReferences: ReferenceSource<MazeConfiguration, MazeTask, MazeSampler> = {
  family: 'maze',
  isOfSampler: (problem) => restlessSamplerOf(problem) !== undefined,
  references: (configuration, problem) => [
    withoutPlan('oracle', 'best', configuration, problem, 'Knows the task and acts best in it.'),
    ...plannedReferences(configuration, problem),
    withoutPlan(
      ...(['random', 'mean', configuration, problem] as const),
      'Takes every action with the same probability.',
    ),
  ],
  policies: (configuration, problem) => [
    // A start of the task's own that is not seen is not told by the context either.
    ...(showsPlace(configuration) || problem.tasks.every(({ task }) => !task.start)
      ? [
          {
            ...{ name: 'oracle', context: 'given' as const },
            policy: oraclePolicy(configuration, problem.horizon),
          },
        ]
      : []),
    ...knownPlans(configuration, problem).map(({ name, policy }) => ({
      ...{ name, context: 'inferred' as const },
      policy: policy(),
    })),
  ],
};

/** What plans earn, and, where the best is not known, what it cannot exceed. */
function plannedReferences(
  configuration: MazeConfiguration,
  problem: ReferenceProblem<MazeTask, MazeSampler>,
): Reference[] {
  const reference = (name: string, returnByEpisode: readonly number[], about: string) => {
    const total = returnByEpisode.reduce((sum, value) => sum + value, 0);
    return { name, returnByEpisode, total, exact: name !== UPPER_BOUND, about };
  };
  const references = knownPlans(configuration, problem).map(({ name, returnByEpisode, about }) =>
    reference(name, returnByEpisode(), about),
  );
  if (references.some(({ name }) => name === 'bayesOptimal')) return references;
  const world = mazeWorld(configuration, problem);
  const most = world && returnsAtMost(configuration, world);
  return most ? [reference(UPPER_BOUND, most, ABOUT_UPPER_BOUND), ...references] : references;
}

/** What acting best in known tasks earns, or acting at random in any. */
function withoutPlan(
  name: string,
  rule: 'best' | 'mean',
  configuration: MazeConfiguration,
  problem: ReferenceProblem<MazeTask, MazeSampler>,
  about: string,
): Reference {
  const { horizon, episodes } = problem;
  const restless = restlessSamplerOf(problem);
  const { tasks, isWholeSplit } = restless
    ? anyEpisodeOf(configuration, problem, restless)
    : problem;
  const returnByEpisode = Array<number>(episodes).fill(0);
  for (const { task, probability } of tasks) {
    const returnIn = (episode: number) =>
      mazeValues(configuration, mazeTaskInEpisode(task, episode), horizon, rule).start;
    const first = returnIn(0);
    for (let episode = 0; episode < episodes; episode++) {
      const earned = task.later && episode > 0 ? returnIn(episode) : first;
      returnByEpisode[episode] = returnByEpisode[episode]! + probability * earned;
    }
  }
  return {
    ...{ name, returnByEpisode, exact: true },
    total: returnByEpisode.reduce((sum, value) => sum + value, 0),
    about: isWholeSplit ? about : `${about} Mean over ${tasks.length} tasks, exact for these.`,
  };
}
