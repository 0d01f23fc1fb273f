import { backupOf, backwardInduction } from '../../core/backward-induction.js';
import type { Reference } from '../../core/distribution.js';
import type { TabularMdpConfiguration, TabularMdpTask } from '../../envs/index.js';
import type { ReferenceProblem, ReferenceSource } from './source.js';

/**
 * Exact values of tabular MDPs: `oracle` by value iteration over the horizon, and `random` by evaluating that
 * policy. What is Bayes-optimal is not known: beliefs over all transitions are too many.
 */
export const tabularMdpReferences: ReferenceSource<TabularMdpConfiguration, TabularMdpTask> = {
  family: 'tabular-mdp',
  references: (configuration, problem) => [
    everyEpisode(
      'oracle',
      configuration,
      problem,
      'best',
      'Knows the MDP and acts best in it: an upper bound for all who must find it out.',
    ),
    everyEpisode(
      'random',
      configuration,
      problem,
      'mean',
      'Takes every action with the same probability.',
    ),
  ],
};

/** A policy that does the same in every episode. */
function everyEpisode(
  name: string,
  { states, actions, start }: TabularMdpConfiguration,
  { tasks, isWholeSplit, horizon, episodes }: ReferenceProblem<TabularMdpTask>,
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
