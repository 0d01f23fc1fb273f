import type { Env, Family, Outcome } from '../../core/env.js';
import { InvalidDataError } from '../../core/errors.js';
import type { RandomStream } from '../../core/random.js';
import type { Scene } from '../../core/scene.js';
import { type BoxSpace, box, discrete } from '../../core/spaces.js';
import { configurationFaults, mazeTaskFaults } from './faults.js';
import { ACTION_STRIDE } from './layout.js';
import { mazeScene } from './scene.js';
import { type MazeConfiguration, type MazeTask, mazeTaskSchema } from './schema.js';
import { MazeTables, type TaskTables } from './tables.js';

/**
 * A maze family: the same mouse and the same rules, another cheese (or other walls) in every task.
 * Actions are up, right, down, left and, where configured, stay. Throws `InvalidDataError` when the
 * parts of the configuration contradict each other.
 */
export function mazeFamily(configuration: MazeConfiguration): Family<MazeTask> {
  const faults = configurationFaults(configuration);
  if (faults.length > 0) {
    throw new InvalidDataError('configuration of maze', faults);
  }
  const tables = new MazeTables(configuration);
  const cells = configuration.width * configuration.height;
  return {
    id: 'maze',
    about:
      'Tasks differ in where the cheese is hidden, in whether it moves between episodes and where to, and, where they bring walls, in how the maze runs.',
    taskSchema: mazeTaskSchema,
    observationSpace: observationSpaceOf(configuration),
    actionSpace: discrete(configuration.stay ? 5 : 4),
    // One sees the start one stands on, and through a view the walls around.
    shown: configuration.observation.kind === 'view' ? ['/start', '/walls'] : ['/start'],
    context: {
      // The reward of each cell's cheese, then the walls, be they the task's own or those that all share.
      size: 2 * cells,
      write({ cheeses, walls = configuration.walls ?? [] }, row) {
        row.fill(0);
        for (const { x, y, reward } of cheeses) row[y * configuration.width + x] = reward;
        [...walls.join('')].forEach((cell, i) => {
          if (cell === '#') row[cells + i] = 1;
        });
      },
    },
    create: () => new MazeEnv(configuration, tables),
    episodeTask: mazeTaskInEpisode,
    taskFaults: (task, episodes) => mazeTaskFaults(configuration, tables.layout, task, episodes),
  };
}

/** A maze as it is in an episode, counted from 0: with the cheeses of this one alone. */
export function mazeTaskInEpisode(task: MazeTask, episode: number): MazeTask {
  // Most tasks stay as they are: whoever resets an env comes here at every episode.
  if (!task.later) return task;
  const { later, ...first } = task;
  const cheeses = episode === 0 ? undefined : (later[episode - 1] ?? later.at(-1));
  return cheeses ? { ...first, cheeses } : first;
}

function observationSpaceOf({ width, height, observation }: MazeConfiguration): BoxSpace {
  switch (observation.kind) {
    case 'position':
      return box([width * height], 0, 1);
    case 'coordinates':
      return box([2], 0, 1);
    case 'view':
      return box([observation.size ** 2 + (observation.position ? width * height : 0)], 0, 1);
  }
}

class MazeEnv implements Env<MazeTask, number> {
  readonly #configuration: MazeConfiguration;
  readonly #tables: MazeTables;
  readonly #observation: MazeConfiguration['observation'];
  readonly #outcome: Outcome = { reward: 0, terminated: false };
  #task: MazeTask | undefined;
  #now: TaskTables;
  #cell = 0;

  constructor(configuration: MazeConfiguration, tables: MazeTables) {
    this.#configuration = configuration;
    this.#tables = tables;
    this.#observation = configuration.observation;
    this.#now = tables.empty;
  }

  reset(task: MazeTask, _rng: RandomStream, observation: Float32Array): void {
    this.#task = task;
    this.#now = this.#tables.of(task);
    this.#cell = this.#now.start;
    this.#observe(observation);
  }

  step(action: number, observation: Float32Array): Outcome {
    const now = this.#now;
    const cell = now.next[this.#cell * ACTION_STRIDE + action]!;
    this.#cell = cell;
    this.#observe(observation);
    this.#outcome.reward = now.rewards[cell]!;
    this.#outcome.terminated = now.ends[cell] === 1;
    return this.#outcome;
  }

  scene(): Scene {
    const { width } = this.#configuration;
    const x = this.#cell % width;
    return mazeScene(this.#configuration, this.#task, [x, (this.#cell - x) / width]);
  }

  #observe(row: Float32Array): void {
    const cell = this.#cell;
    const observation = this.#observation;
    if (observation.kind === 'position') {
      row.fill(0);
      row[cell] = 1;
    } else if (observation.kind === 'view') {
      const { views } = this.#now;
      const size = observation.size * observation.size;
      row.fill(0);
      for (let i = 0, from = cell * size; i < size; i++) row[i] = views[from + i]!;
      if (observation.position) row[size + cell] = 1;
    } else {
      const { width, height } = this.#configuration;
      const x = cell % width;
      row[0] = x / Math.max(1, width - 1);
      row[1] = (cell - x) / width / Math.max(1, height - 1);
    }
  }
}
