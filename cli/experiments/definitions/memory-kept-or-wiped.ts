import type { Experiment } from '../../../schemas/experiment.js';

export const memoryKeptOrWiped: Experiment = {
  formatVersion: 1,
  name: 'memory-kept-or-wiped',
  question: 'Is it the memory, kept between the episodes of one task, by which an agent adapts?',
  expectation:
    'With its memory kept the agent earns more than any policy could that forgets between episodes, and within a twentieth of what is Bayes-optimal; with the same memory wiped it earns no more than those that forget, and neither does an agent that was trained with it wiped.',
  measure: 'normalised',
  runs: [
    { name: 'kept', train: 'maze/gridnavi-v0 --steps 4000000' },
    { name: 'wiped', train: 'maze/gridnavi-v0 --steps 4000000 --wipe-memory' },
  ],
  arms: [
    { name: 'memory kept', run: 'kept', adapt: '--greedy' },
    { name: 'memory wiped at test', run: 'kept', adapt: '--greedy --wipe-memory' },
    { name: 'memory wiped always', run: 'wiped', adapt: '--greedy --wipe-memory' },
  ],
  claims: [
    { arm: 'memory kept', is: 'above', against: { reference: 'wipedMemory' } },
    { arm: 'memory kept', is: 'above', against: { reference: 'bayesOptimal' }, margin: -0.05 },
    // No policy can be above; 0.02 is for the luck of 1 000 tasks.
    {
      arm: 'memory wiped at test',
      is: 'below',
      against: { reference: 'wipedMemory' },
      margin: -0.02,
    },
    {
      arm: 'memory wiped always',
      is: 'below',
      against: { reference: 'wipedMemory' },
      margin: -0.02,
    },
  ],
};
