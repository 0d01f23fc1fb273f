import { describe, expect, it } from 'vitest';
import { box, discrete, type Env, type Family, randomStream } from '../../../core/index.js';
import { familyRules } from '../../conformance/index.js';

const rule = familyRules.find(({ name }) => name === 'the task is hidden');

/** What the first observation of a task is: the whole family, for this rule. */
function showing<Task>(
  size: number,
  observe: (task: Task, noise: () => number) => readonly number[],
  taskFaults: (task: Task) => boolean = () => false,
): Family<Task> {
  const env = (): Env<Task, number> => ({
    reset: (task, rng, observation) => observation.set(observe(task, () => rng.normal())),
    step: () => ({ reward: 0, terminated: false }),
  });
  return {
    id: 'showing',
    about: 'What is shown.',
    taskSchema: {},
    observationSpace: box([size], Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    actionSpace: discrete(2),
    create: env,
    taskFaults: (task) =>
      taskFaults(task) ? [{ pointer: '', rule: 'must fit', remedy: 'Fit it.' }] : [],
  };
}

interface Maze {
  readonly walls: readonly string[];
  readonly cheeses: readonly { readonly x: number; readonly y: number }[];
}

const rng = randomStream('mazes');
const mazes: Maze[] = Array.from({ length: 30 }, () => ({
  walls: Array.from({ length: 7 }, () =>
    Array.from({ length: 7 }, () => (rng.uniform() < 0.4 ? '#' : '.')).join(''),
  ),
  cheeses: [{ x: rng.integer(7), y: rng.integer(7) }],
}));

/** The walls around the middle. */
function view({ walls }: Maze, radius: number): number[] {
  const rows = walls.slice(3 - radius, 4 + radius);
  return rows.flatMap((row) =>
    [...row.slice(3 - radius, 4 + radius)].map((c) => (c === '#' ? 1 : 0)),
  );
}

function verdict<Task>(family: Family<Task>, tasks: readonly Task[], shown: string[] = []) {
  return rule?.check({ family, tasks, shown });
}

describe('passes', () => {
  it('a view of the walls nearby, however unique', async () => {
    await verdict(
      showing<Maze>(9, (maze) => view(maze, 1)),
      mazes,
    );
    await verdict(
      showing<Maze>(25, (maze) => view(maze, 2)),
      mazes,
    );
  });

  it('a cheese that is seen only from near', async () => {
    const near = ({ cheeses: [cheese] }: Maze) =>
      cheese && Math.abs(cheese.x - 3) + Math.abs(cheese.y - 3) < 2
        ? [cheese.x, cheese.y]
        : [-1, -1];
    await verdict(showing<Maze>(2, near), mazes);
  });

  it('noise that has nothing to do with the task', async () => {
    await verdict(
      showing<Maze>(3, (_task, noise) => [noise(), noise(), noise()]),
      mazes,
    );
  });

  it('noise drawn after a number of draws that depends on the task', async () => {
    const rejecting = ({ cheeses }: Maze, noise: () => number) => {
      for (let i = 0; i < (cheeses[0]?.x ?? 0) % 2; i++) noise();
      return [noise(), noise()];
    };
    await verdict(showing<Maze>(2, rejecting), mazes);
  });

  it('all walls, where they are declared', async () => {
    await verdict(
      showing<Maze>(49, (maze) => view(maze, 3)),
      mazes,
      ['/walls'],
    );
  });

  it('a single task: there is nothing to tell apart', async () => {
    await verdict(
      showing<Maze>(1, () => [3]),
      mazes.slice(0, 1),
    );
  });
});

describe('fails', () => {
  it('all walls, where they are not declared', async () => {
    await expect(
      verdict(
        showing<Maze>(49, (maze) => view(maze, 3)),
        mazes,
      ),
    ).rejects.toThrow("declare it in the family: shown: ['/walls']");
  });

  it('a cheese shown beside declared walls', async () => {
    const leaky = (maze: Maze) => [...view(maze, 3), maze.cheeses[0]?.y ?? 0];
    await expect(verdict(showing<Maze>(50, leaky), mazes, ['/walls'])).rejects.toThrow(
      '/cheeses/0/y can be read',
    );
  });

  it('an oracle wrapper, under noise', async () => {
    const oracle = (task: { target: number }, noise: () => number) => [
      noise(),
      task.target * noise(),
    ];
    const tasks = Array.from({ length: 10 }, (_, i) => ({ target: i / 3 }));
    await expect(verdict(showing(2, oracle), tasks)).rejects.toThrow('Of the task, /target');
  });

  it('a direction of two', async () => {
    const tasks = [{ direction: 1 }, { direction: -1 }];
    await expect(
      verdict(
        showing<(typeof tasks)[number]>(1, ({ direction }) => [direction]),
        tasks,
      ),
    ).rejects.toThrow('/direction');
  });

  it('one number of a list, scaled and shifted', async () => {
    const tasks = Array.from({ length: 12 }, (_, i) => ({ goal: [i % 5, (i * 7) % 12] }));
    const affine = ({ goal }: { goal: number[] }) => [0, 3 - (goal[0] ?? 0) / 7];
    await expect(verdict(showing(2, affine), tasks)).rejects.toThrow(
      '/goal/0 can be read: element 1',
    );
  });

  it('what is only seen in later episodes', async () => {
    interface Moving {
      readonly place: number;
      readonly later?: readonly number[];
      readonly isToldWhere?: boolean;
    }
    const tasks: Moving[] = Array.from({ length: 12 }, (_, i) => ({
      ...{ place: i % 5, later: [(i * 7) % 12, i % 3] },
    }));
    const telling = (isToldWhere: boolean): Family<Moving> => ({
      ...showing<Moving>(1, (task) => [task.isToldWhere ? task.place : 0]),
      episodeTask: ({ place, later = [] }, episode) =>
        episode === 0 ? { place } : { place: later[episode - 1] ?? place, isToldWhere },
    });
    await verdict(telling(false), tasks);
    await expect(verdict(telling(true), tasks)).rejects.toThrow('/later/0 can be read');
  });

  it('a task that is a bare number', async () => {
    await expect(
      verdict(
        showing<number>(1, (task) => [task ** 2]),
        [1, 2, 3],
      ),
    ).rejects.toThrow('the whole can be read');
  });

  it('properties that cannot be exchanged alone', async () => {
    const tasks = Array.from({ length: 9 }, (_, i) => ({ name: `n${i}`, value: i }));
    const family = showing<(typeof tasks)[number]>(
      1,
      ({ value }) => [value ** 3],
      ({ name, value }) => name !== `n${value}`,
    );
    await expect(verdict(family, tasks)).rejects.toThrow('/name and /value can be read');
  });
});
