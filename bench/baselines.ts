// What policies that were designed by hand earn in RL²'s bandits and random MDPs, beside what the paper says (Duan et
// al., "RL²: Fast Reinforcement Learning via Slow Reinforcement Learning", 2016, tables 1 and 2).
import {
  epsilonGreedy,
  gittinsPolicy,
  optimisticThompsonSampling,
  thompsonSampling,
  ucb1,
} from '../agents/bandit-baselines.js';
import { randomPolicy } from '../agents/baselines.js';
import { metaTest } from '../agents/meta-test.js';
import { beb, opsrl, psrl, tabularGreedy, ucrl2 } from '../agents/tabular-baselines.js';
import { RANDOM_MDP_PRIOR } from '../agents/tabular-memory.js';
import type { TaskDistribution } from '../core/distribution.js';
import type { Policy } from '../core/policy.js';
import { getDistribution } from '../distributions/index.js';
import type { Measurement } from './result-file.js';
import { round } from './update.js';

const TASKS = 1000;
const SEED = 0;

/** One row of a table: the same policies in one task distribution. */
interface Row {
  readonly name: string;
  readonly distribution: TaskDistribution;
  readonly policies: readonly Policy[];
  /** What RL² says of these policies, and of its agent. */
  readonly paper: readonly number[];
}

interface Earned {
  readonly total: number;
  readonly confidence95: readonly [low: number, high: number];
}

const BANDIT_POLICIES = [
  'random',
  'Gittins',
  'Thompson sampling',
  'optimistic Thompson sampling',
  'UCB1',
  'greedy',
];

const banditRows: readonly Row[] = (
  [
    ['bandit/bernoulli-v0', 5, [5.0, 6.6, 5.7, 6.5, 6.7, 6.6, 6.7]],
    ['bandit/bernoulli-5-arms-100-pulls-v0', 5, [49.9, 78.3, 74.7, 77.9, 78.0, 74.8, 78.7]],
    ['bandit/bernoulli-10-arms-100-pulls-v0', 10, [49.9, 82.8, 76.7, 81.4, 82.4, 77.1, 83.5]],
    ['bandit/bernoulli-5-arms-500-pulls-v0', 5, [249.8, 405.8, 402.0, 406.7, 405.8, 380.6, 401.6]],
  ] as const
).map(([id, arms, paper]) => {
  const distribution = getDistribution(id);
  return {
    name: id,
    distribution,
    policies: [
      randomPolicy(distribution.family.actionSpace),
      gittinsPolicy({ arms, pulls: distribution.horizon }),
      thompsonSampling({ arms }),
      optimisticThompsonSampling({ arms }),
      ucb1({ arms }),
      epsilonGreedy({ arms, epsilon: 0 }),
    ],
    paper,
  };
});

const MDP_POLICIES = ['random', 'PSRL', 'OPSRL', 'UCRL2', 'BEB', 'greedy'];

/** By what is believed of mean rewards beforehand, and how wide UCRL2's regions then are best. */
const PRIORS = [
  { name: 'prior of mean 0', rewardMean: 0, scale: 0.3 },
  { name: 'true prior', rewardMean: RANDOM_MDP_PRIOR.rewardMean, scale: 0.1 },
] as const;

const mdpRows: readonly Row[] = (
  [
    ['tabular-mdp/random-v0', [100.1, 138.1, 144.1, 146.6, 150.2, 134.8, 156.2]],
    ['tabular-mdp/random-25-episodes-v0', [250.2, 408.8, 425.2, 424.1, 427.8, 368.8, 445.7]],
    ['tabular-mdp/random-100-episodes-v0', [999.4, 1939.5, 1973.9, 1942.1, 1935.1, 1578.5, 1913.7]],
  ] as const
).flatMap(([id, paper]) =>
  PRIORS.map(({ name, rewardMean, scale }) => {
    const distribution = getDistribution(id);
    const prior = { ...RANDOM_MDP_PRIOR, rewardMean };
    const options = { states: 10, actions: 5, horizon: distribution.horizon, prior };
    return {
      name: `${id}, ${name}`,
      distribution,
      policies: [
        randomPolicy(distribution.family.actionSpace),
        psrl(options),
        opsrl(options),
        ucrl2({ ...options, scale }),
        beb(options),
        tabularGreedy(options),
      ],
      paper,
    };
  }),
);

/** Bernoulli bandits. */
export function measureBanditBaselines(write: (text: string) => void): Measurement {
  return measureRows(
    'baselines-bandit',
    "Policies designed by hand in RL²'s Bernoulli bandits",
    BANDIT_POLICIES,
    banditRows,
    write,
  );
}

/** Random MDPs. */
export function measureMdpBaselines(write: (text: string) => void): Measurement {
  return measureRows(
    'baselines-tabular-mdp',
    "Policies designed by hand in RL²'s random MDPs",
    MDP_POLICIES,
    mdpRows,
    write,
  );
}

function measureRows(
  file: string,
  title: string,
  policies: readonly string[],
  rows: readonly Row[],
  write: (text: string) => void,
): Measurement {
  const measured = rows.map(({ name, distribution, policies: all, paper }) => {
    write(`measuring ${name} …\n`);
    const earned = all.map((policy): Earned => {
      const { total, confidence95 } = metaTest({ policy, distribution, tasks: TASKS, seed: SEED });
      return { total, confidence95 };
    });
    return { name, earned, paper };
  });
  return {
    file,
    title,
    seed: SEED,
    numbers: Object.fromEntries(
      measured.map(({ name, earned }) => [
        `${name}: ${policies.join(', ')}`,
        earned.map(({ total }) => round(total, 1)),
      ]),
    ),
    table: [
      ['task distribution', ...policies, 'RL², in the paper'],
      ...measured.flatMap(({ name, earned, paper }) => [
        [name, ...earned.map(cellOf), ''],
        ['in the paper', ...paper.map((value) => value.toFixed(1))],
      ]),
    ],
    tasks: TASKS,
    measured,
  };
}

/** `78.1 ± 1.0`: the mean, and half its 95 % interval. */
function cellOf({ total, confidence95: [low, high] }: Earned): string {
  return `${total.toFixed(1)} ± ${((high - low) / 2).toFixed(1)}`;
}
