import { assertTask, box, discrete } from '../../core/index.js';
import { dynamicsRules } from './dynamics-rules.js';
import { episodeRules } from './episode-rules.js';
import { hiddenTaskRule } from './hidden-task.js';
import { observationRules } from './observation-rules.js';
import { lossInJson, stored, textOf } from './plain-data.js';
import { quantityRules } from './quantity-rules.js';
import { type ConformanceReport, defineRule, type Rule, runRules, violated } from './rule.js';
import { semanticsRules } from './semantics-rules.js';
import type { FamilySubject } from './subjects.js';

const familyIdRule = defineRule<FamilySubject>(
  'the family has an id',
  'A family is named in small letters, digits, "-" and "/", and says in a sentence what varies.',
  ({ family }) => {
    if (!/^[a-z0-9]+([-/.][a-z0-9]+)*$/.test(family.id)) {
      violated(`Its id is ${JSON.stringify(family.id)}.`, 'Ids look like half-cheetah.');
    }
    if (typeof family.about !== 'string' || family.about.trim() === '') {
      violated('Its `about` is empty.', 'Say what varies between tasks and must be inferred.');
    }
  },
);

const spacesRule = defineRule<FamilySubject>(
  'spaces are well-formed',
  'Observations are a box and actions a box or discrete, with ordered bounds for each component.',
  ({ family: { observationSpace, actionSpace } }) => {
    if (observationSpace.kind !== 'box') {
      violated('The observation space is no box.', 'Make it with box(shape, low, high).');
    }
    box(observationSpace.shape, observationSpace.low, observationSpace.high);
    if (actionSpace.kind === 'discrete') discrete(actionSpace.size);
    else box(actionSpace.shape, actionSpace.low, actionSpace.high);
  },
);

const validTasksRule = defineRule<FamilySubject>(
  'tasks are valid',
  "Every task matches its family's schema and has no faults.",
  ({ family, tasks }) => {
    if (tasks.length === 0) violated('There is no task.', 'Hand in at least one.');
    for (const task of tasks) assertTask(family, task);
  },
);

const plainTasksRule = defineRule<FamilySubject>(
  'tasks survive JSON',
  'A task is plain data: it is the same after JSON.parse(JSON.stringify(task)).',
  ({ family, tasks }) => {
    for (const task of tasks) {
      const loss = lossInJson(task);
      if (loss !== undefined) {
        violated(
          `In a task of ${family.id}, ${loss}.`,
          'Use only objects, lists, texts, finite numbers, booleans and null; leave out what is absent.',
        );
      }
      if (textOf(stored(task)) !== textOf(task)) {
        violated(`${textOf(task)} changed on the way.`, 'Remove toJSON methods.');
      }
    }
  },
);

/**
 * What every family must obey. `await family.load?.()` first.
 *
 * @example
 * const subject = { family, tasks };
 * for (const { name, check } of familyRules) it(name, () => check(subject));
 */
export const familyRules: readonly Rule<FamilySubject>[] = [
  familyIdRule,
  spacesRule,
  validTasksRule,
  plainTasksRule,
  ...observationRules,
  ...dynamicsRules,
  hiddenTaskRule,
  ...semanticsRules,
  ...quantityRules,
  ...episodeRules,
];

/**
 * Loads the family and runs {@link familyRules} on it with some of its tasks (about thirty different
 * ones make them sharp). Does not throw where a rule is broken: the report says so.
 *
 * @example
 * const { passed, results } = await checkFamily(doors, doorsTasks);
 */
export async function checkFamily(
  family: FamilySubject['family'],
  tasks: FamilySubject['tasks'],
  options: Pick<FamilySubject, 'shown'> = {},
): Promise<ConformanceReport> {
  await family.load?.();
  return runRules(`family ${family.id}`, familyRules, { family, tasks, ...options });
}
