import type { Experiment } from '../../../schemas/experiment.js';
import { LONG_TABULAR_TRAINING, TABULAR_TRAINING } from './tabular-training.js';

const SHORT = `--steps 12000000 ${TABULAR_TRAINING}`;
const LONG = `--steps 6000000 --minibatches 8 ${LONG_TABULAR_TRAINING}`;

const EPISODES = [10, 25, 50, 75, 100] as const;

export const longerTrials: Experiment = {
  formatVersion: 1,
  name: 'longer-trials',
  question: 'Does an agent come closer to one that knows the task, the longer it may stay in it?',
  expectation:
    'Of what the oracle earns beyond chance in a random MDP, an agent earns a larger share the more episodes it has: more with 25 than with 10, with 50 than with 25, and with 100 than with 50.',
  measure: 'oracleShare',
  runs: EPISODES.map((episodes, i) => {
    const before = EPISODES[i - 1];
    return {
      name: runOf(episodes),
      train: `${distributionWith(episodes)} --slots ${slotsFor(episodes)} --hidden 64 --head-hidden 64 ${before === undefined ? SHORT : LONG}`,
      ...(before !== undefined && { startFrom: runOf(before) }),
    };
  }),
  arms: EPISODES.map((episodes) => ({
    name: `n = ${episodes}`,
    run: runOf(episodes),
    adapt: '--greedy',
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

function distributionWith(episodes: number): string {
  return `tabular-mdp/random-${episodes === 10 ? '' : `${episodes}-episodes-`}v0`;
}

/** As many decisions in a rollout for ten and for twenty-five episodes, and never fewer than 64 tasks. */
function slotsFor(episodes: number): number {
  return Math.max(64, Math.round(2560 / episodes));
}
