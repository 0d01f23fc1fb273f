import { contentHash } from '../../core/index.js';
import { familySubjectOf } from './drawn-tasks.js';
import { familyRules } from './family-rules.js';
import { independenceRules } from './independence-rules.js';
import { leakRules } from './leak-rules.js';
import { lossInJson } from './plain-data.js';
import { referenceRules } from './reference-rules.js';
import {
  type ConformanceReport,
  defineRule,
  liftRules,
  type Rule,
  runRules,
  violated,
} from './rule.js';
import { samplingRules } from './sampling-rules.js';
import { type DistributionSubject, suiteStream } from './subjects.js';

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

const ownRules: readonly Rule<DistributionSubject>[] = [
  idRule,
  countsRule,
  definitionRule,
  ...samplingRules,
  ...independenceRules,
  ...referenceRules,
  ...leakRules,
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

/**
 * Loads the family and runs {@link distributionRules}. Does not throw where a rule is broken: the report says so.
 *
 * @example
 * const { passed, results } = await checkDistribution(distribution);
 */
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
