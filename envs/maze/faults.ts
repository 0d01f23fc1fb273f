import type { Problem } from '../../schemas/problems.js';
import { distancesFrom, type Layout, layoutOf } from './layout.js';
import type { MazeConfiguration, MazeTask } from './schema.js';

/** What the schema cannot say about a configuration. Empty when it is good. */
export function configurationFaults(configuration: MazeConfiguration): readonly Problem[] {
  const { width, height, walls, start, observation } = configuration;
  const faults = [...wallFaults(walls, width, height)];
  if (faults.length === 0) {
    faults.push(...startFaults(layoutOf(width, height, walls), start));
  }
  if (observation.kind === 'view' && observation.size % 2 === 0) {
    faults.push({
      pointer: '/observation/size',
      rule: 'must be odd, so that the mouse is in the middle',
      received: observation.size,
      remedy: `Use ${observation.size - 1} or ${observation.size + 1}.`,
    });
  }
  return faults;
}

/**
 * What the schema cannot say about a task, in meta-episodes of so many `episodes` where that is known. Empty when it
 * is good.
 */
export function mazeTaskFaults(
  configuration: MazeConfiguration,
  configured: Layout,
  task: MazeTask,
  episodes?: number,
): readonly Problem[] {
  const { width, height } = configuration;
  const walls = wallFaults(task.walls, width, height);
  if (walls.length > 0) return walls;
  const layout = task.walls ? layoutOf(width, height, task.walls) : configured;
  const [x, y] = task.start ?? configuration.start;
  const start = startFaults(layout, [x, y]);
  if (start.length > 0) {
    // A task's walls can cover the configuration's start: then the walls are what must change.
    if (task.start) return start;
    return start.map((fault) => ({ ...fault, pointer: '/walls', received: task.walls }));
  }
  const later = task.later ?? [];
  return [
    ...cheeseFaults(layout, y * width + x, task.cheeses, '/cheeses'),
    ...later.flatMap((cheeses, i) => cheeseFaults(layout, y * width + x, cheeses, `/later/${i}`)),
    ...lengthFaults(task.later, episodes),
  ];
}

/** Whether the cheeses of every episode are told, where they move. */
function lengthFaults(later: MazeTask['later'], episodes: number | undefined): readonly Problem[] {
  if (!later || episodes === undefined || later.length >= episodes - 1) return [];
  return [
    {
      pointer: '/later',
      rule: `must have ${episodes - 1} lists of cheeses, one for each of ${episodes} episodes but the first`,
      received: later,
      remedy: 'List those of every later episode, or leave `later` out where cheeses stay.',
    },
  ];
}

function wallFaults(
  walls: readonly string[] | undefined,
  width: number,
  height: number,
): readonly Problem[] {
  if (!walls) return [];
  const faults: Problem[] = [];
  if (walls.length !== height) {
    faults.push({
      pointer: '/walls',
      rule: `must have ${height} rows, the height of the maze`,
      received: walls,
      remedy: 'Write one row of text for each row of cells, top row first.',
    });
  }
  walls.forEach((row, y) => {
    if (row.length !== width || !/^[#.]*$/.test(row)) {
      faults.push({
        pointer: `/walls/${y}`,
        rule: `must be ${width} characters, each "#" (wall) or "." (free)`,
        received: row,
        remedy: 'Write one character for each cell of the row.',
      });
    }
  });
  return faults;
}

function startFaults(layout: Layout, [x, y]: readonly [number, number]): readonly Problem[] {
  if (x >= layout.width || y >= layout.height) {
    return [
      {
        pointer: '/start',
        rule: `must be a cell of the ${layout.width}×${layout.height} maze`,
        received: [x, y],
        remedy: 'Cells are [x, y] from [0, 0], the top-left corner.',
      },
    ];
  }
  if (layout.free[y * layout.width + x] === 1) return [];
  const rule = `must not be in a wall: the mouse starts at (${x}, ${y})`;
  return [
    {
      pointer: '/start',
      rule,
      received: [x, y],
      remedy: 'Start on a free cell, or open the wall.',
    },
  ];
}

function cheeseFaults(
  layout: Layout,
  start: number,
  cheeses: MazeTask['cheeses'],
  pointer: string,
): readonly Problem[] {
  const distances = distancesFrom(layout, start);
  const taken = new Set<number>();
  const faults: Problem[] = [];
  cheeses.forEach((cheese, index) => {
    const { x, y } = cheese;
    const cell = y * layout.width + x;
    const report = (rule: string, remedy: string) =>
      faults.push({ pointer: `${pointer}/${index}`, rule, received: cheese, remedy });
    if (x >= layout.width || y >= layout.height) {
      report(
        `must be inside the ${layout.width}×${layout.height} maze`,
        `Use x from 0 to ${layout.width - 1} and y from 0 to ${layout.height - 1}.`,
      );
    } else if (layout.free[cell] === 0) {
      report('must not be in a wall', 'Put it on a free cell.');
    } else if (cell === start) {
      report("must not be on the mouse's start", 'Put it on another cell.');
    } else if (distances[cell] === -1) {
      report('must be reachable from the start', 'Put it elsewhere, or open a wall.');
    } else if (taken.has(cell)) {
      report('must not be where another cheese is', 'Keep one of them.');
    }
    taken.add(cell);
  });
  return faults;
}
