/** The cells of a maze as flat tables, cell (x, y) at index y · width + x. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** width · height. */
  readonly cells: number;
  /** 1 where the mouse can be, [cells]. */
  readonly free: Uint8Array;
  /**
   * Where each action leads, [cells, 5], in the order of {@link MAZE_ACTIONS}. Bumping into a wall or
   * the border stays in place.
   */
  readonly next: Int32Array;
}

/** [x, y] of a cell. */
export type Place = readonly [x: number, y: number];

/** The place of the cell with this index in a maze of that width. */
export function placeOf(cell: number, width: number): Place {
  const x = cell % width;
  return [x, (cell - x) / width];
}

/** The actions in order; `stay` only where the configuration has it. */
export const MAZE_ACTIONS = ['up', 'right', 'down', 'left', 'stay'] as const;

/** Entries of {@link Layout.next} a cell. */
export const ACTION_STRIDE = MAZE_ACTIONS.length;

const STEP_X = [0, 1, 0, -1, 0] as const;
const STEP_Y = [-1, 0, 1, 0, 0] as const;

/** Reads walls, which must be `height` rows of `width` characters; without walls all is free. */
export function layoutOf(
  width: number,
  height: number,
  walls: readonly string[] | undefined,
): Layout {
  const cells = width * height;
  const free = new Uint8Array(cells).fill(1);
  for (let y = 0; walls && y < height; y++) {
    const row = walls[y]!;
    for (let x = 0; x < width; x++) if (row[x] === '#') free[y * width + x] = 0;
  }
  const next = new Int32Array(cells * ACTION_STRIDE);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = y * width + x;
      for (let action = 0; action < ACTION_STRIDE; action++) {
        const toX = x + STEP_X[action]!;
        const toY = y + STEP_Y[action]!;
        const inside = toX >= 0 && toX < width && toY >= 0 && toY < height;
        const to = toY * width + toX;
        next[cell * ACTION_STRIDE + action] = inside && free[to] === 1 ? to : cell;
      }
    }
  }
  return { width, height, cells, free, next };
}

/** The fewest steps from a cell to every other, [cells]; −1 where there is no way. Breadth first. */
export function distancesFrom(layout: Pick<Layout, 'cells' | 'next'>, from: number): Int32Array {
  const distances = new Int32Array(layout.cells).fill(-1);
  const queue = [from];
  distances[from] = 0;
  for (let head = 0; head < queue.length; head++) {
    const cell = queue[head]!;
    for (let action = 0; action < ACTION_STRIDE; action++) {
      const to = layout.next[cell * ACTION_STRIDE + action]!;
      if (distances[to]! >= 0) continue;
      distances[to] = distances[cell]! + 1;
      queue.push(to);
    }
  }
  return distances;
}

/**
 * The walls around every cell, [cells, size · size], row by row, 1 for a wall. What is outside the
 * maze counts as wall.
 */
export function viewsOf(layout: Layout, size: number): Float32Array {
  const { width, height, cells, free } = layout;
  const radius = (size - 1) / 2;
  const views = new Float32Array(cells * size * size);
  for (let cell = 0, i = 0; cell < cells; cell++) {
    const centreX = cell % width;
    const centreY = (cell - centreX) / width;
    for (let y = centreY - radius; y <= centreY + radius; y++) {
      for (let x = centreX - radius; x <= centreX + radius; x++) {
        const inside = x >= 0 && x < width && y >= 0 && y < height;
        views[i++] = inside && free[y * width + x] === 1 ? 0 : 1;
      }
    }
  }
  return views;
}
