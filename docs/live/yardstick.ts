import type { Reference } from '../../index.js';
import { figure } from './chart.js';
import type { Examination } from './examination.js';

/** What the learning of a page's networks is held against, and how well one of them does in a single number. */
export interface Yardstick {
  /** Names of references, with what they are called here: dashed lines of the chart, columns of the table. */
  readonly names: { readonly [reference: string]: string };
  /** References besides the distribution's own. */
  readonly measured: readonly Reference[];
  /** The number, as it is shown, and of what it is one; undefined where it is not known. */
  score(examination: Examination): string | undefined;
  readonly unit: string;
  /** What is told when it was first reached. */
  readonly goal: { readonly words: string; isReached(examination: Examination): boolean };
}

/** Where it is known exactly how well one can do. */
export const exactYardstick: Yardstick = {
  names: { bayesOptimal: 'Bayes-optimal', wipedMemory: 'memory wiped', random: 'random' },
  measured: [],
  score: ({ normalised }) =>
    normalised === undefined ? undefined : `${figure(100 * normalised, 1)} %`,
  unit: 'of Bayes-optimal',
  goal: { words: '95 %', isReached: ({ normalised = 0 }) => normalised >= 0.95 },
};

/** m/s off the target in every step would cost 0.3 times 200: what a good run keeps above. */
const GOOD = -60;

/** Where bounds are known, and what trained agents earned was measured. */
export function boundsYardstick(measured: readonly Reference[]): Yardstick {
  const perEpisode = ({ total, returnByEpisode }: Examination) => total / returnByEpisode.length;
  return {
    names: {
      committed: 'trained in Node',
      taskBlind: 'task-blind bound',
      standing: 'standing still',
    },
    measured,
    score: (examination) => figure(perEpisode(examination), 1),
    unit: 'an episode',
    goal: {
      words: `above ${figure(GOOD, 0)}`,
      isReached: (examination) => perEpisode(examination) > GOOD,
    },
  };
}
