import { describe, expect, it, test } from 'vitest';
import {
  beb,
  MdpBeliefs,
  metaTest,
  opsrl,
  psrl,
  RANDOM_MDP_PRIOR,
  randomPolicy,
  type TabularPolicyOptions,
  tabularGreedy,
  tabularPolicy,
  ucrl2,
} from '../../agents/index.js';
import { optimisticBackup } from '../../agents/optimistic-backup.js';
import type { Policy } from '../../core/policy.js';
import { distributionFromDefinition, getDistribution } from '../../distributions/index.js';
import type { TabularMdpTask } from '../../envs/index.js';
import { policyRules } from '../conformance/index.js';

const ten = { states: 10, actions: 5, horizon: 10 };
const mdps = getDistribution('tabular-mdp/random-v0');

test('posteriors, by hand', () => {
  const beliefs = new MdpBeliefs({
    states: 2,
    actions: 2,
    horizon: 1,
    prior: { rewardMean: 1, rewardDeviation: 1, rewardNoise: 2, concentration: 0.5 },
  });
  // A prior of deviation 1 is worth four rewards with noise of deviation 2.
  expect([beliefs.meanReward(3), beliefs.rewardWeight(3)]).toEqual([1, 4]);
  expect(beliefs.rewardDeviation(3)).toBe(1);
  beliefs.note(1, 1, 6, 0);
  expect([beliefs.meanReward(3), beliefs.rewardWeight(3)]).toEqual([2, 5]);
  expect(beliefs.rewardDeviation(3)).toBeCloseTo(2 / Math.sqrt(5), 12);
  expect([...beliefs.followers.subarray(6)]).toEqual([1.5, 0.5]);
  expect([beliefs.transitionWeight(3), beliefs.transitionWeight(0)]).toEqual([2, 1]);
  beliefs.clear();
  expect([beliefs.meanReward(3), ...beliefs.followers]).toEqual([1, ...Array(8).fill(0.5)]);
});

describe('optimism', () => {
  const next = Float64Array.of(0, 10, 4);
  const backup = (radius: number) =>
    optimisticBackup(
      Float64Array.of(1),
      Float64Array.of(0.3, 0.2, 0.5),
      Float64Array.of(radius),
    )(0, next);

  test('moves half the radius to the best state, from the worst ones, by hand', () => {
    expect(backup(0)).toBeCloseTo(1 + 2 + 2, 12);
    // 0.2 from state 0: 0.1, 0.4, 0.5.
    expect(backup(0.4)).toBeCloseTo(1 + 4 + 2, 12);
    // 0.3 from state 0 and 0.1 from state 2: 0, 0.6, 0.4.
    expect(backup(0.8)).toBeCloseTo(1 + 6 + 1.6, 12);
    expect(backup(5)).toBeCloseTo(1 + 10, 12);
  });
});

/** Action 1 in state 0 leads to state 1, where action 1 pays; all else leads to state 0 and pays nothing. */
const chain: TabularMdpTask = {
  rewards: [
    [0, 0],
    [0, 1],
  ],
  transitions: [
    [
      [1, 0],
      [0, 1],
    ],
    [
      [1, 0],
      [1, 0],
    ],
  ],
};

function chainOf(episodes: number) {
  return distributionFromDefinition(
    {
      id: 'test/chain-v0',
      about: 'A chain.',
      family: 'tabular-mdp',
      configuration: { states: 2, actions: 2, start: 0, rewardDeviation: 0.1 },
      horizon: 4,
      episodes,
      tasks: { kind: 'list', tasks: [chain] },
      splits: { kind: 'shared' },
    },
    { subject: 'test' },
  );
}

const small: TabularPolicyOptions = {
  states: 2,
  actions: 2,
  horizon: 4,
  prior: { rewardMean: 0.5, rewardDeviation: 0.5, rewardNoise: 0.1, concentration: 0.5 },
};

const makers: [string, (options: TabularPolicyOptions) => Policy][] = [
  ['PSRL', psrl],
  ['OPSRL', (options) => opsrl({ ...options, samples: 3 })],
  ['UCRL2', ucrl2],
  ['BEB', beb],
  ['BEB, planned by episode', (options) => beb({ ...options, everyStep: false })],
  ['greedy', tabularGreedy],
  ['ε-greedy', (options) => tabularGreedy({ ...options, epsilon: 0.05 })],
];

describe.each(makers)('%s', (name, make) => {
  const policy = make(ten);
  for (const { name: rule, check } of policyRules) {
    it(rule, () => check({ policy, distribution: mdps }));
  }

  test('learns a chain', () => {
    const { returnByEpisode } = metaTest({
      policy: make(small),
      distribution: chainOf(60),
      tasks: Array(20).fill(chain),
      seed: 1,
    });
    // Going there and collecting takes two steps: 2 in an episode of four. Random actions collect a third of that.
    const late = returnByEpisode.slice(40).reduce((sum, value) => sum + value, 0) / 20;
    if (name === 'greedy') expect(late).toBeGreaterThan(1);
    else expect(late).toBeGreaterThan(1.7);
    expect(late).toBeLessThan(2.05);
  });
});

test.each([
  [
    'the beginning of each episode only',
    false,
    [
      [0, 0],
      [1, 4],
      [2, 8],
    ],
  ],
  ['every step', true, Array.from({ length: 12 }, (_, visits) => [Math.floor(visits / 4), visits])],
] as const)(
  'plans at %s, and looks at the right step of the plan',
  (_when, everyStep, expected) => {
    const planned: [episode: number, visits: number][] = [];
    // Action 1 is best at even steps, whatever the state.
    const values = Float64Array.from({ length: 4 * 2 * 2 }, (_, i) =>
      Number(i % 2 === 1 && Math.floor(i / 4) % 2 === 0),
    );
    const policy = tabularPolicy({ ...small, everyStep }, (beliefs, _rng, episode) => {
      planned.push([episode, beliefs.visits.reduce((sum, one) => sum + one, 0)]);
      return values.map((value, i) => (Math.floor(i / 4) % 2 === 0 ? value : -(i % 2)));
    });
    const taken: number[] = [];
    metaTest({
      policy: {
        begin: (slots) => policy.begin(slots),
        act: (batch, rng) => {
          const actions = policy.act(batch, rng);
          taken.push(actions[0]!);
          return actions;
        },
      },
      distribution: chainOf(3),
      tasks: [chain],
      seed: 1,
    });
    expect(planned).toEqual(expected);
    expect(taken).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
  },
);

test('another family is refused', () => {
  const policy = psrl({ states: 2, actions: 5, horizon: 10 });
  expect(() => metaTest({ policy, distribution: mdps, tasks: 2, seed: 1 })).toThrow(
    /observation of slot 1 must be a state, one-hot among 2; received \[0,0\]/,
  );
});

// Table 2 of RL² (Duan et al. 2016). Its numbers are met by a prior of mean rewards 0.
describe('as RL² measured, 10 episodes', () => {
  const paper = { ...ten, prior: { ...RANDOM_MDP_PRIOR, rewardMean: 0 } };
  test.each([
    ['random', () => randomPolicy(mdps.family.actionSpace), 100.1],
    ['PSRL', () => psrl(paper), 138.1],
    ['greedy', () => tabularGreedy(paper), 134.8],
  ] as const)('%s', (_, make, mean) => {
    const tasks = 600;
    const { total, returns } = metaTest({
      policy: make(),
      distribution: mdps,
      split: 'train',
      tasks,
      seed: 5,
    });
    const totals = Array.from({ length: tasks }, (_unused, task) =>
      returns.subarray(task * 10, (task + 1) * 10).reduce((sum, one) => sum + one, 0),
    );
    const variance = totals.reduce((sum, one) => sum + (one - total) ** 2, 0) / (tasks - 1);
    // Four standard errors of a difference from a mean over the paper's thousand tasks.
    expect(Math.abs(total - mean)).toBeLessThan(4 * Math.sqrt(variance / tasks + variance / 1000));
  });

  test('a bonus is worth something, and planning again at every step as well', () => {
    const earn = (policy: Policy) =>
      metaTest({ policy, distribution: mdps, split: 'train', tasks: 400, seed: 5 }).total;
    expect(earn(beb({ ...ten, everyStep: false, bonus: 0 }))).toBe(earn(tabularGreedy(ten)));
    const best = earn(beb(ten));
    expect(best).toBeGreaterThan(earn(beb({ ...ten, bonus: 0 })) + 2);
    expect(best).toBeGreaterThan(earn(beb({ ...ten, everyStep: false })) + 2);
  });

  test('the true prior is worth more to the greedy than to posterior sampling', () => {
    const earn = (policy: Policy) =>
      metaTest({ policy, distribution: mdps, split: 'train', tasks: 400, seed: 5 }).total;
    expect(earn(tabularGreedy(ten))).toBeGreaterThan(earn(tabularGreedy(paper)) + 8);
    expect(Math.abs(earn(psrl(ten)) - earn(psrl(paper)))).toBeLessThan(10);
  });
});
