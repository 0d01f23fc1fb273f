import type { Experiment } from '../../../schemas/experiment.js';

export const markovFails: Experiment = {
  formatVersion: 1,
  name: 'markov-fails',
  question: 'Can a policy adapt that sees the present observation alone?',
  expectation:
    'The Markov agent earns no more than the best policy that remembers nothing, which is little more than chance, while the agent with a memory earns more than any that forgets between episodes.',
  measure: 'normalised',
  runs: [
    { name: 'gru', train: 'maze/gridnavi-v0 --steps 4000000' },
    { name: 'markov', train: 'maze/gridnavi-v0 --steps 4000000 --encoder none' },
  ],
  // Actions are drawn: what a Markov policy can do at all, it does by chance.
  arms: [
    { name: 'with memory', run: 'gru', adapt: '' },
    { name: 'Markov', run: 'markov', adapt: '' },
  ],
  claims: [
    { arm: 'Markov', is: 'below', against: { reference: 'markov' }, margin: -0.02 },
    { arm: 'with memory', is: 'above', against: { reference: 'wipedMemory' } },
    { arm: 'with memory', is: 'above', against: { arm: 'Markov' }, margin: 0.5 },
  ],
};
