import {
  type Family,
  MetaEpisodes,
  sample,
  sizeOf,
  type TaskDistribution,
} from '../../core/index.js';
import { deepFrozen, stored, textOf } from './plain-data.js';
import { impureCalls } from './purity.js';
import { defineRule, type Rule, violated } from './rule.js';
import { firstDifference, type Moment, Session, type SessionOptions, withEnv } from './session.js';
import { differentTasks, type FamilySubject, suiteStream } from './subjects.js';

const CALLS = 40;
const TASKS = 5;

/** What a new env gives. */
function fresh({ family }: FamilySubject, options: SessionOptions): Moment[] {
  return withEnv(family, (env) => new Session(family, env, options).play(CALLS));
}

function someTasks({ tasks }: FamilySubject): unknown[] {
  return differentTasks(tasks).slice(0, TASKS);
}

const determinismRule = defineRule<FamilySubject>(
  'the same arguments give the same episode',
  'An episode is a function of the task, the stream and the actions alone, bit for bit, whatever other envs do meanwhile.',
  (subject) => {
    const { family } = subject;
    const options = someTasks(subject).map((task, i) => ({ task, seed: `same ${i}` }));
    const alone = options.map((option) => fresh(subject, option));
    for (const [i, option] of options.entries()) {
      const difference = firstDifference(alone[i]!, fresh(subject, option));
      if (difference !== undefined) {
        violated(
          `Two new envs disagree: ${difference}.`,
          'Take all randomness from the stream that reset is given.',
        );
      }
    }
    const crowd = [...options, ...options].map((option) => ({ option, env: family.create() }));
    const sessions = crowd.map(({ option, env }) => new Session(family, env, option));
    for (let call = 0; call < CALLS; call++) for (const session of sessions) session.advance();
    for (const { env } of crowd) env.dispose?.();
    for (const [i, session] of sessions.entries()) {
      const difference = firstDifference(alone[i % alone.length]!, session.moments);
      if (difference !== undefined) {
        violated(
          `An env among others behaves otherwise than alone: ${difference}.`,
          'Keep state in the env, never in the module or the family.',
        );
      }
    }
  },
);

const historyRule = defineRule<FamilySubject>(
  'reset erases history',
  'After reset, nothing of what came before is visible: the env behaves as a new one.',
  (subject) => {
    const { family } = subject;
    const tasks = someTasks(subject);
    for (const [i, before] of tasks.entries()) {
      for (const [j, task] of tasks.entries()) {
        // Odd pairs leave the first task in the middle of an episode.
        const past = { task: before, seed: `past ${i} ${j}`, horizon: 200 };
        const option = { task, seed: `present ${j}` };
        const lived = withEnv(family, (env) => {
          new Session(family, env, past).play(10 + ((i + j) % 2) * 27);
          return new Session(family, env, option).play(CALLS);
        });
        const difference = firstDifference(fresh(subject, option), lived);
        if (difference !== undefined) {
          violated(
            `An env that had lived through another episode differs from a new one: ${difference}.`,
            'Set every field in reset.',
          );
        }
      }
    }
  },
);

const purityRule = defineRule<FamilySubject>(
  'no global randomness and no clock',
  'All randomness in reset and step comes from the stream they are given, never from Math.random, the clock or other globals that differ each time.',
  (subject) => {
    const { family } = subject;
    const task = subject.tasks[0];
    const calls = withEnv(family, (env) => {
      const session = new Session(family, env, { task, seed: 'pure' });
      return impureCalls(() => session.play(CALLS));
    });
    if (calls.length > 0) {
      violated(`It called ${calls.join(' and ')}.`, 'Draw from the stream that reset is given.');
    }
  },
);

const untouchedTaskRule = defineRule<FamilySubject>(
  'the task is not changed',
  'An env reads its task and never writes to it.',
  (subject) => {
    for (const [i, original] of someTasks(subject).entries()) {
      const loose = stored(original);
      const before = textOf(loose);
      fresh(subject, { task: loose, seed: `loose ${i}` });
      if (textOf(loose) !== before) {
        violated(`${before} became ${textOf(loose)}.`, 'Copy what the env must change.');
      }
      // Writes that leave no trace throw here.
      fresh(subject, { task: deepFrozen(stored(original)), seed: `frozen ${i}` });
    }
  },
);

const rowsRule = defineRule<FamilySubject>(
  'rows belong to the caller',
  'An env neither reads nor writes a row of observations or actions after the call it was given in, and never writes to an action.',
  (subject) => {
    const { family } = subject;
    const options = { task: subject.tasks[0], seed: 'rows' };
    const difference = firstDifference(
      fresh(subject, options),
      fresh(subject, { ...options, spoilRows: true }),
    );
    if (difference !== undefined) {
      violated(
        `It went on otherwise when an old row was overwritten: ${difference}.`,
        'Keep the state in fields of its own.',
      );
    }
    withEnv(family, (env) => {
      const session = new Session(family, env, options);
      // What each row held when the call returned; the same row's present content must equal it.
      const handed: { row: Float32Array; copy: readonly number[] }[] = [];
      for (let call = 0; call < CALLS; call++) {
        const { observation } = session.advance();
        handed.push({ row: session.row, copy: observation });
      }
      const rewritten = handed.some(({ row, copy }) => row.some((x, i) => !Object.is(x, copy[i])));
      if (rewritten) violated('An old row changed later.', 'Write to the row of the call only.');
      const action = session.actions.find(({ given, copy }) =>
        copy.some((x, i) => !Object.is(x, given[i])),
      );
      if (action) violated('An action was overwritten.', 'Clip into a variable of its own.');
    });
  },
);

/** All that a batch of envs and single ones gave in the same life, as bytes of the engine's arrays. */
function livedIn(
  family: Family<unknown>,
  tasks: readonly unknown[],
  slots: number,
): readonly Float32Array[] {
  const distribution: TaskDistribution<unknown> = {
    id: 'conformance/batch-v0',
    about: 'The tasks that were handed in, in turn.',
    family,
    horizon: 7,
    episodes: 2,
    splits: ['train', 'test'],
    overlap: 'shared',
    definition: null,
    sample: () => tasks[0],
  };
  const given = Array.from({ length: slots }, () => 0);
  const batch = new MetaEpisodes({
    distribution,
    slots,
    rng: suiteStream('batch'),
    nextTask: (slot) => tasks[(slot + given[slot]!++) % tasks.length],
  });
  const rng = suiteStream('batch actions');
  const size = sizeOf(family.actionSpace);
  const seen: Float32Array[] = [];
  for (let step = 0; step < CALLS; step++) {
    const actions = new Float32Array(slots * size);
    for (let slot = 0; slot < slots; slot++) {
      const stream = rng.fork(`${step} ${slot}`);
      sample(family.actionSpace, stream, actions.subarray(slot * size, (slot + 1) * size));
    }
    batch.advance(actions);
    for (let slot = 0; slot < Math.min(slots, BATCH_SLOTS); slot++) {
      const width = batch.observation.length / slots;
      const row = (array: Float32Array) => array.slice(slot * width, (slot + 1) * width);
      seen.push(row(batch.transition.nextObservation), row(batch.observation));
      seen.push(batch.transition.reward.slice(slot, slot + 1));
    }
  }
  batch.dispose();
  return seen;
}

const BATCH_SLOTS = 3;

/** Where a life differs from the same one in other envs: step and slot. */
function differenceOf(one: readonly Float32Array[], other: readonly Float32Array[]) {
  const at = one.findIndex((row, i) => row.some((value, j) => !Object.is(value, other[i]?.[j])));
  if (at < 0) return undefined;
  return { step: Math.floor(at / (3 * BATCH_SLOTS)), slot: Math.floor(at / 3) % BATCH_SLOTS };
}

const batchRule = defineRule<FamilySubject>(
  'a batch is the same as its members',
  'What happens in one slot of a batch equals, bit for bit, what an env of its own gives, whatever its neighbours do and however many there are.',
  ({ family, tasks }) => {
    if (!family.create.batch) return;
    const single = { ...family, create: () => family.create() };
    const alone = livedIn(single, tasks, BATCH_SLOTS);
    for (const slots of [BATCH_SLOTS, BATCH_SLOTS + 8]) {
      const differs = differenceOf(alone, livedIn(family, tasks, slots));
      if (!differs) continue;
      violated(
        `Among ${slots} slots, step ${differs.step} of slot ${differs.slot} gave other numbers than alone.`,
        'Let nothing of one slot enter the arithmetic of another.',
      );
    }
  },
);

/** What must hold between calls, episodes and envs. */
export const dynamicsRules: readonly Rule<FamilySubject>[] = [
  determinismRule,
  historyRule,
  purityRule,
  untouchedTaskRule,
  rowsRule,
  batchRule,
];
