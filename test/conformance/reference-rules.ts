import type { Reference, Split } from '../../core/index.js';
import { compared, extentOf, shown } from './earned.js';
import { textOf } from './plain-data.js';
import { actAtRandom, play, tasksToPlay } from './playing.js';
import { defineRule, type Rule, violated } from './rule.js';
import { type DistributionSubject, suiteStream } from './subjects.js';

/** Steps in which it is seen what a policy earns. */
const STEPS = { steps: 60_000, least: 60, most: 600 };

/** Upper kinds of policy first: none may earn less than those after it. */
const RANKING = ['oracle', 'bayesOptimal', 'wipedMemory', 'markov', 'random'];

function checkReferences(split: Split, episodes: number, references: readonly Reference[]): void {
  for (const { name, about, returnByEpisode, total } of references) {
    const which = `The reference ${JSON.stringify(name)} of ${split}`;
    if (name === '' || about === '') violated(`${which} lacks words.`, 'Say what it is.');
    if (
      returnByEpisode.length !== episodes ||
      ![...returnByEpisode, total].every(Number.isFinite)
    ) {
      violated(
        `${which} is ${textOf(returnByEpisode)}, in all ${total}.`,
        `Give ${episodes} finite numbers, one an episode.`,
      );
    }
    const sum = returnByEpisode.reduce((a, b) => a + b, 0);
    if (Math.abs(sum - total) > 1e-6 * Math.max(1, Math.abs(total))) {
      violated(`${which} sums to ${sum}, but its total is ${total}.`, 'Make them agree.');
    }
  }
  const ranked = RANKING.flatMap((name) => references.filter((one) => one.name === name));
  const totals = ranked.map(({ total }) => total);
  const spread = Math.max(...totals) - Math.min(...totals);
  for (const [i, upper] of ranked.entries()) {
    for (const lower of ranked.slice(i + 1)) {
      // Estimates and bounds may miss by a little.
      const slack =
        upper.exact && lower.exact ? 1e-6 * Math.max(1, Math.abs(lower.total)) : 0.1 * spread;
      if (upper.total < lower.total - slack) {
        violated(
          `On ${split}, ${upper.name} earns ${upper.total}, less than ${lower.name} with ${lower.total}.`,
          'Look for an error in the planner: knowing more cannot earn less.',
        );
      }
    }
  }
}

const referencesRule = defineRule<DistributionSubject>(
  'references are consistent',
  'References are finite, one number an episode, add up to their total, and oracle ≥ Bayes-optimal ≥ wiped memory ≥ Markov ≥ random.',
  ({ distribution }) => {
    for (const split of distribution.splits) {
      const rng = suiteStream(`references of ${split}`);
      const tasks = Array.from({ length: 64 }, () => distribution.sample(split, rng));
      checkReferences(split, distribution.episodes, distribution.references?.(split, tasks) ?? []);
    }
  },
);

const randomRule = defineRule<DistributionSubject>(
  'random play earns the reference random',
  'Where the reference random is exact, a policy that takes every action with the same probability earns it, neither less nor more.',
  ({ distribution }) => {
    for (const split of distribution.splits) {
      const tasks = tasksToPlay(distribution, split, STEPS);
      const references = distribution.references?.(split, tasks) ?? [];
      const random = references.find(({ name, exact }) => name === 'random' && exact);
      if (!random) continue;
      const returns = play({
        ...{ distribution, tasks, purpose: `random in ${split}` },
        begin: () => actAtRandom(distribution),
      });
      const extent = extentOf(
        [returns],
        references.map(({ total }) => total),
      );
      const { verdict, words } = compared(returns, random.total, extent);
      if (verdict === 'as expected') continue;
      violated(
        `On ${split}, random play earned ${words}, ${verdict} than ${shown(random.total)}, its reference.`,
        'Look for an error in the planner, or for an env that lives otherwise than what was planned for.',
      );
    }
  },
);

const policiesRule = defineRule<DistributionSubject>(
  'reference policies earn their references',
  'A policy that is said to earn a reference earns it, neither less nor more.',
  ({ distribution }) => {
    for (const split of distribution.splits) {
      // The tasks of train, of which there are policies already; planning may take seconds.
      if (split === 'test' && distribution.overlap === 'shared') continue;
      const policies = distribution.referencePolicies?.(split) ?? [];
      if (policies.length === 0) continue;
      const tasks = tasksToPlay(distribution, split, STEPS);
      const references = distribution.references?.(split, tasks) ?? [];
      for (const { name, policy, distribution: where } of policies) {
        const reference = references.find((each) => each.name === name && each.exact);
        if (!reference) continue;
        const returns = play({
          ...{ distribution: where, tasks, purpose: `${name} in ${split}` },
          begin: (slots) => {
            policy.begin(slots);
            return (life, rng) => policy.act(life, rng);
          },
        });
        const extent = extentOf(
          [returns],
          references.map(({ total }) => total),
        );
        const { verdict, words } = compared(returns, reference.total, extent);
        if (verdict === 'as expected') continue;
        violated(
          `On ${split}, the policy of ${name} earned ${words}, ${verdict} than ${shown(reference.total)}, its reference.`,
          'Let references and policies follow from one plan.',
        );
      }
    }
  },
);

/** What is said to be known of a distribution, and whether play agrees. */
export const referenceRules: readonly Rule<DistributionSubject>[] = [
  referencesRule,
  randomRule,
  policiesRule,
];
