import type { Reference } from '../../core/distribution.js';
import type { MazeConfiguration, MazeTask } from '../../envs/index.js';
import { bayesOptimalPlan, markovPlan, returnsAtMost } from './maze-plan.js';
import { oraclePolicy, planPolicy } from './maze-policies.js';
import { showsPlace } from './maze-rows.js';
import { mazeValues } from './maze-values.js';
import { type MazePlan, type MazeWorld, mazeWorld, returnByEpisodeOf } from './maze-world.js';
import type { ReferenceProblem, ReferenceSource } from './source.js';

const UPPER_BOUND = 'upperBound';
const ABOUT_UPPER_BOUND =
  'No policy earns more in a meta-episode that does not know the task: a searcher that may leap, with every step, to any cell near enough to the start.';

/**
 * Exact values of maze distributions, and policies that earn them: `oracle`, `random`, and, where planning is
 * feasible, `bayesOptimal`, `wipedMemory` and `markov`. Where the best plan is not known, `upperBound`.
 */
export const mazeReferences: ReferenceSource<MazeConfiguration, MazeTask> = {
  family: 'maze',
  references: (configuration, problem) => [
    everyEpisode(
      'oracle',
      problem,
      (task) => mazeValues(configuration, task, problem.horizon, 'best').start,
      'Knows the task and acts best in it.',
    ),
    ...plannedReferences(configuration, problem),
    everyEpisode(
      'random',
      problem,
      (task) => mazeValues(configuration, task, problem.horizon, 'mean').start,
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
    ...plansOf(configuration, problem).map(({ name, world, plan }) => ({
      ...{ name, context: 'inferred' as const },
      policy: planPolicy(configuration, world, plan),
    })),
  ],
};

/** What plans earn, and, where the best is not known, what it cannot exceed. */
function plannedReferences(
  configuration: MazeConfiguration,
  problem: ReferenceProblem<MazeTask>,
): Reference[] {
  const { episodes } = problem;
  const reference = (name: string, returnByEpisode: readonly number[], about: string) => {
    const total = returnByEpisode.reduce((sum, value) => sum + value, 0);
    return { name, returnByEpisode, total, exact: name !== UPPER_BOUND, about };
  };
  const references = plansOf(configuration, problem).map(({ name, world, plan, about }) => {
    const returns = returnByEpisodeOf(world, plan);
    const isSingle = world.episodes < episodes;
    return reference(name, isSingle ? Array<number>(episodes).fill(returns[0]!) : returns, about);
  });
  if (references.some(({ name }) => name === 'bayesOptimal')) return references;
  const world = mazeWorld(configuration, problem);
  const most = world && returnsAtMost(configuration, world);
  return most ? [reference(UPPER_BOUND, most, ABOUT_UPPER_BOUND), ...references] : references;
}

/** A plan that is known, in the world it is made for: a single episode where it forgets at its end. */
interface KnownPlan {
  readonly name: string;
  readonly world: MazeWorld;
  readonly plan: MazePlan;
  readonly about: string;
}

function plansOf(
  configuration: MazeConfiguration,
  problem: ReferenceProblem<MazeTask>,
): KnownPlan[] {
  const world = mazeWorld(configuration, problem);
  if (!world) return [];
  const episode = { ...world, episodes: 1 };
  const single = bayesOptimalPlan(configuration, episode);
  const plans: (readonly [string, MazeWorld, MazePlan | undefined, string])[] = [
    [
      'bayesOptimal',
      world,
      bayesOptimalPlan(configuration, world),
      'Does not know the task and searches best: no policy earns more in a meta-episode.',
    ],
    [
      'wipedMemory',
      episode,
      single,
      'Searches best within an episode, and forgets at its end. To earn more is to adapt.',
    ],
    [
      'markov',
      episode,
      markovPlan(configuration, episode, single),
      'Sees the present observation and the step of the episode, and remembers nothing, not even rewards: the best of such policies.',
    ],
  ];
  return plans.flatMap(([name, its, plan, about]) =>
    plan ? [{ name, world: its, plan, about }] : [],
  );
}

/** A policy that does the same in every episode. */
function everyEpisode(
  name: string,
  { tasks, episodes, isWholeSplit }: ReferenceProblem<MazeTask>,
  returnIn: (task: MazeTask) => number,
  about: string,
): Reference {
  const mean = tasks.reduce((sum, { task, probability }) => sum + probability * returnIn(task), 0);
  return {
    name,
    returnByEpisode: Array<number>(episodes).fill(mean),
    total: mean * episodes,
    exact: true,
    about: isWholeSplit ? about : `${about} Mean over ${tasks.length} tasks, exact for these.`,
  };
}
