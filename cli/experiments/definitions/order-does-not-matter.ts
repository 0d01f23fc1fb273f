import type { Experiment } from '../../../schemas/experiment.js';

export const orderDoesNotMatter: Experiment = {
  formatVersion: 1,
  name: 'order-does-not-matter',
  question:
    'Is what one knows of a Markov decision process a set of transitions, whatever their order?',
  expectation:
    'An encoder that cannot tell the order of transitions does within a twentieth as well as a GRU, and as well as before when its past is shuffled, while a GRU, which was trained on pasts in order, loses more than a tenth.',
  measure: 'normalised',
  runs: [
    { name: 'pooled', train: 'maze/gridnavi-v0 --steps 4000000 --encoder pooled' },
    { name: 'gru', train: 'maze/gridnavi-v0 --steps 4000000' },
  ],
  arms: [
    { name: 'pooled', run: 'pooled', adapt: '--greedy --tasks 200' },
    { name: 'pooled, shuffled', run: 'pooled', adapt: '--greedy --tasks 200 --shuffle-memory' },
    { name: 'GRU', run: 'gru', adapt: '--greedy --tasks 200' },
    { name: 'GRU, shuffled', run: 'gru', adapt: '--greedy --tasks 200 --shuffle-memory' },
  ],
  claims: [
    { arm: 'pooled', is: 'above', against: { arm: 'GRU' }, margin: -0.05 },
    { arm: 'pooled, shuffled', is: 'near', against: { arm: 'pooled' }, margin: 0.01 },
    { arm: 'GRU, shuffled', is: 'below', against: { arm: 'GRU' }, margin: 0.1 },
  ],
};
