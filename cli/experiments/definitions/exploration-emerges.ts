import type { Experiment } from '../../../schemas/experiment.js';

/** For the return of the whole meta-episode, nothing of it discounted. */
const FAR = '--steps 4000000 --discount 1 --final-discount 1';
/** γ = 0.9: what an episode of twelve steps puts off is worth a quarter. */
const NEAR = '--steps 4000000 --discount 0.9 --final-discount 0.9';
const CRUMBS = 'maze/crumbs-v0 --episodes';
/** As it ends, not as it was when it earned most: where crumbs earn less than what was learnt before, that is its beginning. */
const ADAPT = '--greedy --information --checkpoint last';

/** Of 1/4 × 2 + 3/4 × log2(4/3) = 0.811 bits, nine tenths. */
const MOST_BITS = 0.73;

/**
 * All begin as an agent that has looked for cheese where there are no crumbs: large cheese is 6 to 8 exact steps away, the
 * crumb one, and from random parameters the crumb is all that is ever learnt, which the last arm shows.
 */
export const explorationEmerges: Experiment = {
  formatVersion: 1,
  name: 'exploration-emerges',
  question:
    'Does an agent give up a sure reward in order to find something out, when there is a future to use it in?',
  expectation:
    'An agent that has learnt to search, and then meets crumbs, takes the crumb and finds nothing out where it has one episode, and gives it up in the first of four, for nine tenths of the 0.81 bits that looking into one corridor tells on average, but not where a discount hides the later episodes from it.',
  measure: 'firstInformation',
  runs: [
    { name: 'search', train: 'maze/corridors-v0 --steps 4000000' },
    { name: 'one', train: `${CRUMBS} 1 ${FAR}`, startFrom: 'search' },
    { name: 'four', train: `${CRUMBS} 4 ${FAR}`, startFrom: 'search' },
    { name: 'four-near', train: `${CRUMBS} 4 ${NEAR}`, startFrom: 'search' },
    { name: 'four-anew', train: `${CRUMBS} 4 ${FAR}` },
  ],
  arms: [
    { name: 'before there were crumbs', run: 'search', adapt: ADAPT },
    { name: 'K = 1', run: 'one', adapt: ADAPT },
    { name: 'K = 4', run: 'four', adapt: ADAPT },
    { name: 'K = 4, short-sighted', run: 'four-near', adapt: ADAPT },
    { name: 'K = 4, from random parameters', run: 'four-anew', adapt: ADAPT },
  ],
  claims: [
    { arm: 'K = 1', is: 'near', against: { value: 0 }, margin: 0.05 },
    {
      ...{ arm: 'K = 1', is: 'near', against: { reference: 'bayesOptimal' } },
      ...{ measure: 'total', margin: 0.02 },
    },
    { arm: 'K = 4', is: 'above', against: { value: MOST_BITS } },
    { arm: 'K = 4', is: 'above', against: { arm: 'K = 1' }, margin: 0.5 },
    { arm: 'K = 4, short-sighted', is: 'near', against: { value: 0 }, margin: 0.05 },
  ],
};
