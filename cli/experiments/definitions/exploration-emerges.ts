import type { Experiment } from '../../../schemas/experiment.js';

const TRAINING = '--steps 6000000 --discount 0.97 --final-discount 1 --entropy 0.5';

export const explorationEmerges: Experiment = {
  formatVersion: 1,
  name: 'exploration-emerges',
  question:
    'Does an agent give up a sure reward in order to find something out, when there is a future to use it in?',
  expectation:
    'With one episode the agent takes the crumb and finds nothing out; with four it gives the crumb up in the first one, for nine tenths of the 0.81 bits that looking into one corridor tells on average, and nobody told it to explore.',
  measure: 'firstInformation',
  runs: [
    { name: 'one', train: `maze/crumbs-v0 --episodes 1 ${TRAINING}` },
    { name: 'four', train: `maze/crumbs-v0 --episodes 4 ${TRAINING}` },
  ],
  arms: [
    { name: 'K = 1', run: 'one', adapt: '--greedy --information' },
    { name: 'K = 4', run: 'four', adapt: '--greedy --information' },
  ],
  claims: [
    { arm: 'K = 1', is: 'near', against: { value: 0 }, margin: 0.05 },
    {
      ...{ arm: 'K = 1', is: 'near', against: { reference: 'bayesOptimal' } },
      ...{ measure: 'total', margin: 0.02 },
    },
    // Of 1/4 × 2 + 3/4 × log2(4/3) = 0.811 bits.
    { arm: 'K = 4', is: 'above', against: { value: 0.73 } },
    { arm: 'K = 4', is: 'above', against: { arm: 'K = 1' }, margin: 0.5 },
  ],
};
