import { expect, test } from 'vitest';
import { randomStream } from '../../core/random.js';
import { distributionFromDefinition, getDistribution } from '../../distributions/index.js';
import type { TabularMdpTask } from '../../envs/index.js';

/** Staying pays 1, leaving pays 0 and leads with probability ½ to a state in which everything pays 4. */
const leave: TabularMdpTask = {
  rewards: [
    [1, 0],
    [4, 4],
  ],
  transitions: [
    [
      [1, 0],
      [0.5, 0.5],
    ],
    [
      [1, 0],
      [1, 0],
    ],
  ],
};
const nothing: TabularMdpTask = {
  ...leave,
  rewards: [
    [0, 0],
    [0, 0],
  ],
};

test('references of a list are exact, by hand', () => {
  const distribution = distributionFromDefinition(
    {
      id: 'test/tabular-mdp-v0',
      about: 'Two MDPs.',
      family: 'tabular-mdp',
      configuration: { states: 2, actions: 2, start: 0, rewardDeviation: 1 },
      horizon: 2,
      episodes: 3,
      tasks: { kind: 'list', tasks: [leave, nothing] },
      splits: { kind: 'shared' },
    },
    { subject: 'test' },
  );
  const list = distribution.references?.('test', []) ?? [];
  // In the first MDP 2.5 at best, 1.875 at random; in the second nothing.
  expect(
    list.map(({ name, returnByEpisode, total, exact }) => [name, returnByEpisode, total, exact]),
  ).toEqual([
    ['oracle', [1.25, 1.25, 1.25], 3.75, true],
    ['random', [0.9375, 0.9375, 0.9375], 2.8125, true],
  ]);
});

test('random MDPs: means over the tasks that are handed in; nothing without tasks', () => {
  const mdps = getDistribution('tabular-mdp/random-v0');
  expect(mdps.references?.('test', [])).toEqual([]);
  const rng = randomStream(1);
  const tasks = Array.from({ length: 200 }, () => mdps.sample('test', rng));
  const [oracle, taskBlind, random] = mdps.references?.('test', tasks) ?? [];
  expect([oracle?.name, taskBlind?.name, random?.name]).toEqual(['oracle', 'taskBlind', 'random']);
  // Ten episodes of ten steps, with rewards of mean 1.
  expect(taskBlind).toMatchObject({ total: 100, exact: true });
  expect(oracle?.about).toContain('Mean over 200 tasks');
  // Every state and action has the mean 1, whatever the transitions.
  expect(random?.total).toBeGreaterThan(95);
  expect(random?.total).toBeLessThan(105);
  expect(oracle?.total).toBeGreaterThan(200);
});

test('what random play earns is the reference', () => {
  const mdps = getDistribution('tabular-mdp/random-v0');
  const task = mdps.sample('train', randomStream(3));
  const expected = mdps.references?.('train', [task]).find(({ name }) => name === 'random');
  const env = mdps.family.create();
  const rng = randomStream(4);
  const row = new Float32Array(10);
  const returns = Array.from({ length: 4000 }, () => {
    env.reset(task, rng, row);
    let sum = 0;
    for (let step = 0; step < 10; step++) sum += env.step(rng.integer(5), row).reward;
    return sum;
  });
  const mean = returns.reduce((sum, one) => sum + one, 0) / returns.length;
  const variance = returns.reduce((sum, one) => sum + (one - mean) ** 2, 0) / returns.length;
  const error = Math.sqrt(variance / returns.length);
  expect(Math.abs(mean - (expected?.returnByEpisode[0] ?? 0))).toBeLessThan(5 * error);
});
