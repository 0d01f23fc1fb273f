import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reference, TaskDistribution } from '../../core/distribution.js';
import { randomStream } from '../../core/random.js';
import {
  type DistributionDefinition,
  distributionFromDefinition,
  getDistribution,
} from '../../distributions/index.js';
import type { MazeConfiguration, MazeTask } from '../../envs/index.js';
import { adaptiveOptimum } from './adaptive-optimum.js';

function named(distribution: TaskDistribution, tasks: readonly MazeTask[] = []) {
  const references = distribution.references?.('train', tasks) ?? [];
  const of = (name: string): Reference | undefined =>
    references.find((reference) => reference.name === name);
  return {
    oracle: of('oracle'),
    random: of('random'),
    bayesOptimal: of('bayesOptimal'),
    wipedMemory: of('wipedMemory'),
  };
}

const rounded = (reference: Reference | undefined) =>
  reference?.returnByEpisode.map((value) => Number(value.toFixed(3)));

describe('built-in distributions', () => {
  test('lecture, by hand', () => {
    const { oracle, random, bayesOptimal, wipedMemory } = named(getDistribution('maze/lecture-v0'));
    expect(rounded(oracle)).toEqual([1, 1, 1]);
    // Two of three corners lie on the first day's path; then the cheese is known.
    expect(rounded(bayesOptimal)).toEqual([0.667, 1, 1]);
    expect(rounded(wipedMemory)).toEqual([0.667, 0.667, 0.667]);
    // Next to the start: 1/4, plus 1/2 · 1/4 when bumping first, plus nothing by the other corner.
    // Across: 1/2 · 1/4. The mean of 3/8, 3/8 and 1/8 is 7/24.
    expect(random?.returnByEpisode[0]).toBeCloseTo(7 / 24, 12);
  });

  test('GridNavi, as known', () => {
    const { oracle, random, bayesOptimal, wipedMemory } = named(
      getDistribution('maze/gridnavi-v0'),
    );
    expect(rounded(oracle)).toEqual([11.071, 11.071, 11.071, 11.071]);
    expect(rounded(bayesOptimal)).toEqual([4, 11.071, 11.071, 11.071]);
    expect(bayesOptimal?.total).toBeCloseTo(37.214, 3);
    expect(wipedMemory?.total).toBeCloseTo(16, 9);
    expect(random?.returnByEpisode[0]?.toFixed(2)).toBe('-1.17');
  });

  test('moving cheese', () => {
    const started = performance.now();
    const { oracle, random, bayesOptimal, wipedMemory } = named(
      getDistribution('maze/moving-cheese-v0'),
    );
    expect(performance.now() - started).toBeLessThan(3000);
    expect(rounded(oracle)).toEqual([0.915, 0.915, 0.915, 0.915]);
    expect(rounded(bayesOptimal)).toEqual([0.214, 0.871, 0.915, 0.915]);
    expect(rounded(wipedMemory)).toEqual([0.214, 0.214, 0.214, 0.214]);
    expect(rounded(random)).toEqual([-0.251, -0.251, -0.251, -0.251]);
  });

  test('moving walls: means over the tasks that are handed in', () => {
    const mazes = getDistribution('maze/moving-walls-v0');
    expect(mazes.support).toBeUndefined();
    expect(mazes.references?.('train', [])).toEqual([]);
    const walls = Array<string>(7).fill('.......');
    const near = { walls, cheeses: [{ x: 0, y: 2, reward: 1 }] };
    const far = { walls, cheeses: [{ x: 6, y: 0, reward: 1 }] };
    const { oracle, bayesOptimal } = named(mazes, [near, far]);
    // Four and twelve steps, the last of which finds the cheese.
    expect(oracle?.returnByEpisode[0]).toBeCloseTo((1 - 0.03 + (1 - 0.11)) / 2, 12);
    expect(oracle?.about).toContain('2 tasks');
    expect(bayesOptimal).toBeUndefined();
  });
});

const cellRewards = fc.integer({ min: 1, max: 3 });

/** Small mazes with one hidden cheese, of every kind the planner promises to handle. */
const definitions = fc
  .record({
    free: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
    stay: fc.boolean(),
    terminal: fc.boolean(),
    stepReward: fc.constantFrom(0, -0.1, -0.7, 0.2),
    horizon: fc.integer({ min: 1, max: 5 }),
    episodes: fc.integer({ min: 1, max: 3 }),
    weights: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 9, maxLength: 9 }),
    rewards: fc.oneof(
      fc.constant(Array<number>(9).fill(1)),
      fc.array(cellRewards, { minLength: 9, maxLength: 9 }),
    ),
    kept: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
  })
  .map(({ free, stay, terminal, stepReward, horizon, episodes, weights, rewards, kept }) => {
    const wall = free.map((isFree, cell) => cell !== 0 && !isFree && weights[cell]! > 1);
    const configuration: MazeConfiguration = {
      width: 3,
      height: 3,
      start: [0, 0],
      walls: [0, 3, 6].map((row) =>
        wall
          .slice(row, row + 3)
          .map((isWall) => (isWall ? '#' : '.'))
          .join(''),
      ),
      stepReward,
      stay,
      terminal,
      observation: { kind: 'position' },
    };
    const reachable = new Set([0]);
    for (const cell of reachable) {
      const [x, y] = [cell % 3, Math.floor(cell / 3)];
      if (x > 0 && !wall[cell - 1]) reachable.add(cell - 1);
      if (x < 2 && !wall[cell + 1]) reachable.add(cell + 1);
      if (y > 0 && !wall[cell - 3]) reachable.add(cell - 3);
      if (y < 2 && !wall[cell + 3]) reachable.add(cell + 3);
    }
    const cells = [...reachable].filter((cell) => cell > 0);
    const chosen = cells.filter((cell) => kept[cell]);
    const used = (chosen.length > 0 ? chosen : cells).slice(0, 6);
    const tasks = used.map((cell): MazeTask => {
      const reward = rewards[cell]!;
      return { cheeses: [{ x: cell % 3, y: Math.floor(cell / 3), reward }] };
    });
    const definition: DistributionDefinition = {
      id: 'test/small-v0',
      about: 'A small maze.',
      family: 'maze',
      configuration,
      horizon,
      episodes,
      tasks: { kind: 'list', tasks, weights: used.map((cell) => weights[cell]!) },
      splits: { kind: 'shared' },
    };
    return { definition, tasks };
  })
  .filter(({ tasks }) => tasks.length > 0);

test('the Bayes-optimal value is that of dynamic programming over beliefs', () => {
  let compared = 0;
  fc.assert(
    fc.property(definitions, ({ definition }) => {
      const distribution = distributionFromDefinition(definition, { subject: 'small' });
      const { bayesOptimal, oracle, random, wipedMemory } = named(distribution);
      const optimum = adaptiveOptimum(distribution);
      if (oracle) expect(oracle.total).toBeGreaterThanOrEqual(optimum - 1e-9);
      if (random) expect(random.total).toBeLessThanOrEqual(optimum + 1e-9);
      if (!bayesOptimal) return;
      compared++;
      expect(bayesOptimal.total).toBeCloseTo(optimum, 9);
      const sum = bayesOptimal.returnByEpisode.reduce((total, value) => total + value, 0);
      expect(sum).toBeCloseTo(optimum, 9);
      expect(wipedMemory?.total ?? optimum).toBeLessThanOrEqual(optimum + 1e-9);
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(250);
});

test('the random value agrees with random play', () => {
  const distribution = getDistribution('maze/moving-cheese-v0');
  const { random } = named(distribution);
  const env = distribution.family.create();
  const rng = randomStream(9);
  const row = new Float32Array(49);
  const episodes = 20_000;
  let total = 0;
  let squares = 0;
  for (let i = 0; i < episodes; i++) {
    env.reset(distribution.sample('train', rng), rng, row);
    let sum = 0;
    for (let step = 0; step < distribution.horizon; step++) {
      const { reward, terminated } = env.step(rng.integer(4), row);
      sum += reward;
      if (terminated) break;
    }
    total += sum;
    squares += sum * sum;
  }
  const mean = total / episodes;
  const error = Math.sqrt((squares / episodes - mean * mean) / episodes);
  expect(Math.abs(mean - (random?.returnByEpisode[0] ?? 0))).toBeLessThan(5 * error);
});
