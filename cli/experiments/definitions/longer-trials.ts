import type { Experiment } from '../../../schemas/experiment.js';
import { LOOKUP_STAGES } from './tabular-training.js';

const EPISODES = [10, 25, 50, 75, 100] as const;

export const longerTrials: Experiment = {
  formatVersion: 1,
  name: 'longer-trials',
  question: 'Does an agent come closer to one that knows the task, the longer it may stay in it?',
  expectation:
    'Of what the oracle earns beyond chance in a random MDP, an agent earns a larger share the more episodes it has: more with 25 than with 10, with 50 than with 25, and with 100 than with 50.',
  measure: 'oracleShare',
  runs: [
    { name: 'first', train: LOOKUP_STAGES.first },
    ...EPISODES.map((episodes, i) => ({
      name: runOf(episodes),
      train: LOOKUP_STAGES[episodes],
      startFrom: i === 0 ? 'first' : runOf(EPISODES[i - 1]!),
    })),
  ],
  arms: EPISODES.map((episodes) => ({
    name: `n = ${episodes}`,
    run: runOf(episodes),
    adapt: '',
  })),
  claims: [
    { arm: 'n = 25', is: 'above', against: { arm: 'n = 10' } },
    { arm: 'n = 50', is: 'above', against: { arm: 'n = 25' } },
    { arm: 'n = 100', is: 'above', against: { arm: 'n = 50' } },
  ],
};

function runOf(episodes: number): string {
  return `n-${episodes}`;
}
