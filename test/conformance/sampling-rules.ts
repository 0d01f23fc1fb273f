import { assertTask, type Split, type TaskDistribution } from '../../core/index.js';
import { drawnSideBySide } from './drawn-tasks.js';
import { lossInJson, textOf } from './plain-data.js';
import { impureCalls } from './purity.js';
import { defineRule, type Rule, violated } from './rule.js';
import { type DistributionSubject, suiteStream } from './subjects.js';

const ALL_SPLITS: readonly Split[] = ['train', 'test', 'ood'];
const FEW = 50;
/** For each of 32 slots: 512 tasks. */
const MANY_DRAWS = 16;

/** Canonical texts of tasks drawn from a stream named by `seed`. */
function drawn(
  distribution: TaskDistribution<unknown>,
  split: Split,
  seed: string,
  count: number,
  between: () => void = () => {},
): string[] {
  const rng = suiteStream(seed);
  return Array.from({ length: count }, () => {
    between();
    return textOf(distribution.sample(split, rng));
  });
}

const splitsRule = defineRule<DistributionSubject>(
  'train and test can be sampled',
  'The splits train and test exist, every split that is listed can be sampled, and others throw.',
  ({ distribution }) => {
    const { splits } = distribution;
    if (
      !splits.includes('train') ||
      !splits.includes('test') ||
      new Set(splits).size !== splits.length
    ) {
      violated(
        `Its splits are ${textOf(splits)}.`,
        'List train, test and, if any, ood, once each.',
      );
    }
    for (const split of splits) distribution.sample(split, suiteStream('splits'));
    for (const split of ALL_SPLITS.filter((name) => !splits.includes(name))) {
      let threw = false;
      try {
        distribution.sample(split, suiteStream('splits'));
      } catch {
        threw = true;
      }
      if (!threw) violated(`It has no split ${split}, yet samples it.`, 'Throw an ArgumentError.');
    }
  },
);

const validRule = defineRule<DistributionSubject>(
  'sampled tasks are valid',
  "Every sampled task of every split is plain data, matches its family's schema, says enough for all episodes and has no other faults.",
  ({ distribution }) => {
    const { family, episodes } = distribution;
    for (const split of distribution.splits) {
      const rng = suiteStream(`valid ${split}`);
      for (let i = 0; i < FEW; i++) {
        const task = distribution.sample(split, rng);
        assertTask(family, task, `task ${i} of ${split}`, episodes);
        const loss = lossInJson(task);
        if (loss !== undefined) violated(`In a task of ${split}, ${loss}.`, 'Use plain data.');
      }
    }
  },
);

const seedRule = defineRule<DistributionSubject>(
  'the same seed gives the same tasks',
  'A sampled task is a function of the split and the stream; no other randomness, clock or memory.',
  ({ distribution }) => {
    for (const split of distribution.splits) {
      let once: string[] = [];
      const calls = impureCalls(() => {
        once = drawn(distribution, split, 'seed', FEW);
      });
      if (calls.length > 0) violated(`It called ${calls.join(' and ')}.`, 'Draw from the stream.');
      const again = drawn(distribution, split, 'seed', FEW);
      const i = once.findIndex((text, j) => text !== again[j]);
      if (i >= 0) {
        violated(
          `Task ${i} of ${split} was ${once[i]}, and ${again[i]} the second time.`,
          'Keep no memory between calls.',
        );
      }
    }
  },
);

const independenceRule = defineRule<DistributionSubject>(
  'splits do not influence each other',
  'Sampling one split does not change what another gives.',
  ({ distribution }) => {
    for (const split of distribution.splits) {
      const alone = drawn(distribution, split, 'independent', FEW);
      for (const other of distribution.splits.filter((name) => name !== split)) {
        const rng = suiteStream('other');
        const mixed = drawn(distribution, split, 'independent', FEW, () => {
          distribution.sample(other, rng);
        });
        if (textOf(alone) !== textOf(mixed)) {
          violated(`Sampling ${other} changed ${split}.`, 'Keep no memory between calls.');
        }
      }
    }
  },
);

const disjointRule = defineRule<DistributionSubject>(
  'splits are disjoint',
  'No task is in two splits; where train and test are declared shared, ood still is apart from both.',
  (subject) => {
    const { distribution } = subject;
    const { splits, overlap } = distribution;
    const tasks = new Map(
      splits.map((split) => {
        const listed = distribution.support?.(split).map(({ task }) => task) ?? [];
        const found = [...listed, ...drawnSideBySide(subject, split, MANY_DRAWS)];
        return [split, new Set(found.map(textOf))];
      }),
    );
    for (const [one, texts] of tasks) {
      for (const [other, others] of tasks) {
        if (one >= other || (overlap === 'shared' && one !== 'ood' && other !== 'ood')) continue;
        const common = [...texts].find((text) => others.has(text));
        if (common !== undefined) {
          violated(
            `${common} is in both ${one} and ${other}.`,
            "Hold tasks out by content, or declare overlap: 'shared' if train and test are meant to be one.",
          );
        }
      }
    }
  },
);

const supportRule = defineRule<DistributionSubject>(
  'support lists what is sampled',
  "A split's support has different valid tasks with positive probabilities that sum to 1, and holds every sampled task.",
  (subject) => {
    const { distribution } = subject;
    for (const split of distribution.splits) {
      const support = distribution.support?.(split);
      if (!support) continue;
      const total = support.reduce((sum, { probability }) => sum + probability, 0);
      if (!(Math.abs(total - 1) < 1e-9) || !support.every(({ probability }) => probability > 0)) {
        violated(`The probabilities of ${split} sum to ${total}.`, 'Divide each by their sum.');
      }
      for (const { task } of support) {
        assertTask(distribution.family, task, `task of ${split}`, distribution.episodes);
      }
      const texts = new Set(support.map(({ task }) => textOf(task)));
      if (texts.size !== support.length) {
        violated(`A task of ${split} is listed twice.`, 'List it once, with the sum.');
      }
      const stray = drawnSideBySide(subject, split, MANY_DRAWS).find(
        (task) => !texts.has(textOf(task)),
      );
      if (stray !== undefined) {
        violated(
          `${textOf(stray)} was sampled from ${split}, but is not listed.`,
          'List every task.',
        );
      }
    }
  },
);

/** How tasks are drawn. */
export const samplingRules: readonly Rule<DistributionSubject>[] = [
  splitsRule,
  validRule,
  seedRule,
  independenceRule,
  disjointRule,
  supportRule,
];
