// AssemblyScript. Moving rows between the caller's tight layout and the kernel's padded one.

/** Copies rows of `columns` floats, padding each with zeros up to `padded`. Strides in bytes. */
export function copyRows(
  source: usize,
  sourceStride: usize,
  destination: usize,
  destinationStride: usize,
  rows: i32,
  columns: i32,
  padded: i32,
): void {
  const bytes = (<usize>columns) << 2;
  const rest = (<usize>(padded - columns)) << 2;
  for (let row = 0; row < rows; row++) {
    memory.copy(destination, source, bytes);
    if (rest) memory.fill(destination + bytes, 0, rest);
    source += sourceStride;
    destination += destinationStride;
  }
}

/** Like `copyRows`, but rows whose flag is 1 become zero: memory cleared before the step. */
export function copyRowsUnlessCleared(
  source: usize,
  sourceStride: usize,
  destination: usize,
  destinationStride: usize,
  rows: i32,
  columns: i32,
  padded: i32,
  cleared: usize,
): void {
  const bytes = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    const kept: usize = load<u8>(cleared + row) ? 0 : bytes;
    memory.copy(destination, source, kept);
    memory.fill(destination + kept, 0, ((<usize>padded) << 2) - kept);
    source += sourceStride;
    destination += destinationStride;
  }
}

/** Writes the same row of `columns` floats (a multiple of 4) to every row. */
export function fillRows(source: usize, to: usize, stride: usize, rows: i32, columns: i32): void {
  const bytes = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    for (let offset: usize = 0; offset < bytes; offset += 16) {
      v128.store(to + offset, v128.load(source + offset));
    }
    to += stride;
  }
}

/** sums[columns] += the sum of all rows; columns a multiple of 4. */
export function sumRows(source: usize, stride: usize, rows: i32, columns: i32, sums: usize): void {
  const bytes = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    for (let offset: usize = 0; offset < bytes; offset += 16) {
      const sum = v128.load(sums + offset);
      v128.store(sums + offset, f32x4.add(sum, v128.load(source + offset)));
    }
    source += stride;
  }
}
