import type { Experiment } from '../../../schemas/experiment.js';

/** What RL² earns in the tables 1 and 2 of Duan et al. 2016, and what is trained to earn as much. */
const CELLS = [
  { name: 'bandit n = 10, k = 5', id: 'bandit/bernoulli-v0', published: 6.7 },
  { name: 'bandit n = 100, k = 5', id: 'bandit/bernoulli-5-arms-100-pulls-v0', published: 78.7 },
  { name: 'bandit n = 100, k = 10', id: 'bandit/bernoulli-10-arms-100-pulls-v0', published: 83.5 },
  { name: 'bandit n = 500, k = 5', id: 'bandit/bernoulli-5-arms-500-pulls-v0', published: 401.6 },
  { name: 'MDP n = 10', id: 'tabular-mdp/random-v0', published: 156.2 },
  { name: 'MDP n = 25', id: 'tabular-mdp/random-25-episodes-v0', published: 445.7 },
  { name: 'MDP n = 100', id: 'tabular-mdp/random-100-episodes-v0', published: 1913.7 },
] as const;

const runOf = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

export const rl2PaperTables: Experiment = {
  formatVersion: 1,
  name: 'rl2-paper-tables',
  question: 'Does the reference agent earn what RL² does in its paper?',
  expectation:
    'In every cell, the bandits and random MDPs from ten pulls or episodes to five hundred pulls, it earns more than 95 % of what the paper says.',
  measure: 'publishedShare',
  runs: CELLS.map(({ name, id }) => ({
    name: runOf(name),
    train: `${id} --steps 30000000 --hidden 64 --final-discount 0.99`,
  })),
  arms: CELLS.map(({ name, published }) => ({
    ...{ name, published, run: runOf(name), adapt: '--greedy --tasks 2000' },
  })),
  claims: CELLS.map(({ name }) => ({
    ...{ arm: name, is: 'above' as const, against: { value: 0.95 } },
  })),
};
