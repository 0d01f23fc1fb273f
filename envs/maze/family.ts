import type { Family } from '../../core/env.js';
import { InvalidDataError } from '../../core/errors.js';
import { type BoxSpace, box, discrete, sizeOf } from '../../core/spaces.js';
import { MazeBatch } from './batch.js';
import { MazeEnv } from './env.js';
import { MazeEyes } from './eyes.js';
import { configurationFaults, mazeTaskFaults } from './faults.js';
import { type MazeConfiguration, type MazeTask, mazeTaskSchema } from './schema.js';
import { MazeTables } from './tables.js';

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
  const observationSpace = observationSpaceOf(configuration);
  const eyes = new MazeEyes(configuration, sizeOf(observationSpace));
  const cells = configuration.width * configuration.height;
  return {
    id: 'maze',
    about:
      'Tasks differ in where the cheese is hidden, in whether it moves between episodes and where to, and, where they bring walls, in how the maze runs.',
    taskSchema: mazeTaskSchema,
    observationSpace,
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
    create: Object.assign(() => new MazeEnv(configuration, tables, eyes), {
      batch: (slots: number) => new MazeBatch(configuration, tables, eyes, slots),
    }),
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
