import type { RandomStream, TaskDistribution } from 'moving-cheese';
import { hiddenCombination } from '../distribution.js';
import type { LockTask } from '../family.js';

const next = new WeakMap<RandomStream, number>();

/** Planted: who has opened one lock knows the combination of the next one, for they come in turn. */
export const distribution: TaskDistribution<LockTask> = {
  ...hiddenCombination,
  sample(split, rng) {
    const tasks = hiddenCombination.support?.(split) ?? [];
    const place = next.get(rng) ?? rng.integer(tasks.length);
    next.set(rng, place + 1);
    return tasks[place % tasks.length]?.task ?? { combination: [] };
  },
};
