import type { Experiment } from '../../../schemas/experiment.js';

export const outOfDistribution: Experiment = {
  formatVersion: 1,
  name: 'out-of-distribution',
  question: 'What is left of adapting in tasks unlike any that was trained on?',
  expectation:
    'Where good arms are rarer than ever in training, the agent loses a part of what it earned beyond chance beside the Bayes-optimal policy of the tasks it is in, but keeps more than half; in mazes with more loops than it was trained on it still gains from the first to the last episode.',
  measure: 'total',
  runs: [
    { name: 'bandit', train: 'bandit/bernoulli-v0 --steps 4000000' },
    { name: 'walls', train: 'maze/moving-walls-v0 --steps 20000000 --hidden 64' },
  ],
  arms: [
    { name: 'bandit, test', run: 'bandit', adapt: '--greedy --tasks 20000' },
    {
      name: 'bandit, out of distribution',
      run: 'bandit',
      adapt: '--greedy --tasks 20000 --split ood',
    },
    { name: 'mazes, test', run: 'walls', adapt: '--greedy' },
    { name: 'mazes, out of distribution', run: 'walls', adapt: '--greedy --split ood' },
  ],
  claims: [
    {
      ...{ arm: 'bandit, out of distribution', is: 'below', against: { arm: 'bandit, test' } },
      measure: 'normalised',
    },
    {
      ...{ arm: 'bandit, out of distribution', is: 'above', against: { value: 0.5 } },
      measure: 'normalised',
    },
    {
      ...{ arm: 'mazes, test', is: 'above', against: { value: 0 } },
      measure: 'gain',
    },
    {
      ...{ arm: 'mazes, out of distribution', is: 'above', against: { value: 0 } },
      measure: 'gain',
    },
  ],
};
