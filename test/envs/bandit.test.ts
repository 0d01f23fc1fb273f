import { describe, expect, test } from 'vitest';
import { InvalidDataError } from '../../core/errors.js';
import { EnvHandle } from '../../core/handle.js';
import { randomStream } from '../../core/random.js';
import { distributionFromDefinition, getDistribution, make } from '../../distributions/index.js';
import {
  type BanditConfiguration,
  type BanditSampler,
  banditFamily,
  banditSampler,
  banditScene,
} from '../../envs/index.js';

const bernoulli: BanditConfiguration = { arms: 3, reward: { kind: 'bernoulli' } };
const gaussian: BanditConfiguration = { arms: 2, reward: { kind: 'gaussian', deviation: 2 } };

/** Rewards of one arm pulled so many times. */
function pulled(configuration: BanditConfiguration, means: number[], arm: number, count: number) {
  const env = banditFamily(configuration).create();
  const row = new Float32Array(1);
  env.reset({ means }, randomStream(5), row);
  return Array.from({ length: count }, () => env.step(arm, row).reward);
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test('Bernoulli arms pay 0 or 1, with their chance; the certain ones always the same', () => {
  const means = [0, 0.3, 1];
  expect(pulled(bernoulli, means, 0, 100).every((reward) => reward === 0)).toBe(true);
  expect(pulled(bernoulli, means, 2, 100).every((reward) => reward === 1)).toBe(true);
  const rewards = pulled(bernoulli, means, 1, 10_000);
  expect(new Set(rewards)).toEqual(new Set([0, 1]));
  // Five standard errors, √(.3 · .7 / 10 000) each.
  expect(Math.abs(mean(rewards) - 0.3)).toBeLessThan(5 * 0.00459);
});

test('Gaussian arms pay their mean with noise of the configured deviation', () => {
  const rewards = pulled(gaussian, [-1, 7], 1, 10_000);
  expect(Math.abs(mean(rewards) - 7)).toBeLessThan(5 * 0.02);
  const variance = mean(rewards.map((reward) => (reward - 7) ** 2));
  expect(Math.abs(variance - 4)).toBeLessThan(5 * 4 * Math.sqrt(2 / 10_000));
  expect(pulled({ arms: 1, reward: { kind: 'gaussian', deviation: 0 } }, [3], 0, 3)).toEqual([
    3, 3, 3,
  ]);
});

test('there is nothing to see, and an episode lasts as many pulls as the horizon', async () => {
  const env = await make('bandit/bernoulli-v0');
  expect([...env.reset(env.sampleTask(1), 1)]).toEqual([1]);
  for (let pull = 1; pull <= 10; pull++) {
    const { observation, terminated, truncated } = env.step(pull % 5);
    expect([[...observation], terminated, truncated]).toEqual([[1], false, pull === 10]);
  }
});

test('regret and the best arm are measured', () => {
  const { create, quantities = [] } = banditFamily(bernoulli);
  expect(quantities.map(({ id }) => id)).toEqual(['regret', 'bestArm']);
  const env = create();
  const row = new Float32Array(1);
  env.reset({ means: [0.25, 0.75, 0.5] }, randomStream(1), row);
  const measured = [0, 1, 2].map((arm) => {
    env.step(arm, row);
    const numbers = new Float32Array(2);
    env.measure?.(numbers);
    return [...numbers];
  });
  expect(measured).toEqual([
    [0.5, 0],
    [0, 1],
    [0.25, 0],
  ]);
});

describe('a task that cannot be is refused, with what was received', () => {
  const handle = (configuration: BanditConfiguration) =>
    new EnvHandle<unknown>(
      distributionFromDefinition(
        {
          id: 'test/bandit-v0',
          about: 'Bandits.',
          family: 'bandit',
          configuration,
          horizon: 3,
          episodes: 1,
          tasks: { kind: 'beta', alpha: 1, beta: 1 },
          splits: { kind: 'shared' },
        },
        { subject: 'test' },
      ),
    );

  test.each([
    [bernoulli, { means: [0.1, 0.2] }, /task of bandit at \/means .*3.*\[0\.1,0\.2\]/],
    [bernoulli, { means: [0.1, 0.2, 1.5] }, /at \/means\/2 must be .* 0 to 1; received 1\.5/],
    [bernoulli, { means: [0.1, 0.2, Number.NaN] }, /at \/means\/2 .*received NaN/],
    [bernoulli, {}, /property "means"/],
    [gaussian, { means: [0, Number.POSITIVE_INFINITY] }, /at \/means\/1 .*received Infinity/],
    [gaussian, { means: [0, 'good'] }, /at \/means\/1 .*received "good"/],
  ])('%#', (configuration, task, message) => {
    const reset = () => handle(configuration).reset(task, 1);
    expect(reset).toThrow(InvalidDataError);
    expect(reset).toThrow(message);
  });

  test('means beyond 0 to 1 are good where rewards are Gaussian', () => {
    expect([...handle(gaussian).reset({ means: [-4, 12] }, 1)]).toEqual([1]);
  });
});

describe('samplers', () => {
  const draw = (configuration: BanditConfiguration, sampler: BanditSampler, count: number) => {
    const { sample } = banditSampler(configuration, sampler);
    const rng = randomStream(3);
    return Array.from({ length: count }, () => sample(rng).means);
  };

  test('Beta(α, β) has its mean and variance', () => {
    for (const [alpha, beta] of [
      [1, 1],
      [1, 3],
      [4, 2],
    ] as const) {
      const values = draw(bernoulli, { kind: 'beta', alpha, beta }, 7000).flat();
      const sum = alpha + beta;
      const variance = (alpha * beta) / (sum * sum * (sum + 1));
      const error = 5 / Math.sqrt(values.length);
      expect(Math.abs(mean(values) - alpha / sum)).toBeLessThan(error * Math.sqrt(variance));
      const seen = mean(values.map((value) => (value - alpha / sum) ** 2));
      expect(Math.abs(seen / variance - 1)).toBeLessThan(2 * error);
    }
  });

  test('normal means, for Gaussian rewards only', () => {
    const values = draw(gaussian, { kind: 'normal', mean: 2, deviation: 3 }, 5000).flat();
    expect(Math.abs(mean(values) - 2)).toBeLessThan(5 * 0.03);
    expect(() => draw(bernoulli, { kind: 'normal', mean: 0, deviation: 1 }, 1)).toThrow(
      /sampler of bandit at \/kind must be "list" or "beta" .*"normal"/,
    );
  });

  test('a list gives its tasks, and names one that is none', () => {
    const tasks = [{ means: [0, 0, 1] }, { means: [1, 0, 0] }];
    expect(banditSampler(bernoulli, { kind: 'list', tasks }).support).toEqual(
      tasks.map((task) => ({ task, probability: 0.5 })),
    );
    expect(() =>
      banditSampler(bernoulli, { kind: 'list', tasks: [...tasks, { means: [2, 0, 0] }] }),
    ).toThrow(/sampler of bandit at \/tasks\/2\/means\/0 .*received 2/);
  });
});

test('out of distribution, good arms are rare', () => {
  const bandits = getDistribution('bandit/bernoulli-v0');
  const rng = randomStream(2);
  const best = (split: 'train' | 'ood') =>
    mean(
      Array.from({ length: 2000 }, () => {
        const { means }: { means: number[] } = JSON.parse(
          JSON.stringify(bandits.sample(split, rng)),
        );
        return Math.max(...means);
      }),
    );
  expect(best('train')).toBeCloseTo(5 / 6, 1);
  expect(best('ood')).toBeCloseTo(0.499, 1);
});

test('the scene has a bar for each mean and for each share of the pulls', () => {
  const bars = (role: string) =>
    banditScene({ kind: 'bernoulli' }, [0.5, 0, 1], [3, 0, 1], 2).shapes.flatMap((shape) =>
      shape.kind === 'rectangle' && shape.role === role ? [[shape.y, shape.width]] : [],
    );
  expect(bars('target')).toEqual([
    [0.3, 8],
    [4.3, 16],
  ]);
  expect(bars('body')).toEqual([
    [1, 12],
    [5, 4],
  ]);
  expect(bars('start')).toEqual([[4, 20]]);
});
