import type { TaskDistribution } from 'moving-cheese';
import { hiddenCombination } from '../distribution.js';
import type { LockTask } from '../family.js';

/** Planted: the oracle is said to earn half of what it does. */
export const distribution: TaskDistribution<LockTask> = {
  ...hiddenCombination,
  references: (split, tasks) =>
    (hiddenCombination.references?.(split, tasks) ?? []).map((reference) => ({
      ...reference,
      returnByEpisode: reference.returnByEpisode.map((value) => value / 2),
      total: reference.total / 2,
    })),
};
