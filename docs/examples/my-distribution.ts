import { ArgumentError, registerDistribution, type TaskDistribution } from 'moving-cheese';
import { type DoorsTask, doors, doorsTasks } from './smallest-family.js';

/** p(M): every door is equally likely, and the cheese stays for five episodes of one step. */
export const doorsDistribution: TaskDistribution<DoorsTask> = {
  id: 'example/doors-v0',
  about: 'Three doors, equally likely. Train and test share the three tasks.',
  family: doors,
  horizon: 1,
  episodes: 5,
  splits: ['train', 'test'],
  overlap: 'shared',
  definition: { doors: 3 },
  sample(split, rng) {
    if (split !== 'ood') return rng.pick(doorsTasks);
    const rule = 'must be train or test';
    throw new ArgumentError({ subject: 'split', rule, received: split, remedy: 'Use test.' });
  },
  support: () => doorsTasks.map((task) => ({ task, probability: 1 / doorsTasks.length })),
};

// From here on `make('example/doors-v0')` knows it, as it knows the built-in ones.
registerDistribution(doorsDistribution);
