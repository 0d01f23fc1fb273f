/** Rows of `width` numbers for every decision since the memory was cleared, in B slots. Grows as needed. */
export class History {
  readonly width: number;
  readonly #slots: number;
  #capacity = 32;
  #rows: Float32Array;

  constructor(slots: number, width: number) {
    this.#slots = slots;
    this.width = width;
    this.#rows = new Float32Array(slots * this.#capacity * width);
  }

  /** The array that holds the row, and where in it. Makes room for the row where there is none. */
  at(slot: number, position: number): { readonly rows: Float32Array; readonly offset: number } {
    if (position >= this.#capacity) this.#grow();
    return { rows: this.#rows, offset: (slot * this.#capacity + position) * this.width };
  }

  /** Writes the row. */
  keep(slot: number, position: number, row: Float32Array): void {
    const { rows, offset } = this.at(slot, position);
    rows.set(row, offset);
  }

  #grow(): void {
    const { width } = this;
    const before = this.#rows;
    const length = this.#capacity * width;
    this.#capacity *= 2;
    this.#rows = new Float32Array(this.#slots * this.#capacity * width);
    for (let slot = 0; slot < this.#slots; slot++) {
      this.#rows.set(
        before.subarray(slot * length, (slot + 1) * length),
        slot * this.#capacity * width,
      );
    }
  }
}
