import type { MazeConfiguration, MazeTask } from '../../envs/index.js';

/** A slot's row of [B, …]. */
export function rowOf(array: Float32Array, slots: number, slot: number): Float32Array {
  const size = array.length / slots;
  return array.subarray(slot * size, (slot + 1) * size);
}

/** Whether observations say in which cell the mouse is. */
export function showsPlace({ observation }: MazeConfiguration): boolean {
  return observation.kind !== 'view' || observation.position;
}

/** The cell that an observation shows; undefined where it does not say. */
export function placeIn(
  { width, height, observation }: MazeConfiguration,
  row: Float32Array,
): number | undefined {
  switch (observation.kind) {
    case 'position':
      return row.indexOf(1);
    case 'coordinates':
      return Math.round(row[1]! * (height - 1)) * width + Math.round(row[0]! * (width - 1));
    case 'view':
      return observation.position
        ? row.indexOf(1, observation.size ** 2) - observation.size ** 2
        : undefined;
  }
}

/** The task that was written into a context, as the maze family writes it. */
export function taskIn(
  { width, height }: Pick<MazeConfiguration, 'width' | 'height'>,
  context: Float32Array,
): MazeTask {
  const cells = width * height;
  const cheeses = Array.from(context.subarray(0, cells).entries())
    .filter(([, reward]) => reward !== 0)
    .map(([cell, reward]) => ({ x: cell % width, y: Math.floor(cell / width), reward }));
  const walls = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) =>
      context[cells + y * width + x] === 1 ? '#' : '.',
    ).join(''),
  );
  return { cheeses, walls };
}
