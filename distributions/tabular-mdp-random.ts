import type { TabularMdpDistributionDefinition } from './tabular-mdp-definition.js';

/**
 * The random MDPs of RL² (Duan et al., "RL²: Fast Reinforcement Learning via Slow Reinforcement Learning", 2016,
 * section 3.2): 10 states, 5 actions, mean rewards of N(1, 1), rewards of N(mean, 1), transitions of a flat
 * Dirichlet distribution over all states, every episode of 10 steps beginning in the first state.
 */
function randomDefinition(id: string, episodes: number): TabularMdpDistributionDefinition {
  return {
    id,
    about: `Random MDPs with 10 states and 5 actions, unknown rewards and transitions, ${episodes} episodes of 10 steps. No task of test is in train (a tenth of all tasks is held out by content hash), and out of distribution only two states can follow a state and action.`,
    family: 'tabular-mdp',
    configuration: { states: 10, actions: 5, start: 0, rewardDeviation: 1 },
    horizon: 10,
    episodes,
    tasks: { kind: 'garnet', branching: 10, rewardMean: 1, rewardDeviation: 1 },
    splits: { kind: 'held-out', fraction: 0.1 },
    ood: { kind: 'garnet', branching: 2, rewardMean: 1, rewardDeviation: 1 },
  };
}

/** The paper's table 2: 10 episodes, and more. */
export const randomMdpDefinitions: readonly TabularMdpDistributionDefinition[] = [
  randomDefinition('tabular-mdp/random-v0', 10),
  ...[25, 50, 75, 100].map((episodes) =>
    randomDefinition(`tabular-mdp/random-${episodes}-episodes-v0`, episodes),
  ),
];
