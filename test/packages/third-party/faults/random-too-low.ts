import type { TaskDistribution } from 'moving-cheese';
import { hiddenCombination } from '../distribution.js';
import { DIGITS, type LockTask, PRESS_REWARD } from '../family.js';

/** Planted: random play is said never to open the lock, so that every agent seems better than chance. */
export const distribution: TaskDistribution<LockTask> = {
  ...hiddenCombination,
  references: (split, tasks) => {
    const { episodes, horizon } = hiddenCombination;
    const inVain = horizon * PRESS_REWARD;
    return [
      ...(hiddenCombination.references?.(split, tasks) ?? []),
      {
        name: 'random',
        returnByEpisode: Array<number>(episodes).fill(inVain),
        total: episodes * inVain,
        exact: true,
        about: `Presses each of ${DIGITS} digits equally often.`,
      },
    ];
  },
};
