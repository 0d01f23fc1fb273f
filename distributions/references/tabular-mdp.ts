import { backupOf, backwardInduction } from '../../core/backward-induction.js';
import type { Reference } from '../../core/distribution.js';
import type {
  TabularMdpConfiguration,
  TabularMdpSampler,
  TabularMdpTask,
} from '../../envs/index.js';
import type { ReferenceProblem, ReferenceSource } from './source.js';

type Problem = ReferenceProblem<TabularMdpTask, TabularMdpSampler>;

/**
 * Exact values of tabular MDPs: `oracle` by value iteration over the horizon, `random` by evaluating that policy,
 * and, where MDPs are drawn at random, `taskBlind`. What is Bayes-optimal is not known: beliefs over all
 * transitions are too many.
 */
export const tabularMdpReferences: ReferenceSource<
  TabularMdpConfiguration,
  TabularMdpTask,
  TabularMdpSampler
> = {
  family: 'tabular-mdp',
  references: (configuration, problem) => [
    everyEpisode(
      'oracle',
      configuration,
      problem,
      'best',
      'Knows the MDP and acts best in it: an upper bound for all who must find it out.',
    ),
    ...taskBlind(problem),
    everyEpisode(
      'random',
      configuration,
      problem,
      'mean',
      'Takes every action with the same probability.',
    ),
  ],
};

/**
 * Rewards are drawn independently of transitions. So whatever states have been seen and whatever they told of the
 * transitions, the mean reward of the action that is chosen is that of all: each step is worth the same in
 * expectation over the distribution, whatever one does without looking at rewards.
 */
function taskBlind({ sampler, horizon, episodes }: Problem): readonly Reference[] {
  if (sampler.kind !== 'garnet') return [];
  const value = sampler.rewardMean * horizon;
  return [
    {
      name: 'taskBlind',
      returnByEpisode: Array<number>(episodes).fill(value),
      total: value * episodes,
      exact: true,
      about: 'No policy that is blind to task and rewards earns more, nor less, in expectation.',
    },
  ];
}

/** A policy that does the same in every episode. */
function everyEpisode(
  name: string,
  { states, actions, start }: TabularMdpConfiguration,
  { tasks, isWholeSplit, horizon, episodes }: Problem,
  rule: 'best' | 'mean',
  about: string,
): Reference {
  const mean = tasks.reduce((sum, { task, probability }) => {
    const backup = backupOf(task.rewards.flat(), Float64Array.from(task.transitions.flat(2)));
    const { values } = backwardInduction({ states, actions, horizon }, backup, rule);
    return sum + probability * values[start]!;
  }, 0);
  return {
    name,
    returnByEpisode: Array<number>(episodes).fill(mean),
    total: mean * episodes,
    exact: true,
    about: isWholeSplit ? about : `${about} Mean over ${tasks.length} tasks, exact for these.`,
  };
}
