import { contentHash, type Split, type TaskDistribution } from 'moving-cheese';
import { DIGITS, type LockTask, lock, lockTasks, PRESS_REWARD, WHEELS } from './family.js';

const EPISODES = 4;

/** Different digits to train and test, apart by content; repeated digits out of distribution. */
function splitOf({ combination }: LockTask): Split {
  if (new Set(combination).size < WHEELS) return 'ood';
  return Number.parseInt(contentHash({ combination }).slice(0, 2), 16) % 3 === 0 ? 'test' : 'train';
}

function tasksOf(split: Split): readonly LockTask[] {
  return lockTasks.filter((task) => splitOf(task) === split);
}

const tasks = { train: tasksOf('train'), test: tasksOf('test'), ood: tasksOf('ood') };

export const hiddenCombination: TaskDistribution<LockTask> = {
  id: 'lock/hidden-combination-v0',
  about:
    'A lock of three wheels with four digits each. Train and test: different digits, disjoint; ood: repeated digits.',
  family: lock,
  horizon: 12,
  episodes: EPISODES,
  splits: ['train', 'test', 'ood'],
  overlap: 'disjoint',
  definition: { digits: DIGITS, wheels: WHEELS, pressReward: PRESS_REWARD },
  sample: (split, rng) => rng.pick(tasks[split]),
  support: (split) => tasks[split].map((task) => ({ task, probability: 1 / tasks[split].length })),
  references: () => {
    const best = 1 + (WHEELS - 1) * PRESS_REWARD;
    return [
      {
        name: 'oracle',
        returnByEpisode: Array<number>(EPISODES).fill(best),
        total: EPISODES * best,
        exact: true,
        about: 'Knows the combination and enters it.',
      },
    ];
  },
};
