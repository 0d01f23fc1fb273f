import * as fc from 'fast-check';
import type { DistributionDefinition } from '../../distributions/index.js';
import {
  distancesFrom,
  layoutOf,
  type MazeConfiguration,
  type MazeTask,
} from '../../envs/index.js';

const SIZE = 3;
const nine = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 9, maxLength: 9 });
const cellAt = (cell: number): [number, number] => [cell % SIZE, Math.floor(cell / SIZE)];

/** What kinds of tasks the mazes of a test may have. */
export interface SmallMazeOptions {
  /** Layouts that tasks bring with them; 1 for walls that all share. */
  readonly layouts: number;
  /** Cells in which tasks may start; 1 for a start that all share. */
  readonly starts: number;
  /** Whether there may be a second cheese, in the same place in all tasks where that is possible. */
  readonly crumbs: boolean;
}

/** A cheese and where the mouse is when it begins to look for it, each as a choice among what there is. */
const choices = fc.record({
  layout: fc.nat(9),
  start: fc.nat(9),
  cell: fc.nat(9),
  reward: fc.integer({ min: 1, max: 3 }),
  weight: fc.integer({ min: 1, max: 4 }),
});

/** Task distributions of one to six tasks in mazes of 3 × 3 cells, with one to three episodes. */
export function smallMazes({
  layouts,
  starts,
  crumbs,
}: SmallMazeOptions): fc.Arbitrary<DistributionDefinition> {
  return fc
    .record({
      // A quarter of the cells are walls, but for starts.
      walls: fc.array(nine(fc.nat(3)), { minLength: layouts, maxLength: layouts }),
      starts: fc.uniqueArray(fc.nat(8), { minLength: 1, maxLength: starts }),
      tasks: fc.array(choices, { minLength: 1, maxLength: 6 }),
      crumb: fc.record({ cell: fc.nat(8), reward: fc.constantFrom(0.2, 0.5, 1) }),
      hasCrumb: crumbs ? fc.boolean() : fc.constant(false),
      isEqual: fc.boolean(),
      stay: fc.boolean(),
      terminal: fc.boolean(),
      stepReward: fc.constantFrom(0, -0.1, -0.7, 0.2),
      horizon: fc.integer({ min: 1, max: 5 }),
      episodes: fc.integer({ min: 1, max: 3 }),
      observation: fc.constantFrom<MazeConfiguration['observation']>(
        { kind: 'position' },
        { kind: 'coordinates' },
        { kind: 'view', size: 3, position: true },
      ),
    })
    .map(
      ({ walls, starts: cells, tasks, crumb, hasCrumb, isEqual, horizon, episodes, ...rest }) => {
        const rows = walls.map((each) => wallsOf(each, cells));
        const built = new Map<string, { task: MazeTask; weight: number }>();
        for (const { layout, start, cell, reward, weight } of tasks) {
          const own = rows[layout % rows.length]!;
          const from = cells[start % cells.length]!;
          const distances = distancesFrom(layoutOf(SIZE, SIZE, own), from);
          const places = Array.from(distances.keys()).filter((each) => distances[each]! > 0);
          if (places.length === 0) continue;
          const hidden = places[cell % places.length]!;
          const isBeside = hasCrumb && crumb.cell !== hidden && places.includes(crumb.cell);
          const cheeses = [
            ...(isBeside ? [cheeseAt(crumb.cell, crumb.reward)] : []),
            cheeseAt(hidden, isEqual ? 1 : reward),
          ];
          const task: MazeTask = {
            cheeses,
            ...(rows.length > 1 && { walls: own }),
            ...(cells.length > 1 && { start: cellAt(from) }),
          };
          built.set(JSON.stringify(task), { task, weight });
        }
        const list = [...built.values()];
        const definition: DistributionDefinition = {
          id: 'test/small-v0',
          about: 'A small maze.',
          family: 'maze',
          configuration: {
            ...{ width: SIZE, height: SIZE, start: cellAt(cells[0]!), walls: rows[0]!, ...rest },
          },
          ...{ horizon, episodes },
          tasks: {
            kind: 'list',
            tasks: list.map(({ task }) => task),
            weights: list.map(({ weight }) => weight),
          },
          splits: { kind: 'shared' },
        };
        return { definition, size: list.length };
      },
    )
    .filter(({ size }) => size > 0)
    .map(({ definition }) => definition);
}

/** Mazes of 3 × 3 cells in which one cheese moves among two to five places, with one to three episodes. */
export const restlessMazes: fc.Arbitrary<DistributionDefinition> = fc
  .record({
    walls: nine(fc.nat(4)),
    start: fc.nat(8),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 9, maxLength: 9 }),
    places: fc.integer({ min: 2, max: 5 }),
    reward: fc.constantFrom(0.3, 1),
    stays: fc.constantFrom(0, 0.2, 0.5, 0.75, 0.9, 1),
    stay: fc.boolean(),
    terminal: fc.boolean(),
    stepReward: fc.constantFrom(0, -0.1, -0.7),
    horizon: fc.constantFrom(1, 2, 3, 3, 4),
    episodes: fc.constantFrom(1, 2, 2, 3),
  })
  .map(({ walls, start, order, places, reward, stays, horizon, episodes, ...rest }) => {
    const rows = wallsOf(walls, [start]);
    const distances = distancesFrom(layoutOf(SIZE, SIZE, rows), start);
    // So few that all ways may be listed.
    const most = episodes === 3 ? Math.min(places, 3) : places;
    const cells = order.filter((cell) => distances[cell]! > 0).slice(0, most);
    const definition: DistributionDefinition = {
      id: 'test/restless-v0',
      about: 'A small maze whose cheese moves.',
      family: 'maze',
      configuration: {
        ...{ width: SIZE, height: SIZE, start: cellAt(start), walls: rows, ...rest },
        observation: { kind: 'position' },
      },
      ...{ horizon, episodes },
      tasks: {
        ...{ kind: 'restless-cheese', minimumDistance: 1, reward, stays },
        cells: cells.map(cellAt),
      },
      splits: { kind: 'shared' },
    };
    return { definition, size: cells.length };
  })
  .filter(({ size }) => size > 1)
  .map(({ definition }) => definition);

function cheeseAt(cell: number, reward: number): MazeTask['cheeses'][number] {
  const [x, y] = cellAt(cell);
  return { x, y, reward };
}

/** Rows of text, with a wall where the number is 0 and no mouse starts. */
function wallsOf(numbers: readonly number[], starts: readonly number[]): string[] {
  const cells = numbers.map((number, cell) => (number === 0 && !starts.includes(cell) ? '#' : '.'));
  return [0, 1, 2].map((row) => cells.slice(row * SIZE, (row + 1) * SIZE).join(''));
}
