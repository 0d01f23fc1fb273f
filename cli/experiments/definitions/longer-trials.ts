import type { Experiment } from '../../../schemas/experiment.js';

const EPISODES = [10, 25, 50, 75, 100];

export const longerTrials: Experiment = {
  formatVersion: 1,
  name: 'longer-trials',
  question: 'Does an agent come closer to one that knows the task, the longer it may stay in it?',
  expectation:
    'Of what the oracle earns beyond chance in a random MDP, an agent earns a larger share the more episodes it has: more with 25 than with 10, with 50 than with 25, and with 100 than with 50.',
  measure: 'oracleShare',
  runs: EPISODES.map((episodes) => ({
    name: `n-${episodes}`,
    train: `${distributionWith(episodes)} --steps 30000000 --hidden 64 --final-discount 0.99`,
  })),
  arms: EPISODES.map((episodes) => ({
    name: `n = ${episodes}`,
    run: `n-${episodes}`,
    adapt: '--greedy',
  })),
  claims: [
    { arm: 'n = 25', is: 'above', against: { arm: 'n = 10' } },
    { arm: 'n = 50', is: 'above', against: { arm: 'n = 25' } },
    { arm: 'n = 100', is: 'above', against: { arm: 'n = 50' } },
  ],
};

function distributionWith(episodes: number): string {
  return `tabular-mdp/random-${episodes === 10 ? '' : `${episodes}-episodes-`}v0`;
}
