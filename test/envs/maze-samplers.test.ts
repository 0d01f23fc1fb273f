import { expect, test } from 'vitest';
import { randomStream } from '../../core/random.js';
import {
  type MazeConfiguration,
  type MazeSampler,
  type MazeTask,
  mazeSampler,
} from '../../envs/index.js';

const room: MazeConfiguration = {
  width: 4,
  height: 3,
  start: [0, 0],
  walls: ['....', '.##.', '....'],
  stepReward: 0,
  stay: false,
  terminal: true,
  observation: { kind: 'position' },
};

const cellsOf = (tasks: readonly MazeTask[]) =>
  tasks.map(({ cheeses }) => `${cheeses[0]?.x},${cheeses[0]?.y}`);

const supportOf = (sampler: MazeSampler) => mazeSampler(room, sampler).support ?? [];

test('cheese-anywhere lists free cells far enough from the start', () => {
  const support = supportOf({ kind: 'cheese-anywhere', minimumDistance: 3, reward: 2 });
  expect(cellsOf(support.map(({ task }) => task))).toEqual(['3,0', '3,1', '1,2', '2,2', '3,2']);
  expect(support.every(({ probability }) => probability === 1 / 5)).toBe(true);
  expect(support[0]?.task.cheeses[0]?.reward).toBe(2);
});

test('cheese-anywhere leaves out a rectangle, or keeps to listed cells', () => {
  const outside = { x: 0, y: 0, width: 2, height: 3 };
  const reward = 1;
  expect(
    cellsOf(
      supportOf({ kind: 'cheese-anywhere', minimumDistance: 1, outside, reward }).map(
        ({ task }) => task,
      ),
    ),
  ).toEqual(['2,0', '3,0', '3,1', '2,2', '3,2']);
  const cells: [number, number][] = [
    [3, 2],
    [1, 0],
  ];
  expect(
    cellsOf(
      supportOf({ kind: 'cheese-anywhere', minimumDistance: 1, cells, reward }).map(
        ({ task }) => task,
      ),
    ),
  ).toEqual(['1,0', '3,2']);
});

test('what is drawn agrees with the support', () => {
  const tasks: MazeTask[] = [1, 2, 3].map((x) => ({ cheeses: [{ x, y: 0, reward: 1 }] }));
  for (const sampler of [
    { kind: 'cheese-anywhere', minimumDistance: 1, reward: 1 },
    { kind: 'list', tasks },
    { kind: 'list', tasks, weights: [1, 2, 5] },
  ] satisfies MazeSampler[]) {
    const drawn = mazeSampler(room, sampler);
    const rng = randomStream(3);
    const draws = 4000;
    const counts = new Map<MazeTask, number>();
    for (let i = 0; i < draws; i++) {
      const task = drawn.sample(rng);
      counts.set(task, (counts.get(task) ?? 0) + 1);
    }
    expect(counts.size).toBe(drawn.support?.length);
    let total = 0;
    for (const { task, probability } of drawn.support ?? []) {
      total += probability;
      const deviation = Math.sqrt(draws * probability * (1 - probability));
      expect(Math.abs((counts.get(task) ?? 0) - draws * probability)).toBeLessThan(5 * deviation);
    }
    expect(total).toBeCloseTo(1, 12);
  }
});

test.each([
  [{ kind: 'cheese-anywhere', minimumDistance: 9, reward: 1 }, 'must leave at least one cell'],
  [{ kind: 'cheese-anywhere', minimumDistance: 1, reward: 1, cells: [[1, 1]] }, 'must leave'],
  [
    {
      kind: 'cheese-anywhere',
      minimumDistance: 1,
      reward: 1,
      cells: [
        [1, 0],
        [1, 1],
      ],
    },
    'at /cells/1 must be free, reachable',
  ],
  [
    { kind: 'list', tasks: [{ cheeses: [{ x: 1, y: 1, reward: 1 }] }] },
    'at /tasks/0/cheeses/0 must not be in a wall',
  ],
  [
    { kind: 'list', tasks: [{ cheeses: [{ x: 1, y: 0, reward: 1 }] }], weights: [1, 2] },
    'at /weights must have 1 numbers',
  ],
  [{ kind: 'random-maze', loops: [0, 1], minimumDistance: 1, reward: 1 }, 'odd width and height'],
  [{ kind: 'random-maze', loops: [1, 0], minimumDistance: 1, reward: 1 }, 'at /loops must be'],
  [{ kind: 'random-maze', loops: [0, 1], minimumDistance: 6, reward: 1 }, 'must be at most 5'],
] satisfies [MazeSampler, string][])(
  'a sampler that cannot draw says why (%#)',
  (sampler, message) => {
    expect(() => mazeSampler(room, sampler)).toThrow(message);
  },
);

test('random mazes need a start in a room', () => {
  const configuration: MazeConfiguration = { ...room, width: 5, start: [1, 0] };
  const sampler: MazeSampler = {
    kind: 'random-maze',
    loops: [0, 0],
    minimumDistance: 1,
    reward: 1,
  };
  expect(() => mazeSampler(configuration, sampler)).toThrow('even coordinates');
});
