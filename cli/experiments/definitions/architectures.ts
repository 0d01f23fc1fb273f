import type { Experiment } from '../../../schemas/experiment.js';
import { TABULAR_TRAINING } from './tabular-training.js';

const FAMILIES = [
  { name: 'maze', train: 'maze/gridnavi-v0 --steps 4000000', adapt: '--greedy' },
  { name: 'bandit', train: 'bandit/bernoulli-v0 --steps 2000000', adapt: '--greedy --tasks 10000' },
  {
    name: 'tabular-mdp',
    train: `tabular-mdp/random-v0 --steps 4000000 --slots 256 --hidden 64 --head-hidden 64 ${TABULAR_TRAINING}`,
    adapt: '--greedy',
  },
] as const;

const ENCODERS = ['gru', 'lstm', 'pooled', 'transformer', 'snail'] as const;

const combinations = FAMILIES.flatMap((family) =>
  [...ENCODERS, 'none'].map((encoder) => ({ family, encoder })),
);

export const architectures: Experiment = {
  formatVersion: 1,
  name: 'architectures',
  question: 'Does it matter which function reads the past?',
  expectation:
    'Whatever reads it, an agent that sees its past earns more of the way from chance to the oracle than one that does not, in mazes, bandits and random MDPs alike.',
  measure: 'oracleShare',
  runs: combinations.map(({ family, encoder }) => ({
    name: `${family.name}-${encoder}`,
    train: `${family.train} --encoder ${encoder}`,
  })),
  arms: combinations.map(({ family, encoder }) => ({
    name: `${family.name}, ${encoder}`,
    run: `${family.name}-${encoder}`,
    adapt: family.adapt,
  })),
  claims: FAMILIES.flatMap(({ name }) =>
    ENCODERS.map((encoder) => ({
      ...{ arm: `${name}, ${encoder}`, is: 'above' as const, margin: 0.05 },
      against: { arm: `${name}, none` },
    })),
  ),
};
