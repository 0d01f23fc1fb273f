import { placeOf } from './layout.js';
import type { MazeConfiguration } from './schema.js';
import type { TaskTables } from './tables.js';

/** What the mouse sees, written into observation rows. */
export class MazeEyes {
  /** Numbers of a row. */
  readonly #size: number;
  readonly #configuration: MazeConfiguration;
  /** Cells around the mouse that are seen. */
  readonly #viewSize: number;
  /** Where in a row the one-hot cell begins; −1 where there is none. */
  readonly #oneHot: number;

  constructor(configuration: MazeConfiguration, size: number) {
    const { observation } = configuration;
    this.#configuration = configuration;
    this.#size = size;
    this.#viewSize = observation.kind === 'view' ? observation.size ** 2 : 0;
    const hasOneHot =
      observation.kind === 'view' ? observation.position : observation.kind === 'position';
    this.#oneHot = hasOneHot ? this.#viewSize : -1;
  }

  /** Writes the whole row that begins at `at`, for a mouse in `cell`. */
  see(rows: Float32Array, at: number, cell: number, now: TaskTables): void {
    if (this.#oneHot >= 0) rows.fill(0, at, at + this.#size);
    this.#look(rows, at, cell, now);
  }

  /** Writes the rows of all mice, [B, O]. */
  seeAll(rows: Float32Array, cells: Int32Array, now: readonly TaskTables[]): void {
    for (let slot = 0; slot < cells.length; slot++) {
      this.see(rows, slot * this.#size, cells[slot]!, now[slot]!);
    }
  }

  /**
   * The same where they show them in the cells `shown`: most of it are zeros that stay. Afterwards
   * `shown` are their cells.
   */
  seeAgain(
    rows: Float32Array,
    shown: Int32Array,
    cells: Int32Array,
    now: readonly TaskTables[],
  ): void {
    const size = this.#size;
    const oneHot = this.#oneHot;
    if (oneHot >= 0) {
      for (let slot = 0, at = oneHot; slot < cells.length; slot++, at += size) {
        rows[at + shown[slot]!] = 0;
      }
      for (let slot = 0, at = oneHot; slot < cells.length; slot++, at += size) {
        const cell = cells[slot]!;
        rows[at + cell] = 1;
        shown[slot] = cell;
      }
    }
    if (this.#viewSize === 0 && oneHot >= 0) return;
    for (let slot = 0; slot < cells.length; slot++) {
      this.#look(rows, slot * size, cells[slot]!, now[slot]!);
    }
  }

  /** Writes what is not always zero. */
  #look(rows: Float32Array, at: number, cell: number, { views }: TaskTables): void {
    if (this.#oneHot >= 0) rows[at + this.#oneHot + cell] = 1;
    const size = this.#viewSize;
    if (size > 0) {
      for (let i = 0, from = cell * size; i < size; i++) rows[at + i] = views[from + i]!;
    } else if (this.#oneHot < 0) {
      const { width, height } = this.#configuration;
      const [x, y] = placeOf(cell, width);
      rows[at] = x / Math.max(1, width - 1);
      rows[at + 1] = y / Math.max(1, height - 1);
    }
  }
}
