import { describe, expect, test } from 'vitest';
import type { Reference, Split } from '../../core/distribution.js';
import { InvalidDataError } from '../../core/errors.js';
import { randomStream } from '../../core/random.js';
import {
  builtInDefinitions,
  type DistributionDefinition,
  distributionFromDefinition,
  getDistribution,
  make,
  withContextGiven,
} from '../../distributions/index.js';
import {
  leastMeanError,
  meanError,
  mostChanceWithin,
  type Piece,
} from '../../distributions/references/target-velocities.js';
import type { HalfCheetahConfiguration, HalfCheetahSampler } from '../../envs/index.js';
import { checkFamily } from '../conformance/index.js';
import { read, tableUnder } from '../docs/pages.js';

const ids = builtInDefinitions.map(({ id }) => id).filter((id) => id.startsWith('half-cheetah/'));

function drawn(id: string, split: Split, count: number): number[] {
  const rng = randomStream(`${id} ${split}`);
  return Array.from({ length: count }, () => {
    const { targetVelocity, direction } = JSON.parse(
      JSON.stringify(getDistribution(id).sample(split, rng)),
    );
    return targetVelocity ?? direction;
  });
}

test.each([
  ['half-cheetah/velocity-v0', [0, 3], [3, 4]],
  ['half-cheetah/velocity-direction-v0', [-3, 3], [-4, 4]],
  ['half-cheetah/velocity-sparse-v0', [-3, 3], [-4, 4]],
  ['half-cheetah/velocity-garage-v0', [0, 2], [2, 3]],
] as const)('%s draws from its ranges, and ood from beyond', (id, [low, high], [least, most]) => {
  for (const split of ['train', 'test'] as const) {
    const targets = drawn(id, split, 1000);
    expect(Math.min(...targets)).toBeGreaterThanOrEqual(low);
    expect(Math.min(...targets)).toBeLessThan(low + 0.05);
    expect(Math.max(...targets)).toBeLessThan(high);
    expect(Math.max(...targets)).toBeGreaterThan(high - 0.05);
  }
  const beyond = drawn(id, 'ood', 1000);
  expect(beyond.every((v) => v >= least && v < most)).toBe(true);
  expect(beyond.some((v) => v >= low && v < high)).toBe(false);
});

test('direction: forward and backward, train and test alike', () => {
  const { support, overlap } = getDistribution('half-cheetah/direction-v0');
  expect(overlap).toBe('shared');
  expect(support?.('test')).toEqual([
    { task: { direction: 1 }, probability: 0.5 },
    { task: { direction: -1 }, probability: 0.5 },
  ]);
});

test('an engine that does not exist is named, with those that do', () => {
  const base = builtInDefinitions.find(({ id }) => id === 'half-cheetah/velocity-v0');
  const definition = JSON.parse(JSON.stringify(base));
  definition.configuration.engine = 'bullet';
  const make = () => distributionFromDefinition(definition, { subject: 'my.json' });
  expect(make).toThrow(InvalidDataError);
  expect(make).toThrow(/my\.json at \/configuration\/engine .*"rapier".*"bullet"/);
});

describe('a task that cannot be is refused by reset, with what was received and what to do', async () => {
  const velocity = await make('half-cheetah/velocity-v0');
  const direction = await make('half-cheetah/direction-v0');
  const speeds = 'at /targetVelocity must be a number from -20 to 20; received';
  const ways = 'at /direction must be one of -1, 1; received';

  test.each([
    [velocity, { targetVelocity: Number.NaN }, `${speeds} NaN. Replace it`],
    [velocity, { targetVelocity: Number.POSITIVE_INFINITY }, `${speeds} Infinity. Replace it`],
    [velocity, { targetVelocity: Number.NEGATIVE_INFINITY }, `${speeds} -Infinity. Replace it`],
    [velocity, { targetVelocity: 20.5 }, `${speeds} 20.5. Replace it`],
    [velocity, { speed: 2 }, 'at /speed must not have the property "speed"; received 2. Remove it'],
    [velocity, { direction: 1 }, 'property "targetVelocity"; received nothing. Add it'],
    [direction, { direction: 0 }, `${ways} 0. Choose one of them`],
    [direction, { direction: 2 }, `${ways} 2. Choose one of them`],
    [direction, { direction: Number.NaN }, `${ways} NaN. Choose one of them`],
    [direction, { targetVelocity: 1 }, 'property "direction"; received nothing. Add it'],
  ])('%#: %o', (env, task, message) => {
    const reset = () =>
      env.reset(
        JSON.parse('{}', () => task),
        1,
      );
    expect(reset).toThrow(InvalidDataError);
    expect(reset).toThrow('task of half-cheetah');
    expect(reset).toThrow(message);
    // What was refused has left no trace: the next task begins as it would have.
    const first = env.reset(env.sampleTask(1), 2);
    expect(first).toEqual(env.reset(env.sampleTask(1), 2));
  });
});

/** By reference, the return of one episode. */
function references(
  configuration: HalfCheetahConfiguration,
  tasks: HalfCheetahSampler,
  split: Split = 'train',
) {
  const definition: DistributionDefinition = {
    id: 'test/half-cheetah-v0',
    about: 'Half-cheetahs.',
    family: 'half-cheetah',
    configuration,
    horizon: 200,
    episodes: 2,
    tasks,
    splits: { kind: 'shared' },
    ood: { kind: 'list', tasks: [{ targetVelocity: 15 }] },
  };
  if (configuration.reward.kind === 'direction') delete definition.ood;
  const distribution = distributionFromDefinition(definition, { subject: 'test' });
  const met = [distribution.sample(split, randomStream(1))];
  const list: readonly Reference[] = distribution.references?.(split, met) ?? [];
  expect(list.every(({ exact, about }) => !exact && /bound|estimate/i.test(about))).toBe(true);
  return Object.fromEntries(
    list.map(({ name, returnByEpisode: [first = Number.NaN] }) => [name, first]),
  );
}

describe('references', () => {
  const velocity: HalfCheetahConfiguration = { reward: { kind: 'velocity' }, controlCost: 0.05 };
  const sparse: HalfCheetahConfiguration = {
    reward: { kind: 'velocity-sparse', tolerance: 0.3 },
    controlCost: 0.05,
  };
  const direction: HalfCheetahConfiguration = { reward: { kind: 'direction' }, controlCost: 0.05 };
  const uniform = (...ranges: [number, number][]): HalfCheetahSampler => {
    return { kind: 'uniform-velocity', ranges };
  };

  test('the README holds the computed values', () => {
    const rows = tableUnder(
      read('README.md'),
      '| task distribution | no policy that is blind to task and reward earns more than | standing still |',
    );
    const computed = ids.map((id) => {
      const distribution = getDistribution(id);
      const met = [distribution.sample('test', randomStream(1))];
      const list = distribution.references?.('test', met) ?? [];
      const figure = (name: string) =>
        list
          .find((each) => each.name === name)
          ?.returnByEpisode[0]?.toFixed(1)
          .replace('-', '−');
      return [`\`${id}\``, figure('taskBlind'), figure('standing')];
    });
    expect(rows).toEqual(computed);
  });

  test('velocity, by hand: a quarter of the range a step', () => {
    expect(references(velocity, uniform([0, 3]))).toEqual({ taskBlind: -150, standing: -300 });
    expect(references(velocity, uniform([-3, 3]))).toEqual({ taskBlind: -300, standing: -300 });
    // Two ranges: any velocity between them is a median.
    expect(references(velocity, uniform([-4, -3], [3, 4]))).toEqual({
      taskBlind: -700,
      standing: -700,
    });
    const { taskBlind, standing } = references(velocity, uniform([0, 1], [2, 5]));
    // The median is 3, of 4 m/s in all: (2.5 + 3 · (1 / 6 + 4 / 6)) / 4 = 1.25.
    expect(taskBlind).toBeCloseTo(-250, 9);
    expect(standing).toBeCloseTo(-200 * (0.5 + 3 * 3.5) * 0.25, 9);
  });

  test('velocity of a list, and of the split that is asked for', () => {
    const list: HalfCheetahSampler = {
      kind: 'list',
      tasks: [{ targetVelocity: -1 }, { targetVelocity: 1 }, { targetVelocity: 3 }],
    };
    const { taskBlind, standing } = references(velocity, list);
    expect(taskBlind).toBeCloseTo((-200 * 4) / 3, 9);
    expect(standing).toBeCloseTo((-200 * 5) / 3, 9);
    expect(references(velocity, list, 'ood')).toEqual({ taskBlind: 0, standing: -3000 });
  });

  test('sparse: the widest window', () => {
    const values = references(sparse, uniform([0, 3]));
    expect(values.taskBlind).toBeCloseTo(200 * 0.2, 9);
    expect(values.standing).toBeCloseTo(200 * 0.1, 9);
    const list: HalfCheetahSampler = {
      kind: 'list',
      tasks: [{ targetVelocity: 1 }, { targetVelocity: 1.5 }, { targetVelocity: 3 }],
    };
    expect(references(sparse, list).taskBlind).toBeCloseTo((200 * 2) / 3, 9);
  });

  test('direction: nothing, where both are as likely; else no bound', () => {
    const both: HalfCheetahSampler = { kind: 'list', tasks: [{ direction: 1 }, { direction: -1 }] };
    expect(references(direction, both)).toEqual({ taskBlind: 0, standing: 0 });
    const one: HalfCheetahSampler = { kind: 'list', tasks: [{ direction: 1 }] };
    expect(references(direction, one)).toEqual({ standing: 0 });
  });

  test('no constant velocity does better, on random mixtures', () => {
    const rng = randomStream(3);
    for (let i = 0; i < 50; i++) {
      const weights = Array.from({ length: 4 }, () => rng.uniform());
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const pieces = weights.map((weight): Piece => {
        const low = rng.between(-3, 3);
        const high = low + (rng.uniform() < 0.5 ? 0 : rng.between(0.1, 2));
        return { low, high, probability: weight / total };
      });
      const grid = Array.from({ length: 4000 }, (_, j) => -5 + j / 400);
      const best = Math.min(...grid.map((v) => meanError(pieces, v)));
      expect(leastMeanError(pieces)).toBeLessThanOrEqual(best + 1e-12);
      expect(leastMeanError(pieces)).toBeGreaterThan(best - 0.01);
      expect(mostChanceWithin(pieces, 0.3)).toBeLessThanOrEqual(1 + 1e-12);
    }
  });
});

test('targets are aims of the velocity, directions are none', () => {
  const aimOf = (id: string, task: unknown) =>
    getDistribution(id).family.quantities?.[0]?.aim?.value(task);
  expect(aimOf('half-cheetah/velocity-v0', { targetVelocity: 1.5 })).toBe(1.5);
  expect(aimOf('half-cheetah/velocity-sparse-v0', { targetVelocity: -2 })).toBe(-2);
  expect(aimOf('half-cheetah/direction-v0', { direction: 1 })).toBeUndefined();
});

test('what is measured does not change when the context is given', async () => {
  const { family } = withContextGiven(getDistribution('half-cheetah/velocity-v0'));
  const { results } = await checkFamily(family, [{ targetVelocity: 1 }]);
  const measured = results.find(({ rule }) => rule === 'quantities are measured');
  expect(measured).toMatchObject({ passed: true });
});
