import type { RandomStream, Split } from '../../core/index.js';
import { lossInJson } from './plain-data.js';
import { type DistributionSubject, type FamilySubject, suiteStream } from './subjects.js';

/** Slots side by side that draw tasks. */
export const SLOTS = 32;

/** Tasks as meta-episodes side by side would draw them, [slot][draw], and where their streams are. */
interface SideBySide {
  readonly streams: readonly RandomStream[];
  readonly tasks: readonly unknown[][];
}

/** Of each subject, while it lives: one check hands the same to all rules, the next one hands another. */
const drawnOf = new WeakMap<DistributionSubject, Map<Split, SideBySide>>();

/**
 * So many tasks of the split for each slot, [slot · draws + draw]. Rules that get the same subject get the same tasks,
 * since drawing is what takes long; so they must only read them, and never hand them to an env.
 */
export function drawnSideBySide(
  subject: DistributionSubject,
  split: Split,
  draws: number,
): unknown[] {
  const ofSubject = drawnOf.get(subject) ?? new Map<Split, SideBySide>();
  drawnOf.set(subject, ofSubject);
  const { streams, tasks } = ofSubject.get(split) ?? nothingDrawn(split);
  ofSubject.set(split, { streams, tasks });
  for (let draw = tasks[0]!.length; draw < draws; draw++) {
    for (const [slot, stream] of streams.entries()) {
      tasks[slot]!.push(subject.distribution.sample(split, stream));
    }
  }
  return tasks.flatMap((all) => all.slice(0, draws));
}

/** With the streams that `MetaEpisodes` gives to its slots. */
function nothingDrawn(split: Split): SideBySide {
  const stream = suiteStream(`side by side ${split}`);
  return {
    streams: Array.from({ length: SLOTS }, (_, slot) => stream.fork(slot).fork('task')),
    tasks: Array.from({ length: SLOTS }, () => []),
  };
}

/** Tasks of each subject's family subject as JSON text. */
const textsOf = new WeakMap<DistributionSubject, string>();

/**
 * The family of a distribution with sampled tasks of the splits it must have. The same subject gives the same tasks, but
 * each time as objects of their own, so that no rule meets what another one's env wrote into them.
 */
export function familySubjectOf(subject: DistributionSubject): FamilySubject {
  const { distribution, shown } = subject;
  const kept = textsOf.get(subject);
  const tasks: unknown[] = kept === undefined ? fewTasks(subject) : JSON.parse(kept);
  // What JSON would lose is drawn again each time.
  if (kept === undefined && lossInJson(tasks) === undefined) {
    textsOf.set(subject, JSON.stringify(tasks));
  }
  return { family: distribution.family, tasks, ...(shown && { shown }) };
}

function fewTasks({ distribution }: DistributionSubject): unknown[] {
  return (['train', 'test'] as const).flatMap((split) => {
    const rng = suiteStream(`tasks of ${split}`);
    return Array.from({ length: 24 }, () => distribution.sample(split, rng));
  });
}
