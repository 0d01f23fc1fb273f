import type { Reference } from '../../index.js';
import { kept } from '../results/half-cheetah-velocity-v0-600s.json';

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** What ten minutes of training in Node have given, with two workers: the mean of its seeds. */
export const committed: Reference = {
  name: 'committed',
  returnByEpisode: kept[0]!.returnByEpisode.map((_, k) =>
    mean(kept.map(({ returnByEpisode }) => returnByEpisode[k]!)),
  ),
  total: mean(kept.map(({ total }) => total)),
  exact: false,
  about: 'Measured: most likely actions in 200 test tasks, by three seeds.',
};
