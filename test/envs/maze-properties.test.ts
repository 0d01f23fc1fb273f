import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '../../core/random.js';
import { contains, sizeOf } from '../../core/spaces.js';
import { assertTask } from '../../core/validation.js';
import {
  distancesFrom,
  layoutOf,
  type MazeConfiguration,
  type MazeSampler,
  type MazeTask,
  mazeFamily,
  mazeSampler,
} from '../../envs/index.js';

const odd = (from: number, to: number) =>
  fc.integer({ min: (from - 1) / 2, max: (to - 1) / 2 }).map((half) => 2 * half + 1);

const observations: fc.Arbitrary<MazeConfiguration['observation']> = fc.oneof(
  fc.constant({ kind: 'position' as const }),
  fc.constant({ kind: 'coordinates' as const }),
  fc.record({ kind: fc.constant('view' as const), size: odd(1, 5), position: fc.boolean() }),
);

/** A configuration that random mazes can be drawn for. */
const configurations: fc.Arbitrary<MazeConfiguration> = fc
  .record({
    width: odd(3, 9),
    height: odd(3, 9),
    stay: fc.boolean(),
    terminal: fc.boolean(),
    observation: observations,
  })
  .map((parts) => ({ ...parts, start: [0, parts.height - 1], stepReward: -0.1 }));

const fractions = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);

const randomMazes = fc.record({
  kind: fc.constant('random-maze' as const),
  loops: fractions,
  minimumDistance: fc.integer({ min: 1, max: 2 }),
  reward: fc.constant(1),
});

const actionLists = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 });

/** Rewards, ends and observations of an episode. */
function episodeOf(configuration: MazeConfiguration, task: MazeTask, actions: readonly number[]) {
  const family = mazeFamily(configuration);
  const env = family.create();
  const row = new Float32Array(sizeOf(family.observationSpace)).fill(Number.NaN);
  env.reset(task, randomStream(1), row);
  const seen: number[][] = [Array.from(row)];
  for (const action of actions) {
    row.fill(Number.NaN);
    const { reward, terminated } = env.step(action, row);
    expect(contains(family.observationSpace, row)).toBe(true);
    seen.push([reward, terminated ? 1 : 0, ...row]);
  }
  return seen;
}

test('episodes follow from task and actions, and tasks survive JSON', () => {
  fc.assert(
    fc.property(
      configurations,
      randomMazes,
      fc.nat(),
      actionLists,
      (configuration, sampler, seed, actions) => {
        const task = mazeSampler(configuration, sampler).sample(randomStream(seed));
        const again: MazeTask = JSON.parse(JSON.stringify(task));
        expect(again).toEqual(task);
        expect(episodeOf(configuration, again, actions)).toEqual(
          episodeOf(configuration, task, actions),
        );
      },
    ),
    { numRuns: 50 },
  );
});

test('the mouse is never in a wall and moves at most one cell', () => {
  fc.assert(
    fc.property(
      configurations,
      randomMazes,
      fc.nat(),
      actionLists,
      (parts, sampler, seed, actions) => {
        const configuration: MazeConfiguration = { ...parts, observation: { kind: 'position' } };
        const { width, height } = configuration;
        const task = mazeSampler(configuration, sampler).sample(randomStream(seed));
        const { free } = layoutOf(width, height, task.walls);
        const cells = episodeOf(configuration, task, actions).map((row) => row.lastIndexOf(1));
        cells.slice(1).forEach((after, index) => {
          const cell = after - 2;
          const before = index === 0 ? cells[0]! : cells[index]! - 2;
          expect(free[cell]).toBe(1);
          const across = Math.abs((cell % width) - (before % width));
          const down = Math.abs(Math.floor(cell / width) - Math.floor(before / width));
          expect(across + down).toBeLessThanOrEqual(1);
        });
      },
    ),
    { numRuns: 50 },
  );
});

test('random mazes are connected, with as many openings as asked, and tasks without faults', () => {
  fc.assert(
    fc.property(configurations, randomMazes, fc.nat(), (configuration, sampler, seed) => {
      const { width, height, start } = configuration;
      const task = mazeSampler(configuration, sampler).sample(randomStream(seed));
      assertTask(mazeFamily(configuration), task);
      const layout = layoutOf(width, height, task.walls);
      const distances = distancesFrom(layout, start[1] * width + start[0]);
      const free = layout.free.reduce((sum, one) => sum + one, 0);
      expect(distances.filter((distance) => distance >= 0).length).toBe(free);
      const rooms = ((width + 1) / 2) * ((height + 1) / 2);
      const closed = ((width - 1) / 2) * ((height - 1) / 2);
      const [low, high] = sampler.loops;
      const openings = free - (2 * rooms - 1);
      expect(openings).toBeGreaterThanOrEqual(Math.round(low * closed));
      expect(openings).toBeLessThanOrEqual(Math.round(high * closed));
      const cheese = task.cheeses[0]!;
      const distance = distances[cheese.y * width + cheese.x];
      expect(distance).toBeGreaterThanOrEqual(sampler.minimumDistance);
    }),
    { numRuns: 100 },
  );
});

test('spanning trees of 2×2 and 2×3 rooms are drawn equally often', () => {
  const sampler: MazeSampler = {
    kind: 'random-maze',
    loops: [0, 0],
    minimumDistance: 1,
    reward: 1,
  };
  for (const [width, trees] of [
    [3, 4],
    [5, 15],
  ] as const) {
    const configuration: MazeConfiguration = {
      width,
      height: 3,
      start: [0, 0],
      stepReward: 0,
      stay: false,
      terminal: true,
      observation: { kind: 'position' },
    };
    const drawn = mazeSampler(configuration, sampler);
    const rng = randomStream(11);
    const counts = new Map<string, number>();
    const draws = 6000;
    for (let i = 0; i < draws; i++) {
      const walls = drawn.sample(rng).walls?.join('/') ?? '';
      counts.set(walls, (counts.get(walls) ?? 0) + 1);
    }
    expect(counts.size).toBe(trees);
    // Five standard deviations of a binomial count.
    const mean = draws / trees;
    const margin = 5 * Math.sqrt(mean * (1 - 1 / trees));
    for (const count of counts.values()) expect(Math.abs(count - mean)).toBeLessThan(margin);
  }
});
