import type { RandomStream } from '../../core/random.js';

const NEIGHBOURS = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;

/**
 * Draws walls: rows of text, rooms at even coordinates. The rooms are joined by a uniformly random
 * spanning tree (Wilson's algorithm: D. B. Wilson, "Generating random spanning trees more quickly
 * than the cover time", STOC 1996); then `openings` of the walls left between neighbouring rooms,
 * chosen uniformly, are opened, which makes loops. Width and height are odd.
 */
export function randomWalls(
  width: number,
  height: number,
  openings: number,
  rng: RandomStream,
): string[] {
  const columns = (width + 1) / 2;
  const rooms = (columns * (height + 1)) / 2;
  const free = new Uint8Array(width * height);
  const cellOf = (room: number) => 2 * Math.floor(room / columns) * width + 2 * (room % columns);
  const inTree = new Uint8Array(rooms);
  const leavesTo = new Int32Array(rooms);
  const root = rng.integer(rooms);
  inTree[root] = 1;
  free[cellOf(root)] = 1;
  for (let first = 0; first < rooms; first++) {
    // Walk at random until the tree is met, remembering the last way out of each room: that erases
    // the walk's loops.
    for (let room = first; inTree[room] === 0; room = leavesTo[room]!) {
      leavesTo[room] = randomNeighbour(room, columns, rooms, rng);
    }
    for (let room = first; inTree[room] === 0; room = leavesTo[room]!) {
      inTree[room] = 1;
      free[cellOf(room)] = 1;
      free[(cellOf(room) + cellOf(leavesTo[room]!)) / 2] = 1;
    }
  }
  const closed = rng.shuffle(closedWalls(free, width, height));
  for (const cell of closed.slice(0, openings)) free[cell] = 1;
  return rowsOf(free, width);
}

/** Rows of text. By appending: `Array.from` with a callback for each cell takes ten times as long. */
function rowsOf(free: Uint8Array, width: number): string[] {
  const rows: string[] = [];
  for (let start = 0; start < free.length; start += width) {
    let row = '';
    for (let cell = start; cell < start + width; cell++) row += free[cell] === 1 ? '.' : '#';
    rows.push(row);
  }
  return rows;
}

/** How many walls between neighbouring rooms a spanning tree leaves closed. */
export function closedWallsOf(width: number, height: number): number {
  const columns = (width + 1) / 2;
  const rows = (height + 1) / 2;
  return (columns - 1) * (rows - 1);
}

function randomNeighbour(room: number, columns: number, rooms: number, rng: RandomStream): number {
  const x = room % columns;
  const y = (room - x) / columns;
  for (;;) {
    const [stepX, stepY] = rng.pick(NEIGHBOURS);
    const toX = x + stepX;
    const to = (y + stepY) * columns + toX;
    if (toX >= 0 && toX < columns && to >= 0 && to < rooms) return to;
  }
}

/** Cells between two neighbouring rooms that are still walls. */
function closedWalls(free: Uint8Array, width: number, height: number): number[] {
  const closed: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((x + y) % 2 === 1 && free[y * width + x] === 0) closed.push(y * width + x);
    }
  }
  return closed;
}
