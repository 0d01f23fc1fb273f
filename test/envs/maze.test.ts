import { describe, expect, test } from 'vitest';
import { InvalidDataError } from '../../core/errors.js';
import { randomStream } from '../../core/random.js';
import { sizeOf } from '../../core/spaces.js';
import { assertTask } from '../../core/validation.js';
import { type MazeConfiguration, type MazeTask, mazeFamily } from '../../envs/index.js';

const [UP, RIGHT, DOWN, LEFT, STAY] = [0, 1, 2, 3, 4];

/** Three by three with a wall in the middle. */
const ring: MazeConfiguration = {
  width: 3,
  height: 3,
  start: [0, 0],
  walls: ['...', '.#.', '...'],
  stepReward: -0.1,
  stay: true,
  terminal: false,
  observation: { kind: 'position' },
};
const corner: MazeTask = { cheeses: [{ x: 2, y: 2, reward: 1 }] };

function play(configuration: MazeConfiguration, task: MazeTask, actions: readonly number[]) {
  const family = mazeFamily(configuration);
  const env = family.create();
  const row = new Float32Array(sizeOf(family.observationSpace)).fill(7);
  env.reset(task, randomStream(1), row);
  const observations = [Array.from(row)];
  const outcomes = actions.map((action) => {
    row.fill(7);
    const outcome = { ...env.step(action, row) };
    observations.push(Array.from(row));
    return outcome;
  });
  return {
    observations,
    cells: observations.map((observation) => observation.lastIndexOf(1)),
    rewards: outcomes.map(({ reward }) => reward),
    terminated: outcomes.map(({ terminated }) => terminated),
  };
}

describe('mazes that are stepped together', () => {
  const kinds: readonly MazeConfiguration['observation'][] = [
    { kind: 'position' },
    { kind: 'coordinates' },
    { kind: 'view', size: 3, position: true },
    { kind: 'view', size: 3, position: false },
  ];
  const tasks: readonly MazeTask[] = [
    corner,
    { cheeses: [{ x: 2, y: 0, reward: 2 }] },
    { cheeses: [], walls: ['..#', '...', '#..'], start: [1, 1] },
  ];

  const cases = kinds.flatMap((observation) => [
    { observation, terminal: true },
    { observation, terminal: false },
  ]);

  test.each(cases)(
    'show %j as single ones do, in rows that are kept and in new ones',
    (choices) => {
      const family = mazeFamily({ ...ring, ...choices });
      const width = sizeOf(family.observationSpace);
      const slots = tasks.length;
      const singles = tasks.map(() => family.create());
      const batch = family.create.batch!(slots);
      const rows = () => new Float32Array(slots * width).fill(7);
      const [rng, stream] = [randomStream('together'), randomStream(1)];
      const row = (array: Float32Array, slot: number) =>
        array.subarray(slot * width, (slot + 1) * width);
      const expected = rows();
      const begun = rows();
      const results = {
        nextObservation: rows(),
        reward: new Float32Array(slots),
        terminated: new Uint8Array(slots),
      };
      for (let t = 0; t < 300; t++) {
        // Slot by slot another task, now and then, so that they are reset at different times.
        for (let slot = 0; slot < slots; slot++) {
          if (t % (11 + slot) !== 0) continue;
          const task = tasks[(t + slot) % tasks.length]!;
          singles[slot]!.reset(task, stream, row(expected, slot));
          batch.envs[slot]!.reset(task, stream, row(begun, slot));
          expect(row(begun, slot)).toEqual(row(expected, slot));
          expect(batch.envs[slot]!.scene!()).toEqual(singles[slot]!.scene!());
        }
        if (t % 29 === 0) results.nextObservation = rows();
        if (t % 31 === 0) results.terminated = new Uint8Array(slots).fill(7);
        const actions = Float32Array.from(singles, () => rng.integer(5));
        batch.step(actions, results);
        singles.forEach((single, slot) => {
          const { reward, terminated } = single.step(actions[slot]!, row(expected, slot));
          expect(results.reward[slot]).toBe(Math.fround(reward));
          expect(results.terminated[slot]).toBe(terminated ? 1 : 0);
          expect(batch.envs[slot]!.scene!()).toEqual(single.scene!());
        });
        expect(results.nextObservation).toEqual(expected);
      }
    },
  );
});

describe('dynamics', () => {
  test('moves go up, right, down and left, and stop at walls and the border', () => {
    const actions = [UP, LEFT, RIGHT, DOWN, RIGHT, RIGHT, DOWN, LEFT, DOWN, LEFT, LEFT, UP, STAY];
    expect(play(ring, corner, actions).cells).toEqual([0, 0, 0, 1, 1, 2, 2, 5, 5, 8, 7, 6, 3, 3]);
  });

  test('a cheese that is not terminal pays for every step on it', () => {
    const { rewards, terminated } = play(ring, corner, [RIGHT, RIGHT, DOWN, DOWN, STAY, UP]);
    expect(rewards).toEqual([-0.1, -0.1, -0.1, 1, 1, -0.1]);
    expect(terminated).not.toContain(true);
  });

  test('a terminal cheese ends the episode', () => {
    const configuration = { ...ring, terminal: true };
    const { rewards, terminated } = play(configuration, corner, [DOWN, DOWN, RIGHT, RIGHT]);
    expect(rewards).toEqual([-0.1, -0.1, -0.1, 1]);
    expect(terminated).toEqual([false, false, false, true]);
  });

  test('a task brings walls and a start of its own', () => {
    const task: MazeTask = {
      cheeses: [{ x: 0, y: 0, reward: 5 }],
      walls: ['.#.', '...', '...'],
      start: [1, 1],
    };
    const { cells, rewards } = play(ring, task, [UP, LEFT, UP]);
    expect(cells).toEqual([4, 4, 3, 0]);
    expect(rewards).toEqual([-0.1, -0.1, 5]);
  });

  test('a task that was edited in place counts as it is now', () => {
    const env = mazeFamily(ring).create();
    const row = new Float32Array(9);
    const task: MazeTask = { cheeses: [{ x: 1, y: 0, reward: 1 }] };
    env.reset(task, randomStream(1), row);
    expect(env.step(RIGHT, row).reward).toBe(1);
    task.cheeses[0] = { x: 0, y: 1, reward: 2 };
    env.reset(task, randomStream(1), row);
    expect(env.step(RIGHT, row).reward).toBe(-0.1);
    env.reset(task, randomStream(1), row);
    expect(env.step(DOWN, row).reward).toBe(2);
  });
});

describe('observations', () => {
  test('position is one-hot of the cell', () => {
    expect(play(ring, corner, [RIGHT]).observations).toEqual([
      [1, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 1, 0, 0, 0, 0, 0, 0, 0],
    ]);
  });

  test('coordinates are scaled to [0, 1]', () => {
    const configuration: MazeConfiguration = { ...ring, observation: { kind: 'coordinates' } };
    const { observations } = play(configuration, corner, [RIGHT, RIGHT, DOWN]);
    expect(observations).toEqual([
      [0, 0],
      [0.5, 0],
      [1, 0],
      [1, 0.5],
    ]);
  });

  test('a view shows the walls around the mouse, outside being wall', () => {
    const observation = { kind: 'view', size: 3, position: false } as const;
    const { observations } = play({ ...ring, observation }, corner, [RIGHT]);
    expect(observations).toEqual([
      [1, 1, 1, 1, 0, 0, 1, 0, 1],
      [1, 1, 1, 0, 0, 0, 0, 1, 0],
    ]);
  });

  test('a view can be followed by the position', () => {
    const observation = { kind: 'view', size: 1, position: true } as const;
    const { observations } = play({ ...ring, observation }, corner, [RIGHT]);
    expect(observations[1]).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('faults', () => {
  const family = mazeFamily({ ...ring, walls: ['..#', '###', '...'] });
  const at = (x: number, y: number): MazeTask => ({ cheeses: [{ x, y, reward: 1 }] });

  test.each([
    ['outside', at(3, 0), '/cheeses/0', 'must be inside the 3×3 maze'],
    ['in a wall', at(2, 0), '/cheeses/0', 'must not be in a wall'],
    ['on the start', at(0, 0), '/cheeses/0', "must not be on the mouse's start"],
    ['unreachable', at(0, 2), '/cheeses/0', 'must be reachable from the start'],
    [
      'duplicated',
      { cheeses: [...at(1, 0).cheeses, ...at(1, 0).cheeses] },
      '/cheeses/1',
      'must not be where another cheese is',
    ],
    ['rows missing', { ...at(1, 0), walls: ['...'] }, '/walls', 'must have 3 rows'],
    [
      'a short row',
      { ...at(1, 0), walls: ['...', '..', '...'] },
      '/walls/1',
      'must be 3 characters',
    ],
    ['a start in a wall', { ...at(1, 0), start: [2, 0] }, '/start', 'must not be in a wall'],
    ['a start outside', { ...at(1, 0), start: [0, 3] }, '/start', 'must be a cell of the 3×3 maze'],
    [
      'walls on the start',
      { ...at(1, 0), walls: ['#..', '...', '...'] },
      '/walls',
      'must not be in',
    ],
  ] satisfies [string, MazeTask, string, string][])('%s', (_, task, pointer, rule) => {
    const faults = family.taskFaults?.(task) ?? [];
    expect(faults.map((fault) => fault.pointer)).toEqual([pointer]);
    expect(faults[0]?.rule).toContain(rule);
    expect(() => assertTask(family, task)).toThrow(rule);
  });

  test('other characters in walls break the schema', () => {
    const task = { ...at(1, 0), walls: ['.x.', '...', '...'] };
    expect(() => assertTask(family, task)).toThrow('/walls/0');
  });

  test('a good task has none', () => {
    expect(family.taskFaults?.(at(1, 0))).toEqual([]);
  });

  test.each([
    [{ ...ring, walls: ['...'] }, '/walls'],
    [{ ...ring, start: [1, 1] }, '/start'],
    [{ ...ring, start: [9, 0] }, '/start'],
    [{ ...ring, observation: { kind: 'view', size: 2, position: true } }, '/observation/size'],
  ] satisfies [MazeConfiguration, string][])(
    'of a configuration (%#)',
    (configuration, pointer) => {
      let caught: unknown;
      try {
        mazeFamily(configuration);
      } catch (error) {
        caught = error;
      }
      expect(caught).toBeInstanceOf(InvalidDataError);
      if (caught instanceof InvalidDataError) expect(caught.problems[0]?.pointer).toBe(pointer);
    },
  );
});
