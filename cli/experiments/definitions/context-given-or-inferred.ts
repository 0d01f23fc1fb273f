import type { Experiment } from '../../../schemas/experiment.js';

export const contextGivenOrInferred: Experiment = {
  formatVersion: 1,
  name: 'context-given-or-inferred',
  question: 'What does it cost that the task must be found out?',
  expectation:
    'It costs the first episode: told the task, an agent earns more than the best of those that are not; from then on both earn the same, within a twentieth of the oracle.',
  measure: 'total',
  runs: [
    { name: 'given', train: 'maze/gridnavi-v0 --steps 4000000 --context given' },
    { name: 'inferred', train: 'maze/gridnavi-v0 --steps 4000000' },
  ],
  arms: [
    { name: 'context given', run: 'given', adapt: '--greedy' },
    { name: 'context inferred', run: 'inferred', adapt: '--greedy' },
  ],
  claims: [
    { arm: 'context given', is: 'above', against: { reference: 'bayesOptimal' } },
    {
      ...{ arm: 'context given', is: 'above', against: { arm: 'context inferred' } },
      ...{ measure: 'firstReturn', margin: 5 },
    },
    // A twentieth of the oracle's 11.07 an episode.
    {
      ...{ arm: 'context inferred', is: 'near', against: { arm: 'context given' } },
      ...{ measure: 'lastReturn', margin: 0.55 },
    },
  ],
};
