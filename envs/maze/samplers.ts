import type { TaskSampler } from '../../core/distribution.js';
import { InvalidDataError } from '../../core/errors.js';
import type { RandomStream } from '../../core/random.js';
import type { Problem } from '../../schemas/problems.js';
import { mazeTaskFaults } from './faults.js';
import { distancesFrom, layoutOf } from './layout.js';
import { closedWallsOf, randomWalls } from './random-maze.js';
import type { MazeSampler } from './sampler-schema.js';
import type { MazeConfiguration, MazeTask } from './schema.js';

type SamplerOf<Kind extends MazeSampler['kind']> = Extract<MazeSampler, { kind: Kind }>;

/**
 * Draws tasks for meta-episodes of so many `episodes`, which matters where cheeses move between them. Throws
 * `InvalidDataError` when the sampler cannot draw from this configuration.
 */
export function mazeSampler(
  configuration: MazeConfiguration,
  sampler: MazeSampler,
  episodes = 1,
): TaskSampler<MazeTask> {
  switch (sampler.kind) {
    case 'list':
      return listSampler(configuration, sampler, episodes);
    case 'cheese-anywhere':
      return anywhereSampler(configuration, sampler);
    case 'restless-cheese':
      return restlessSampler(configuration, sampler, episodes);
    case 'random-maze':
      return randomMazeSampler(configuration, sampler);
  }
}

function reject(...problems: readonly Problem[]): never {
  throw new InvalidDataError('sampler of maze', problems);
}

function listSampler(
  configuration: MazeConfiguration,
  { tasks, weights }: SamplerOf<'list'>,
  episodes: number,
): TaskSampler<MazeTask> {
  const { width, height, walls } = configuration;
  const layout = layoutOf(width, height, walls);
  const problems = tasks.flatMap((task, index) =>
    mazeTaskFaults(configuration, layout, task, episodes).map((fault) => ({
      ...fault,
      pointer: `/tasks/${index}${fault.pointer}`,
    })),
  );
  if (problems.length > 0) reject(...problems);
  if (weights && weights.length !== tasks.length) {
    reject({
      pointer: '/weights',
      rule: `must have ${tasks.length} numbers, one a task`,
      received: weights,
      remedy: 'Give every task a weight, or leave weights out.',
    });
  }
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : tasks.length;
  return samplerOver(tasks, (index) => (weights ? weights[index]! : 1) / total);
}

function anywhereSampler(
  configuration: MazeConfiguration,
  sampler: SamplerOf<'cheese-anywhere'>,
): TaskSampler<MazeTask> {
  const tasks = placesOf(configuration, sampler);
  return samplerOver(tasks, () => 1 / tasks.length);
}

/** A task for each cell where the cheese may be. */
function placesOf(
  configuration: MazeConfiguration,
  { minimumDistance, outside, cells, reward }: Omit<SamplerOf<'cheese-anywhere'>, 'kind'>,
): readonly MazeTask[] {
  const { width, height, walls, start } = configuration;
  const layout = layoutOf(width, height, walls);
  const distances = distancesFrom(layout, start[1] * width + start[0]);
  const tasks: MazeTask[] = [];
  distances.forEach((distance, cell) => {
    const x = cell % width;
    const y = (cell - x) / width;
    if (distance < minimumDistance) return;
    if (outside && x >= outside.x && x < outside.x + outside.width) {
      if (y >= outside.y && y < outside.y + outside.height) return;
    }
    if (cells && !cells.some(([cellX, cellY]) => cellX === x && cellY === y)) return;
    tasks.push({ cheeses: [{ x, y, reward }] });
  });
  if (tasks.length === 0) {
    reject({
      pointer: '',
      rule: 'must leave at least one cell for the cheese',
      received: { minimumDistance, outside, cells },
      remedy: 'Lower minimumDistance, or allow more cells.',
    });
  }
  if (cells && cells.length !== tasks.length) {
    const allowed = new Set(tasks.map(({ cheeses }) => `${cheeses[0]?.x},${cheeses[0]?.y}`));
    reject(
      ...cells.flatMap((cell, index) =>
        allowed.has(cell.join())
          ? []
          : {
              pointer: `/cells/${index}`,
              rule: `must be free, reachable, at least ${minimumDistance} steps from the start, and not in outside`,
              received: cell,
              remedy: 'Remove it, or change the walls or minimumDistance.',
            },
      ),
    );
  }
  return tasks;
}

/** Histories are too many to be listed: as many as places to the power of the episodes. */
function restlessSampler(
  configuration: MazeConfiguration,
  { stays, ...where }: SamplerOf<'restless-cheese'>,
  episodes: number,
): TaskSampler<MazeTask> {
  const places = placesOf(configuration, where).map(({ cheeses }) => cheeses);
  if (places.length === 1) {
    reject({
      pointer: '',
      rule: 'must leave at least two cells for a cheese that moves',
      received: where,
      remedy: 'Lower minimumDistance, or allow more cells.',
    });
  }
  const sample = (rng: RandomStream): MazeTask => {
    let place = rng.integer(places.length);
    const later: MazeTask['cheeses'][] = [];
    const first = places[place]!;
    while (later.length < episodes - 1) {
      // One of the others: as many places further, the first following the last.
      if (rng.uniform() >= stays) {
        place = (place + 1 + rng.integer(places.length - 1)) % places.length;
      }
      later.push(places[place]!);
    }
    return { cheeses: first, ...(later.length > 0 && { later }) };
  };
  return { sample };
}

/** A finite list; draws return the listed objects themselves. */
function samplerOver(
  tasks: readonly MazeTask[],
  probabilityOf: (index: number) => number,
): TaskSampler<MazeTask> {
  const support = tasks.map((task, index) => ({ task, probability: probabilityOf(index) }));
  const probabilities = support.map(({ probability }) => probability);
  return { support, sample: (rng) => support[rng.categorical(probabilities)]!.task };
}

function randomMazeSampler(
  configuration: MazeConfiguration,
  { loops, minimumDistance, reward }: SamplerOf<'random-maze'>,
): TaskSampler<MazeTask> {
  const { width, height, start } = configuration;
  const [low, high] = loops;
  const [startX, startY] = start;
  const farthest = Math.max(startX, width - 1 - startX) + Math.max(startY, height - 1 - startY);
  const problems: Problem[] = [];
  const report = (pointer: string, rule: string, received: unknown, remedy: string) =>
    problems.push({ pointer, rule, received, remedy });
  if (width % 2 === 0 || height % 2 === 0) {
    report('/kind', 'needs odd width and height', `${width}×${height}`, 'Add a row or a column.');
  }
  if (startX % 2 === 1 || startY % 2 === 1) {
    report('/kind', 'needs a start at even coordinates, a room', start, 'Move the start.');
  }
  if (low > high) report('/loops', 'must be [low, high] with low ≤ high', loops, 'Swap them.');
  if (minimumDistance > farthest) {
    const rule = `must be at most ${farthest}, which every maze of this size has`;
    report('/minimumDistance', rule, minimumDistance, 'Lower it.');
  }
  if (problems.length > 0) reject(...problems);
  const closed = closedWallsOf(width, height);
  const sample = (rng: RandomStream): MazeTask => {
    const walls = randomWalls(width, height, Math.round(rng.between(low, high) * closed), rng);
    const distances = distancesFrom(layoutOf(width, height, walls), startY * width + startX);
    const cells: number[] = [];
    distances.forEach((distance, cell) => {
      if (distance >= minimumDistance) cells.push(cell);
    });
    const cell = rng.pick(cells);
    const x = cell % width;
    return { walls, cheeses: [{ x, y: (cell - x) / width, reward }] };
  };
  return { sample };
}
