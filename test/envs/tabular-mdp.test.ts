import { describe, expect, test } from 'vitest';
import { InvalidDataError } from '../../core/errors.js';
import { randomStream } from '../../core/random.js';
import { assertTask } from '../../core/validation.js';
import {
  type TabularMdpConfiguration,
  type TabularMdpSampler,
  type TabularMdpTask,
  tabularMdpFamily,
  tabularMdpSampler,
  tabularMdpScene,
} from '../../envs/index.js';

const two: TabularMdpConfiguration = { states: 2, actions: 2, start: 1, rewardDeviation: 0 };
const ten: TabularMdpConfiguration = { states: 10, actions: 5, start: 0, rewardDeviation: 1 };

/** Action 0 stays, action 1 changes the state; only changing from 0 to 1 pays. */
const swap: TabularMdpTask = {
  rewards: [
    [0, 5],
    [0, 0],
  ],
  transitions: [
    [
      [1, 0],
      [0, 1],
    ],
    [
      [0, 1],
      [1, 0],
    ],
  ],
};

const garnet = (branching: number): TabularMdpSampler => {
  return { kind: 'garnet', branching, rewardMean: 1, rewardDeviation: 1 };
};

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test('states follow their tables, from the start, and are seen one-hot', () => {
  const env = tabularMdpFamily(two).create();
  const row = new Float32Array(2);
  env.reset(swap, randomStream(1), row);
  expect([...row]).toEqual([0, 1]);
  const lived = [0, 1, 1, 1].map((action) => {
    const { reward, terminated } = env.step(action, row);
    return [reward, terminated, row.indexOf(1)];
  });
  expect(lived).toEqual([
    [0, false, 1],
    [0, false, 0],
    [5, false, 1],
    [0, false, 0],
  ]);
  env.reset(swap, randomStream(1), row);
  expect([...row]).toEqual([0, 1]);
});

test('rewards have noise, transitions their probabilities', () => {
  const env = tabularMdpFamily({ ...two, start: 0, rewardDeviation: 1 }).create();
  const row = new Float32Array(2);
  const rng = randomStream(4);
  const chancy = {
    ...swap,
    transitions: [[[0.8, 0.2], ...swap.transitions[0]!.slice(1)], swap.transitions[1]!],
  };
  const rewards: number[] = [];
  let moved = 0;
  for (let i = 0; i < 10_000; i++) {
    env.reset(chancy, rng, row);
    rewards.push(env.step(0, row).reward);
    moved += row[1]!;
  }
  expect(Math.abs(mean(rewards))).toBeLessThan(5 * 0.01);
  expect(mean(rewards.map((reward) => reward ** 2))).toBeCloseTo(1, 1);
  expect(Math.abs(moved / 10_000 - 0.2)).toBeLessThan(5 * 0.004);
});

describe('what cannot be is refused', () => {
  const family = tabularMdpFamily(two);
  const edited = (edit: (task: { rewards: unknown[]; transitions: number[][][] }) => void) => {
    const task = JSON.parse(JSON.stringify(swap));
    edit(task);
    return task;
  };

  test.each([
    [
      edited(({ transitions }) => {
        transitions[1]![0] = [0.5, 0.4];
      }),
      /task of tabular-mdp at \/transitions\/1\/0 must add up to 1, but adds up to 0\.9; received \[0\.5,0\.4\]\. Divide/,
    ],
    [
      edited(({ transitions }) => {
        transitions[0]![1] = [1.2, -0.2];
      }),
      /at \/transitions\/0\/1\/1 must be .* 0 to 1; received -0\.2/,
    ],
    [edited(({ rewards }) => rewards.pop()), /at \/rewards .*2/],
    [
      edited(({ rewards }) => {
        rewards[0] = [1, 2, 3];
      }),
      /at \/rewards\/0 .*2/,
    ],
    [{ rewards: swap.rewards }, /property "transitions"/],
  ])('%#', (task, message) => {
    expect(() => assertTask(family, task)).toThrow(InvalidDataError);
    expect(() => assertTask(family, task)).toThrow(message);
  });

  test('a start that is no state, and more followers than states', () => {
    expect(() => tabularMdpFamily({ ...two, start: 2 })).toThrow(
      /configuration of tabular-mdp at \/start must be one of the states, 0 to 1; received 2/,
    );
    expect(() => tabularMdpSampler(two, garnet(3))).toThrow(
      /sampler of tabular-mdp at \/branching must be at most 2.* received 3/,
    );
  });
});

describe('random MDPs', () => {
  const drawn = (branching: number, count: number) => {
    const { sample } = tabularMdpSampler(ten, garnet(branching));
    const rng = randomStream(6);
    return Array.from({ length: count }, () => sample(rng));
  };

  test('mean rewards are N(1, 1)', () => {
    const rewards = drawn(10, 200).flatMap((task) => task.rewards.flat());
    expect(rewards).toHaveLength(10_000);
    expect(Math.abs(mean(rewards) - 1)).toBeLessThan(5 * 0.01);
    expect(mean(rewards.map((reward) => (reward - 1) ** 2))).toBeCloseTo(1, 1);
  });

  test('transitions are a flat Dirichlet: each probability is Beta(1, 9)', () => {
    const rows = drawn(10, 100).flatMap(({ transitions }) => transitions.flat());
    for (const state of [0, 4, 9]) {
      const chances = rows.map((row) => row[state]!);
      // Mean 1/10, variance 9 / (10² · 11), and P(p > x) = (1 − x)⁹.
      expect(Math.abs(mean(chances) - 0.1)).toBeLessThan(5 * Math.sqrt(9 / 1100 / 5000));
      const large = chances.filter((chance) => chance > 0.2).length / 5000;
      expect(Math.abs(large - 0.8 ** 9)).toBeLessThan(5 * Math.sqrt((0.134 * 0.866) / 5000));
    }
    const [a, b] = [rows.map((row) => row[1]! - 0.1), rows.map((row) => row[2]! - 0.1)];
    // Covariance of two of them: −1 / (10² · 11).
    expect(mean(a.map((x, i) => x * b[i]!))).toBeCloseTo(-1 / 1100, 3);
  });

  test('with branching 2, two states follow, any of them', () => {
    const rows = drawn(2, 40).flatMap(({ transitions }) => transitions.flat());
    expect(rows.every((row) => row.filter((chance) => chance > 0).length <= 2)).toBe(true);
    expect(mean(rows.map((row) => Math.max(...row)))).toBeCloseTo(0.75, 1);
    for (let state = 0; state < 10; state++) {
      const share = rows.filter((row) => row[state]! > 0).length / rows.length;
      expect(Math.abs(share - 0.2)).toBeLessThan(5 * Math.sqrt(0.16 / 2000));
    }
  });

  test('a task is 4 kB of JSON', () => {
    const bytes = drawn(10, 20).map((task) => JSON.stringify(task).length);
    expect(Math.max(...bytes)).toBeLessThan(4500);
  });
});

test('the scene draws the mouse at its last state and action, and the best cheese largest', () => {
  const { width, height, shapes } = tabularMdpScene(two, swap, [0, 1]);
  expect([width, height]).toEqual([2, 3]);
  const circles = shapes.flatMap((shape) =>
    shape.kind === 'circle' ? [[shape.role, shape.x, shape.y, shape.radius]] : [],
  );
  expect(circles).toEqual([
    ['cheese', 0.5, 0.5, 0.06],
    ['cheese', 0.5, 1.5, 0.42],
    ['cheese', 1.5, 0.5, 0.06],
    ['cheese', 1.5, 1.5, 0.06],
    ['mouse', 0.5, 1.5, 0.2],
  ]);
});
