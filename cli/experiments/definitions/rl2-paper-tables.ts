import type { Experiment } from '../../../schemas/experiment.js';
import { LOOKUP_STAGES } from './tabular-training.js';

/** Sums know all that there is to know of a bandit. */
const POOLED = '--encoder pooled --hidden 64';

/**
 * Short traces, for what is found out by a pull shows in the next value and not in the noise of a hundred rewards. A
 * short sight, and novelty for what it does not see: about as much as is best for who takes the arm of the largest
 * posterior mean with such a bonus. There is little entropy, since each pull at random costs. Chosen with seed 11.
 */
const BANDIT = `${POOLED} --trace-decay 0.3 --value-trace-decay 0.5`;
const BEGINNING = `${BANDIT} --steps 6000000 --slots 128 --discount 0.9 --final-discount 0.95`;
/** Who goes on learns in small steps, and the value weighs less. With γ rising beyond .95 what was learnt was lost again. */
const GOING_ON = `${BANDIT} --steps 4000000 --slots 64 --value-coefficient 0.1 --discount 0.9 --final-discount 0.9`;
const WITH_A_HUNDRED_PULLS = `${GOING_ON} --minibatches 8 --entropy 0.03 --final-entropy 0.2 --learning-rate 0.001`;

const FIVE_ARMS = 'bandit/bernoulli-5-arms-100-pulls-v0';
const FIRST_FIVE_ARMS: Run = {
  name: 'bandit n = 100, k = 5, first half',
  train: `${FIVE_ARMS} ${BEGINNING} --novelty 0.35 --entropy 0.04`,
};
const TEN_ARMS = 'bandit/bernoulli-10-arms-100-pulls-v0';
const FIRST_TEN_ARMS: Run = {
  name: 'bandit n = 100, k = 10, first half',
  train: `${TEN_ARMS} ${BEGINNING} --novelty 0.25 --entropy 0.06`,
};
const FIRST_MDP: Run = { name: 'MDP n = 10, first half', train: LOOKUP_STAGES.first };

/**
 * What RL² earns in the tables 1 and 2 of Duan et al. 2016, and what is trained to earn as much: for bandits an encoder
 * that adds up, for MDPs one that looks up. Long tasks begin with what was learnt on short ones.
 */
const CELLS: readonly Cell[] = [
  {
    name: 'bandit n = 10, k = 5',
    published: 6.7,
    train: 'bandit/bernoulli-v0 --steps 4000000',
  },
  {
    name: 'bandit n = 100, k = 5',
    published: 78.7,
    train: `${FIVE_ARMS} ${WITH_A_HUNDRED_PULLS} --novelty 0.35`,
    after: FIRST_FIVE_ARMS.name,
  },
  {
    name: 'bandit n = 100, k = 10',
    published: 83.5,
    train: `${TEN_ARMS} ${WITH_A_HUNDRED_PULLS} --novelty 0.25`,
    after: FIRST_TEN_ARMS.name,
  },
  {
    name: 'bandit n = 500, k = 5',
    published: 401.6,
    train: `bandit/bernoulli-5-arms-500-pulls-v0 ${GOING_ON} --novelty 1 --entropy 0.02 --learning-rate 0.002`,
    after: 'bandit n = 100, k = 5',
  },
  {
    name: 'MDP n = 10',
    published: 156.2,
    train: LOOKUP_STAGES[10],
    after: FIRST_MDP.name,
  },
  {
    name: 'MDP n = 25',
    published: 445.7,
    train: LOOKUP_STAGES[25],
    after: 'MDP n = 10',
  },
  {
    name: 'MDP n = 100',
    published: 1913.7,
    train: LOOKUP_STAGES[100],
    after: 'MDP n = 25',
  },
];

/** In how many each cell is tested: with five seeds 100 000 in all. */
const TASKS = 20000;

/** Trained, and not tested unless it is a cell. */
interface Run {
  readonly name: string;
  readonly train: string;
  /** The run that it starts from. */
  readonly after?: string;
}

interface Cell extends Run {
  readonly published: number;
}

const runOf = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

export const rl2PaperTables: Experiment = {
  formatVersion: 1,
  name: 'rl2-paper-tables',
  question: 'Do agents earn here what RL² does in its paper?',
  expectation:
    'In every cell, the bandits and random MDPs from ten pulls or episodes to five hundred pulls, an agent earns more than 95 % of what the paper says.',
  measure: 'publishedShare',
  runs: [FIRST_FIVE_ARMS, FIRST_TEN_ARMS, FIRST_MDP, ...CELLS].map(({ name, train, after }) => ({
    ...{ name: runOf(name), train },
    ...(after !== undefined && { startFrom: runOf(after) }),
  })),
  arms: CELLS.map(({ name, published }) => ({
    ...{ name, published, run: runOf(name), adapt: `--tasks ${TASKS}` },
  })),
  claims: CELLS.map(({ name }) => ({
    ...{ arm: name, is: 'above' as const, against: { value: 0.95 } },
  })),
};
