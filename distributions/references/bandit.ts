import type { Reference } from '../../core/distribution.js';
import type { BanditConfiguration, BanditSampler, BanditTask } from '../../envs/index.js';
import { bernoulliBayesOptimal } from './bernoulli-bayes.js';
import { expectedMaximumOfBeta, expectedMaximumOfNormal } from './expected-maximum.js';
import type { ReferenceProblem, ReferenceSource } from './source.js';

type Problem = ReferenceProblem<BanditTask, BanditSampler>;

/** What one pull is worth in expectation to policies that do not learn. */
interface PullValues {
  /** Of the task's best arm. */
  readonly best: number;
  /** Of the one arm that is best over all tasks. */
  readonly fixed: number;
  /** Of an arm at random. */
  readonly mean: number;
}

/**
 * Exact values of bandits: `oracle`, `taskBlind`, `random`, and, for Bernoulli rewards with Beta priors and not
 * too many arms and pulls, `bayesOptimal` and `wipedMemory`. Where means are drawn from a prior, these are
 * expectations over the prior, not over the tasks that are handed in: holding tasks out by their hash takes the
 * same share of every part of it.
 */
export const banditReferences: ReferenceSource<BanditConfiguration, BanditTask, BanditSampler> = {
  family: 'bandit',
  references: (configuration, problem) => {
    const { horizon, episodes } = problem;
    const { best, fixed, mean } = pullValues(configuration, problem);
    const every = (name: string, perPull: number, about: string) =>
      referenceOf(name, Array<number>(episodes).fill(perPull * horizon), about);
    return [
      every('oracle', best, 'Knows the means and always pulls the best arm.'),
      ...bayesReferences(configuration, problem),
      every(
        'taskBlind',
        fixed,
        'Pulls always the same arm, the best one on average over tasks: no policy that is blind to rewards earns more.',
      ),
      every('random', mean, 'Pulls every arm with the same probability.'),
    ];
  },
};

function pullValues({ arms }: BanditConfiguration, { tasks, sampler }: Problem): PullValues {
  switch (sampler.kind) {
    case 'beta': {
      const { alpha, beta } = sampler;
      const mean = alpha / (alpha + beta);
      return { best: expectedMaximumOfBeta(alpha, beta, arms), fixed: mean, mean };
    }
    case 'normal': {
      const { mean, deviation } = sampler;
      return { best: mean + deviation * expectedMaximumOfNormal(arms), fixed: mean, mean };
    }
    case 'list': {
      const over = (value: (means: readonly number[]) => number) =>
        tasks.reduce((sum, { task, probability }) => sum + probability * value(task.means), 0);
      const byArm = Array.from({ length: arms }, (_, arm) => over((means) => means[arm]!));
      return {
        best: over((means) => Math.max(...means)),
        fixed: Math.max(...byArm),
        mean: byArm.reduce((sum, value) => sum + value, 0) / arms,
      };
    }
  }
}

function bayesReferences(
  { arms, reward }: BanditConfiguration,
  { sampler, horizon, episodes }: Problem,
): readonly Reference[] {
  if (reward.kind !== 'bernoulli' || sampler.kind !== 'beta') return [];
  const { alpha, beta } = sampler;
  const bandit = { arms, alpha, beta, horizon };
  const optimal = bernoulliBayesOptimal({ ...bandit, episodes });
  const single = bernoulliBayesOptimal({ ...bandit, episodes: 1 });
  return [
    ...(optimal
      ? [
          referenceOf(
            'bayesOptimal',
            optimal,
            'Knows the prior but not the task and pulls best: no policy earns more in a meta-episode.',
          ),
        ]
      : []),
    ...(single
      ? [
          referenceOf(
            'wipedMemory',
            Array<number>(episodes).fill(single[0]!),
            episodes === 1
              ? 'The same as bayesOptimal: there is one episode, so no memory is wiped between episodes.'
              : 'Pulls best within an episode, and forgets at its end. To earn more is to adapt.',
          ),
        ]
      : []),
  ];
}

function referenceOf(name: string, returnByEpisode: readonly number[], about: string): Reference {
  const total = returnByEpisode.reduce((sum, value) => sum + value, 0);
  return { name, returnByEpisode, total, exact: true, about };
}
