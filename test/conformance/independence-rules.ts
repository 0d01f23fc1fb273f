import { SURPRISING, surpriseAgainst, surpriseOf } from './contingency.js';
import { drawnSideBySide, SLOTS } from './drawn-tasks.js';
import { textOf } from './plain-data.js';
import { defineRule, type Rule, violated } from './rule.js';
import type { DistributionSubject } from './subjects.js';
import { classesOf, type TaskClasses } from './task-classes.js';

const DRAWS = 16;
/** As many for each slot where sampling costs little, because tasks are listed. */
const MANY_DRAWS = 64;
/** Listed tasks that are expected less often are counted together. */
const LEAST_EXPECTED = 8;

/** What the class of a task might be guessed from; `of` is undefined where there is nothing to go by. */
interface Hint {
  readonly about: string;
  /** How many different hints there are, given how many classes of tasks. */
  readonly count: (classes: number) => number;
  readonly of: (slot: number, draw: number, classes: readonly number[]) => number | undefined;
}

const HINTS: readonly Hint[] = [
  {
    about: 'the task before it in the same slot',
    count: (classes) => classes,
    of: (slot, draw, classes) => (draw > 0 ? classes[slot * DRAWS + draw - 1] : undefined),
  },
  {
    about: 'the last task but one in the same slot',
    count: (classes) => classes,
    of: (slot, draw, classes) => (draw > 1 ? classes[slot * DRAWS + draw - 2] : undefined),
  },
  {
    about: 'the task that the slot before it drew at the same time',
    count: (classes) => classes,
    of: (slot, draw, classes) => (slot > 0 ? classes[(slot - 1) * DRAWS + draw] : undefined),
  },
  { about: 'the number of its slot', count: () => SLOTS, of: (slot) => slot },
  { about: 'how many its slot drew before it', count: () => DRAWS, of: (_slot, draw) => draw },
];

/** How surprisingly well a hint goes together with the classes of tasks. */
function surpriseOfHint(hint: Hint, { of, count }: TaskClasses): number {
  const table = Array.from({ length: hint.count(count) }, () => Array<number>(count).fill(0));
  for (const [i, own] of of.entries()) {
    const row = hint.of(Math.floor(i / DRAWS), i % DRAWS, of);
    if (row !== undefined) table[row]![own]!++;
  }
  return surpriseOf(table);
}

const independentRule = defineRule<DistributionSubject>(
  'tasks do not tell of each other',
  'A task is drawn independently of those before it, of those in other slots, and of how many were drawn; else an agent could know it without having acted.',
  (subject) => {
    for (const split of subject.distribution.splits) {
      for (const classes of classesOf(drawnSideBySide(subject, split, DRAWS))) {
        for (const hint of HINTS) {
          const surprise = surpriseOfHint(hint, classes);
          if (surprise <= SURPRISING) continue;
          violated(
            `Of a task of ${split}, ${classes.about} can be guessed from ${hint.about}: over ${SLOTS} slots with ${DRAWS} tasks each, the two go together ${surprise.toFixed(0)} standard deviations better than by chance.`,
            'Draw from the stream that sample is given, and by nothing else: not from a list in turn, and not from a fork of the stream, which is the same at every call.',
          );
        }
      }
    }
  },
);

const frequencyRule = defineRule<DistributionSubject>(
  'tasks come as often as listed',
  'Where support lists tasks with their probabilities, each is sampled with its probability.',
  (subject) => {
    const { distribution } = subject;
    for (const split of distribution.splits) {
      const support = distribution.support?.(split);
      if (!support) continue;
      const tasks = drawnSideBySide(subject, split, MANY_DRAWS);
      const isCounted = (probability: number) => probability * tasks.length >= LEAST_EXPECTED;
      const often = support.filter(({ probability }) => isCounted(probability));
      const seldom = support.filter(({ probability }) => !isCounted(probability));
      const together = seldom.reduce((sum, { probability }) => sum + probability, 0);
      const weights = [...often.map(({ probability }) => probability), together].filter(isCounted);
      const classOf = new Map(often.map(({ task }, i) => [textOf(task), i]));
      const counts = weights.map(() => 0);
      for (const task of tasks) {
        const i = classOf.get(textOf(task)) ?? often.length;
        if (i < counts.length) counts[i]!++;
      }
      const surprise = surpriseAgainst(counts, weights);
      if (surprise <= SURPRISING) continue;
      const expected = weights.map((weight) => Math.round(weight * tasks.length));
      violated(
        `Of ${tasks.length} tasks of ${split}, ${textOf(counts)} were drawn where ${textOf(expected)} were expected, ${surprise.toFixed(0)} standard deviations off.`,
        'Sample with the probabilities that support lists: references follow from them.',
      );
    }
  },
);

/** That nothing but chance decides which task comes next. */
export const independenceRules: readonly Rule<DistributionSubject>[] = [
  independentRule,
  frequencyRule,
];
