import type { Quantity } from '../../core/index.js';
import { defineRule, type Rule, violated } from './rule.js';
import { Session, withEnv } from './session.js';
import { differentTasks, type FamilySubject } from './subjects.js';

const CALLS = 30;
const TASKS = 6;

const measuredRule = defineRule<FamilySubject>(
  'quantities are measured',
  'Where a family has quantities, they have different ids, and after each step its envs write a finite number for every one.',
  ({ family, tasks }) => {
    const { quantities = [] } = family;
    if (quantities.length === 0) return;
    const ids = quantities.map(({ id }) => id);
    if (new Set(ids).size < ids.length) {
      violated(`The ids are ${ids.join(', ')}.`, 'Give each quantity an id of its own.');
    }
    withEnv(family, (env) => {
      for (const [i, task] of differentTasks(tasks).slice(0, TASKS).entries()) {
        const session = new Session(family, env, { task, seed: `quantities ${i}` });
        for (let call = 0; call < CALLS; call++) {
          if (session.advance().call === 'reset') continue;
          const row = new Float32Array(quantities.length).fill(Number.NaN);
          env.measure?.(row);
          const missing = row.findIndex((value) => !Number.isFinite(value));
          if (missing >= 0) {
            violated(
              `After a step, ${ids[missing]} is ${row[missing]}.`,
              'Write every element of the row in `Env.measure`.',
            );
          }
        }
      }
    });
  },
);

const aimRule = defineRule<FamilySubject>(
  'aims are values',
  'Where tasks want a certain value of a quantity, it is a finite number in every task, with a tolerance above 0 and a window of whole steps.',
  ({ family, tasks }) => {
    for (const { id, aim } of family.quantities ?? []) {
      if (aim) checkAim(id, aim, tasks);
    }
  },
);

function checkAim(id: string, aim: NonNullable<Quantity['aim']>, tasks: readonly unknown[]): void {
  const { tolerance, window } = aim;
  if (!(tolerance > 0 && Number.isFinite(tolerance))) {
    violated(`The tolerance of ${id} is ${tolerance}.`, 'Say how far off still counts as there.');
  }
  if (!(Number.isSafeInteger(window) && window >= 1)) {
    violated(`The window of ${id} is ${window}.`, 'Give a number of steps; 1 takes no mean.');
  }
  for (const task of differentTasks(tasks)) {
    const value = aim.value(task);
    if (!Number.isFinite(value)) {
      violated(
        `In the task ${JSON.stringify(task)} the aim of ${id} is ${value}.`,
        'Leave out `aim` where tasks do not want a certain value.',
      );
    }
  }
}

/** What must hold of that which families measure for reports. */
export const quantityRules: readonly Rule<FamilySubject>[] = [measuredRule, aimRule];
