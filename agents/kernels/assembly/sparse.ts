// AssemblyScript. Rows that are mostly zeros (one-hot actions, flags, mazes) as lists of their
// non-zeros: entry = (column: u32, value: f32), starts[row] = index of the row's first entry.

/** How many of `count` floats are not zero; NaN counts, so that it is never skipped. */
export function countNonZeros(values: usize, count: i32): i32 {
  let total = 0;
  let i = 0;
  const zero = f32x4.splat(0);
  for (; i + 4 <= count; i += 4) {
    total += popcnt(i32x4.bitmask(f32x4.ne(v128.load(values + ((<usize>i) << 2)), zero)));
  }
  for (; i < count; i++) if (load<f32>(values + ((<usize>i) << 2)) !== 0) total++;
  return total;
}

/** Lists the non-zeros of values [rows, columns]. `starts` holds rows + 1 numbers. */
export function compress(
  values: usize,
  rows: i32,
  columns: i32,
  starts: usize,
  entries: usize,
): void {
  let filled = 0;
  const zero = f32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    store<i32>(starts + ((<usize>row) << 2), filled);
    let column = 0;
    while (column < columns) {
      // Four zeros at a time.
      if (column + 4 <= columns && !v128.any_true(f32x4.ne(v128.load(values), zero))) {
        column += 4;
        values += 16;
        continue;
      }
      const value = load<f32>(values);
      if (value !== 0) {
        const entry = entries + ((<usize>filled) << 3);
        store<i32>(entry, column);
        store<f32>(entry, value, 4);
        filled++;
      }
      values += 4;
      column++;
    }
  }
  store<i32>(starts + ((<usize>rows) << 2), filled);
}

/** out[rows, width] += x · weights, weights [columns, width], width (floats) a multiple of 8. */
export function multiplySparse(
  starts: usize,
  entries: usize,
  rows: i32,
  weights: usize,
  width: i32,
  out: usize,
  outStride: usize,
): void {
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const first = entries + ((<usize>load<i32>(starts + ((<usize>row) << 2))) << 3);
    const end = entries + ((<usize>load<i32>(starts + ((<usize>row) << 2), 4)) << 3);
    let offset: usize = 0;
    for (; offset + 128 <= bytes; offset += 128) {
      const to = out + offset;
      let c0 = v128.load(to);
      let c1 = v128.load(to, 16);
      let c2 = v128.load(to, 32);
      let c3 = v128.load(to, 48);
      let c4 = v128.load(to, 64);
      let c5 = v128.load(to, 80);
      let c6 = v128.load(to, 96);
      let c7 = v128.load(to, 112);
      for (let entry = first; entry < end; entry += 8) {
        const from = weights + <usize>load<u32>(entry) * bytes + offset;
        const value = v128.load_splat<f32>(entry, 4);
        c0 = f32x4.add(c0, f32x4.mul(value, v128.load(from)));
        c1 = f32x4.add(c1, f32x4.mul(value, v128.load(from, 16)));
        c2 = f32x4.add(c2, f32x4.mul(value, v128.load(from, 32)));
        c3 = f32x4.add(c3, f32x4.mul(value, v128.load(from, 48)));
        c4 = f32x4.add(c4, f32x4.mul(value, v128.load(from, 64)));
        c5 = f32x4.add(c5, f32x4.mul(value, v128.load(from, 80)));
        c6 = f32x4.add(c6, f32x4.mul(value, v128.load(from, 96)));
        c7 = f32x4.add(c7, f32x4.mul(value, v128.load(from, 112)));
      }
      v128.store(to, c0);
      v128.store(to, c1, 16);
      v128.store(to, c2, 32);
      v128.store(to, c3, 48);
      v128.store(to, c4, 64);
      v128.store(to, c5, 80);
      v128.store(to, c6, 96);
      v128.store(to, c7, 112);
    }
    for (; offset < bytes; offset += 32) {
      const to = out + offset;
      let c0 = v128.load(to);
      let c1 = v128.load(to, 16);
      for (let entry = first; entry < end; entry += 8) {
        const from = weights + <usize>load<u32>(entry) * bytes + offset;
        const value = v128.load_splat<f32>(entry, 4);
        c0 = f32x4.add(c0, f32x4.mul(value, v128.load(from)));
        c1 = f32x4.add(c1, f32x4.mul(value, v128.load(from, 16)));
      }
      v128.store(to, c0);
      v128.store(to, c1, 16);
    }
    out += outStride;
  }
}

/** gradient[columns, width] += xᵀ · d, d [rows, width], width (floats) a multiple of 8. */
export function outerProductSparse(
  starts: usize,
  entries: usize,
  rows: i32,
  d: usize,
  dStride: usize,
  width: i32,
  gradient: usize,
): void {
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const first = entries + ((<usize>load<i32>(starts + ((<usize>row) << 2))) << 3);
    const end = entries + ((<usize>load<i32>(starts + ((<usize>row) << 2), 4)) << 3);
    let offset: usize = 0;
    for (; offset + 128 <= bytes; offset += 128) {
      const from = d + offset;
      const d0 = v128.load(from);
      const d1 = v128.load(from, 16);
      const d2 = v128.load(from, 32);
      const d3 = v128.load(from, 48);
      const d4 = v128.load(from, 64);
      const d5 = v128.load(from, 80);
      const d6 = v128.load(from, 96);
      const d7 = v128.load(from, 112);
      for (let entry = first; entry < end; entry += 8) {
        const to = gradient + <usize>load<u32>(entry) * bytes + offset;
        const value = v128.load_splat<f32>(entry, 4);
        v128.store(to, f32x4.add(v128.load(to), f32x4.mul(value, d0)));
        v128.store(to, f32x4.add(v128.load(to, 16), f32x4.mul(value, d1)), 16);
        v128.store(to, f32x4.add(v128.load(to, 32), f32x4.mul(value, d2)), 32);
        v128.store(to, f32x4.add(v128.load(to, 48), f32x4.mul(value, d3)), 48);
        v128.store(to, f32x4.add(v128.load(to, 64), f32x4.mul(value, d4)), 64);
        v128.store(to, f32x4.add(v128.load(to, 80), f32x4.mul(value, d5)), 80);
        v128.store(to, f32x4.add(v128.load(to, 96), f32x4.mul(value, d6)), 96);
        v128.store(to, f32x4.add(v128.load(to, 112), f32x4.mul(value, d7)), 112);
      }
    }
    for (; offset < bytes; offset += 32) {
      const left = v128.load(d + offset);
      const right = v128.load(d + offset, 16);
      for (let entry = first; entry < end; entry += 8) {
        const to = gradient + <usize>load<u32>(entry) * bytes + offset;
        const value = v128.load_splat<f32>(entry, 4);
        v128.store(to, f32x4.add(v128.load(to), f32x4.mul(value, left)));
        v128.store(to, f32x4.add(v128.load(to, 16), f32x4.mul(value, right)), 16);
      }
    }
    d += dStride;
  }
}
