import { contentHash, type Reference, type Split } from '../../core/index.js';
import { familyRules } from './family-rules.js';
import { lossInJson, textOf } from './plain-data.js';
import {
  type ConformanceReport,
  defineRule,
  liftRules,
  type Rule,
  runRules,
  violated,
} from './rule.js';
import { samplingRules } from './sampling-rules.js';
import { type DistributionSubject, familySubjectOf, suiteStream } from './subjects.js';

const idRule = defineRule<DistributionSubject>(
  'the id has a version',
  'A distribution is named in small letters, digits, "-" and "/", and ends in its version.',
  ({ distribution: { id, about } }) => {
    if (!/^[a-z0-9]+([-/.][a-z0-9]+)*-v[0-9]+$/.test(id)) {
      violated(`The id is ${JSON.stringify(id)}.`, 'Ids look like maze/moving-cheese-v0.');
    }
    if (typeof about !== 'string' || about.trim() === '') {
      violated('Its `about` is empty.', 'Say what varies and what is held out.');
    }
  },
);

const countsRule = defineRule<DistributionSubject>(
  'horizon and episodes are counts',
  'The horizon and the number of episodes are integers of at least 1.',
  ({ distribution }) => {
    for (const name of ['horizon', 'episodes'] as const) {
      const value = distribution[name];
      if (!Number.isSafeInteger(value) || value < 1) {
        violated(`${name} is ${String(value)}.`, 'Choose a positive integer.');
      }
    }
  },
);

const definitionRule = defineRule<DistributionSubject>(
  'the definition has a stable hash',
  'What the distribution follows from is plain data that sampling does not change, so that its content hash names it.',
  ({ distribution }) => {
    const loss = lossInJson(distribution.definition);
    if (loss !== undefined) violated(`In its definition, ${loss}.`, 'Use plain data.');
    const before = contentHash(distribution.definition);
    if (contentHash(JSON.parse(JSON.stringify(distribution.definition))) !== before) {
      violated('The hash changed when it was stored as JSON.', 'Use plain data.');
    }
    for (const split of distribution.splits) distribution.sample(split, suiteStream('hash'));
    if (contentHash(distribution.definition) !== before) {
      violated('Sampling changed the definition.', 'Never write to it.');
    }
  },
);

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

const ownRules: readonly Rule<DistributionSubject>[] = [
  idRule,
  countsRule,
  definitionRule,
  ...samplingRules,
  referencesRule,
];

/**
 * What every task distribution must obey, including all rules of its family on sampled tasks.
 * `await distribution.family.load?.()` first.
 *
 * @example
 * for (const { name, check } of distributionRules) it(name, () => check({ distribution }));
 */
export const distributionRules: readonly Rule<DistributionSubject>[] = [
  ...ownRules,
  ...liftRules(familyRules, familySubjectOf),
];

/** Loads the family and runs {@link distributionRules}. */
export async function checkDistribution(
  distribution: DistributionSubject['distribution'],
  options: Pick<DistributionSubject, 'shown'> = {},
): Promise<ConformanceReport> {
  await distribution.family.load?.();
  return runRules(`distribution ${distribution.id}`, distributionRules, {
    distribution,
    ...options,
  });
}
