import { describe, expect, test } from 'vitest';
import { contentHash } from '../../core/distribution.js';
import { DuplicateIdError, UnknownIdError } from '../../core/errors.js';
import { randomStream } from '../../core/random.js';
import { assertTask } from '../../core/validation.js';
import {
  builtInDefinitions,
  distributionFromDefinition,
  distributions,
  getDistribution,
  make,
  registerDistribution,
} from '../../distributions/index.js';
import { gridNaviDefinition } from '../../distributions/maze-gridnavi.js';
import { movingCheeseDefinition } from '../../distributions/maze-moving-cheese.js';
import { distancesFrom, layoutOf, type MazeTask } from '../../envs/index.js';

describe.each(builtInDefinitions.map(({ id }) => id))('%s', (id) => {
  const distribution = getDistribution(id);

  test('draws tasks without faults, the same for the same seed', () => {
    for (const split of distribution.splits) {
      for (let seed = 0; seed < 100; seed++) {
        const task = distribution.sample(split, randomStream(seed));
        assertTask(distribution.family, task);
        expect(distribution.sample(split, randomStream(seed))).toEqual(task);
        expect(JSON.parse(JSON.stringify(task))).toEqual(task);
      }
    }
  });

  test('says openly whether train and test share tasks', () => {
    const hashes = (['train', 'test'] as const).map((split) => {
      const rng = randomStream(split);
      return new Set(
        Array.from({ length: 1500 }, () => contentHash(distribution.sample(split, rng))),
      );
    });
    const both = [...hashes[0]!].filter((hash) => hashes[1]!.has(hash));
    expect(both.length > 0).toBe(distribution.overlap === 'shared');
    if (distribution.overlap === 'shared') expect(distribution.about).toContain('share');
  });
});

test('lecture: two by two, start bottom left, cheese in the other three corners', () => {
  const lecture = getDistribution('maze/lecture-v0');
  expect([lecture.horizon, lecture.episodes]).toEqual([2, 3]);
  expect(lecture.support?.('test').map(({ task }) => task)).toEqual(
    [
      [0, 0],
      [1, 0],
      [1, 1],
    ].map(([x, y]) => ({ cheeses: [{ x, y, reward: 1 }] })),
  );
});

test('GridNavi: 21 goals outside the start corner', () => {
  const support = getDistribution('maze/gridnavi-v0').support?.('train') ?? [];
  expect(support).toHaveLength(21);
  expect(support.every(({ probability }) => probability === 1 / 21)).toBe(true);
  expect(gridNaviDefinition.configuration).not.toHaveProperty('walls');
});

test('moving walls: out-of-distribution mazes have more loops than any of training', () => {
  const mazes = getDistribution('maze/moving-walls-v0');
  const rng = randomStream(4);
  const openings = (split: 'train' | 'test' | 'ood') =>
    Array.from({ length: 500 }, () => {
      const { walls }: Partial<MazeTask> = JSON.parse(JSON.stringify(mazes.sample(split, rng)));
      return layoutOf(7, 7, walls).free.reduce((sum, one) => sum + one, -31);
    });
  expect([Math.min(...openings('train')), Math.max(...openings('train'))]).toEqual([0, 4]);
  expect([Math.min(...openings('test')), Math.max(...openings('test'))]).toEqual([0, 4]);
  expect([Math.min(...openings('ood')), Math.max(...openings('ood'))]).toEqual([7, 9]);
});

test('moving cheese: no episode searches everywhere, two do', () => {
  const { configuration, horizon } = movingCheeseDefinition;
  const { width, height, walls, start } = configuration;
  const layout = layoutOf(width, height, walls);
  const startCell = start[1] * width + start[0];
  const distances = distancesFrom(layout, startCell);
  const candidates = distances.reduce((sum, distance) => sum + (distance >= 2 ? 1 : 0), 0);
  expect(candidates).toBe(32);
  expect(Math.max(...distances)).toBe(9);

  // Every walk of one episode; those at the same place that have seen the same are as good as one.
  let states = new Map<string, { cell: number; seen: bigint }>([
    ['', { cell: startCell, seen: 0n }],
  ]);
  const bit = (cell: number) => (distances[cell]! >= 2 ? 1n << BigInt(cell) : 0n);
  const coverages = new Set<bigint>();
  for (let step = 0; step < horizon; step++) {
    const next = new Map<string, { cell: number; seen: bigint }>();
    for (const { cell, seen } of states.values()) {
      for (let action = 0; action < 4; action++) {
        const to = layout.next[cell * 5 + action]!;
        const after = seen | bit(to);
        next.set(`${to},${after}`, { cell: to, seen: after });
      }
    }
    states = next;
  }
  for (const { seen } of states.values()) coverages.add(seen);
  const size = (seen: bigint) => [...seen.toString(2)].filter((digit) => digit === '1').length;
  const most = Math.max(...[...coverages].map(size));
  expect(most).toBe(16);
  const all = [...coverages].reduce((union, seen) => union | seen, 0n);
  expect(size(all)).toBe(candidates);
  const large = [...coverages].filter((seen) => size(seen) >= candidates - most);
  const pairs = large.some((one) => large.some((other) => (one | other) === all));
  expect(pairs).toBe(true);
});

test('the registry takes others by the same call, and names the nearest id', () => {
  expect(distributions.ids()).toEqual(
    expect.arrayContaining(builtInDefinitions.map(({ id }) => id)),
  );
  expect(() => getDistribution('maze/grid-navi-v0')).toThrow(UnknownIdError);
  expect(() => getDistribution('maze/grid-navi-v0')).toThrow('"maze/gridnavi-v0"');
  const mine = distributionFromDefinition(
    { ...gridNaviDefinition, id: 'test/mine-v0' },
    { subject: 'mine' },
  );
  registerDistribution(mine);
  expect(getDistribution('test/mine-v0')).toBe(mine);
  expect(() => registerDistribution(mine)).toThrow(DuplicateIdError);
});

test('make gives an env, by id or distribution', async () => {
  const env = await make('maze/gridnavi-v0');
  const task = { cheeses: [{ x: 2, y: 0, reward: 1 }] };
  expect(env.reset(task, 1).indexOf(1)).toBe(0);
  expect(env.step(1).reward).toBe(-0.1);
  const { observation, reward, terminated, truncated } = env.step(1);
  expect([observation.indexOf(1), reward, terminated, truncated]).toEqual([2, 1, false, false]);
  for (let i = 3; i < 15; i++) expect(env.step(4).truncated).toBe(false);
  expect(env.step(4).truncated).toBe(true);
  const other = await make(getDistribution('maze/lecture-v0'));
  expect(other.distribution.id).toBe('maze/lecture-v0');
});
