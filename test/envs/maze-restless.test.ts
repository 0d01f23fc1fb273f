import { describe, expect, test } from 'vitest';
import { metaTest, recordMetaEpisode } from '../../agents/index.js';
import { InvalidDataError } from '../../core/errors.js';
import { randomStream } from '../../core/random.js';
import type { Scene } from '../../core/scene.js';
import { assertTask } from '../../core/validation.js';
import { distributionFromDefinition, withTask } from '../../distributions/index.js';
import {
  type MazeConfiguration,
  type MazeSampler,
  type MazeTask,
  mazeFamily,
  mazeSampler,
  replay,
} from '../../envs/index.js';

/** A corridor of five cells with the start in the middle. */
const corridor: MazeConfiguration = {
  width: 5,
  height: 1,
  start: [2, 0],
  stepReward: 0,
  stay: false,
  terminal: true,
  observation: { kind: 'position' },
};
const family = mazeFamily(corridor);
const at = (x: number): MazeTask['cheeses'] => [{ x, y: 0, reward: 1 }];
/** Right, left, far left. */
const history: MazeTask = { cheeses: at(3), later: [at(1), at(0)] };
const [RIGHT, LEFT] = [1, 3];

const distribution = distributionFromDefinition(
  {
    id: 'test/corridor-v0',
    about: 'A corridor whose cheese moves.',
    family: 'maze',
    configuration: corridor,
    ...{ horizon: 2, episodes: 3 },
    tasks: { kind: 'list', tasks: [history] },
    splits: { kind: 'shared' },
  },
  { subject: 'corridor' },
);
const cheesesOf = ({ shapes }: Scene) =>
  shapes.flatMap((shape) => (shape.role === 'cheese' && shape.kind === 'circle' ? [shape.x] : []));

describe('a maze task with a history', () => {
  const inEpisode = (task: MazeTask, episode: number) => family.episodeTask?.(task, episode);

  test('is another in every episode, and then its last', () => {
    expect([0, 1, 2, 3].map((episode) => inEpisode(history, episode))).toEqual(
      [3, 1, 0, 0].map((x) => ({ cheeses: at(x) })),
    );
    const walls = ['.....'];
    expect(inEpisode({ ...history, walls, start: [2, 0] }, 1)).toEqual({
      ...{ cheeses: at(1), walls, start: [2, 0] },
    });
  });

  test('may be no longer than one episode, and tasks without stay as they are', () => {
    expect(inEpisode({ cheeses: at(3), later: [] }, 2)).toEqual({ cheeses: at(3) });
    const plain = { cheeses: at(3) };
    expect(inEpisode(plain, 2)).toBe(plain);
  });

  test('must be long enough where the number of episodes is known', () => {
    assertTask(family, history, 'task', 3);
    assertTask(family, history, 'task', 2);
    assertTask(family, history);
    expect(() => assertTask(family, history, 'task', 4)).toThrow(
      'task at /later must have 3 lists of cheeses, one for each of 4 episodes but the first',
    );
  });

  test.each([
    ['outside', [at(5)], '/later/0/0', 'must be inside the 5×1 maze'],
    ['on the start', [at(1), at(2)], '/later/1/0', "must not be on the mouse's start"],
    ['twice', [[...at(1), ...at(1)]], '/later/0/1', 'must not be where another cheese is'],
    ['no cheese', [[]], '/later/0', ''],
  ])('has no later cheese %s', (_, later, pointer, words) => {
    const check = () => assertTask(family, { cheeses: at(3), later });
    expect(check).toThrow(InvalidDataError);
    expect(check).toThrow(`task of maze at ${pointer} ${words}`);
  });

  test('is played, measured and drawn as it is in each episode', () => {
    const right = metaTest({ policy: () => RIGHT, distribution, tasks: [history], seed: 0 });
    expect(right.returnByEpisode).toEqual([1, 0, 0]);
    const policy = {
      begin: () => {},
      act: ({ episode }: { readonly episode: Int32Array }) => [episode[0] === 0 ? RIGHT : LEFT],
    };
    const recording = recordMetaEpisode({ policy, distribution, task: history, seed: 0 });
    expect(recording.task).toEqual(history);
    expect(recording.episodes.map(({ rewards }) => rewards)).toEqual([[1], [1], [0, 1]]);
    const drawn = recording.episodes.map(({ frames }) => frames[0]!);
    expect(drawn.flatMap(cheesesOf)).toEqual([3.5, 1.5, 0.5]);
    const actions = [[RIGHT], [LEFT], [LEFT]];
    const replayed = replay({ family, task: history, rng: randomStream(1), actions });
    expect(replayed.map((scene) => cheesesOf(scene)[0]!.toFixed(1))).toEqual(['3.6', '1.6', '0.5']);
  });

  test('is refused at every edge where it is too short', () => {
    const task: MazeTask = { cheeses: at(3), later: [at(1)] };
    const says = /at \/later must have 2 lists of cheeses/;
    const policy = { begin: () => {}, act: () => [RIGHT] };
    expect(() => metaTest({ policy, distribution, tasks: [task], seed: 0 })).toThrow(says);
    expect(() => recordMetaEpisode({ policy, distribution, task, seed: 0 })).toThrow(says);
    expect(() => withTask(distribution, task)).toThrow(says);
    expect(() => mazeSampler(corridor, { kind: 'list', tasks: [task] }, 3)).toThrow(
      'sampler of maze at /tasks/0/later must have 2 lists',
    );
  });
});

describe('the sampler of restless cheese', () => {
  const sampler: MazeSampler = {
    ...{ kind: 'restless-cheese', minimumDistance: 1, reward: 2, stays: 0.6 },
  };
  const placesOf = ({ cheeses, later = [] }: MazeTask) =>
    [cheeses, ...later].map(([cheese]) => cheese!.x);

  test('draws a place for each episode, the first uniform, moving as often as it says to any other', () => {
    const { sample, support } = mazeSampler(corridor, sampler, 4);
    expect(support).toBeUndefined();
    const rng = randomStream(5);
    const draws = 6000;
    const counts = new Map<string, number>();
    for (let i = 0; i < draws; i++) {
      const task = sample(rng);
      assertTask(family, task, 'task', 4);
      const places = placesOf(task);
      expect(places).toHaveLength(4);
      for (const [episode, place] of places.entries()) {
        const name = episode === 0 ? `first ${place}` : `${places[episode - 1]} to ${place}`;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
    const near = (name: string, of: number, probability: number) => {
      const deviation = Math.sqrt(of * probability * (1 - probability));
      expect(Math.abs((counts.get(name) ?? 0) - of * probability)).toBeLessThan(5 * deviation);
    };
    for (const from of [0, 1, 3, 4]) {
      near(`first ${from}`, draws, 1 / 4);
      // In every episode each place is as likely as the others.
      for (const to of [0, 1, 3, 4]) {
        near(`${from} to ${to}`, 3 * draws, (from === to ? 0.6 : 0.4 / 3) / 4);
      }
    }
  });

  test('always stays, or never', () => {
    const rng = randomStream(6);
    const always = mazeSampler(corridor, { ...sampler, stays: 1 }, 6);
    const never = mazeSampler(corridor, { ...sampler, stays: 0 }, 6);
    for (let i = 0; i < 100; i++) {
      expect(new Set(placesOf(always.sample(rng))).size).toBe(1);
      const places = placesOf(never.sample(rng));
      expect(places.slice(1).filter((place, j) => place === places[j])).toEqual([]);
    }
  });

  test('gives plain tasks where there is one episode, and keeps to its cells', () => {
    const cells: [number, number][] = [
      [0, 0],
      [4, 0],
    ];
    const single = mazeSampler(corridor, { ...sampler, cells });
    const rng = randomStream(7);
    const drawn = Array.from({ length: 50 }, () => single.sample(rng));
    expect(new Set(drawn.map((task) => JSON.stringify(task)))).toEqual(
      new Set([0, 4].map((x) => JSON.stringify({ cheeses: [{ x, y: 0, reward: 2 }] }))),
    );
  });

  test('needs somewhere to move', () => {
    expect(() => mazeSampler(corridor, { ...sampler, cells: [[0, 0]] }, 2)).toThrow(
      'must leave at least two cells for a cheese that moves',
    );
    expect(() => mazeSampler(corridor, { ...sampler, minimumDistance: 3 }, 2)).toThrow(
      'must leave at least one cell for the cheese',
    );
  });
});
