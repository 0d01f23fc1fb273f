import type { Policy } from '../../core/policy.js';
import type { MazeConfiguration, MazeSampler, MazeTask } from '../../envs/index.js';
import { bayesOptimalPlan, markovPlan } from './maze-plan.js';
import { planPolicy } from './maze-policies.js';
import { anyEpisodeOf, restlessMazePlan, restlessSamplerOf } from './maze-restless.js';
import { restlessPolicy } from './maze-restless-policy.js';
import { type MazePlan, type MazeWorld, mazeWorld, returnByEpisodeOf } from './maze-world.js';
import type { ReferenceProblem } from './source.js';

/** A plan that is known, under the name of the reference that it earns. */
export interface KnownPlan {
  readonly name: string;
  readonly about: string;
  returnByEpisode(): readonly number[];
  policy(): Policy;
}

type Problem = ReferenceProblem<MazeTask, MazeSampler>;

/** The last ones that were made: values and policies of one problem are asked for one after the other. */
let latest:
  | {
      readonly configuration: MazeConfiguration;
      readonly problem: Problem;
      readonly plans: readonly KnownPlan[];
    }
  | undefined;

/** The best plans of those who do not know the task, where planning is feasible. Only the last ones are kept. */
export function knownPlans(
  configuration: MazeConfiguration,
  problem: Problem,
): readonly KnownPlan[] {
  if (latest?.problem !== problem || latest.configuration !== configuration) {
    latest = { configuration, problem, plans: plan(configuration, problem) };
  }
  return latest.plans;
}

function plan(configuration: MazeConfiguration, problem: Problem): KnownPlan[] {
  const restless = restlessSamplerOf(problem);
  const tasks = restless ? anyEpisodeOf(configuration, problem, restless) : problem;
  const world = mazeWorld(configuration, tasks);
  if (!world) return [];
  const { episodes } = problem;
  const single = { ...world, episodes: 1 };
  const search = bayesOptimalPlan(configuration, single);

  const played = (name: string, its: MazeWorld, plan: MazePlan | undefined, about: string) => {
    if (!plan) return [];
    const returnByEpisode = () => {
      const returns = returnByEpisodeOf(its, plan);
      return its.episodes < episodes ? Array<number>(episodes).fill(returns[0]!) : returns;
    };
    return [{ name, about, returnByEpisode, policy: () => planPolicy(configuration, its, plan) }];
  };

  const best = (): KnownPlan[] => {
    const name = 'bayesOptimal';
    if (!restless) {
      const plan = bayesOptimalPlan(configuration, world);
      return played(
        ...([name, world, plan] as const),
        'Does not know the task and searches best: no policy earns more in a meta-episode.',
      );
    }
    const found = restlessMazePlan(configuration, world, restless);
    if (!found) return [];
    return [
      {
        name,
        about:
          'Does not know where the cheese is, nor whether it moves, and searches best: no policy earns more in a meta-episode.',
        returnByEpisode: found.plan.returnByEpisode,
        policy: () => restlessPolicy(configuration, world, found),
      },
    ];
  };

  return [
    ...best(),
    ...played(
      ...(['wipedMemory', single, search] as const),
      'Searches best within an episode, and forgets at its end. To earn more is to adapt.',
    ),
    ...played(
      ...(['markov', single, markovPlan(configuration, single, search)] as const),
      'Sees the present observation and the step of the episode, and remembers nothing, not even rewards: the best of such policies.',
    ),
  ];
}
