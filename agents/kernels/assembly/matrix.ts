// AssemblyScript. Dense matrix products on f32x4, without fused multiply-add, so that every processor
// gives the same bits: each sum is taken in one fixed order.
//
// The right-hand matrix is packed into panels of 8 columns, [depth][8] floats each, so that the inner
// loop reads it as one stream. A tile holds 4 rows × 8 columns of the result in 8 vector registers:
// per step of the depth 6 loads feed 16 arithmetic instructions (Goto & van de Geijn 2008).

/** Bytes of one row of a packed panel: 8 floats. */
const PANEL_ROW: usize = 32;
/** Rows that share one pass over a panel, so that it is read from the first-level cache. */
const ROW_BLOCK: i32 = 16;
/** Rows of the long dimension summed at a time by `outerProduct`: both packed blocks stay cached. */
export const OUTER_BLOCK: i32 = 256;

/**
 * Packs a matrix [depth, columns] into ceil(columns / 8) panels, missing columns filled with zeros.
 * Element (k, c) is read at `source + k * depthStride + c * columnStride` (bytes), so the same
 * function packs a transpose.
 */
export function pack(
  source: usize,
  depthStride: usize,
  columnStride: usize,
  depth: i32,
  columns: i32,
  destination: usize,
  panelStride: usize,
): void {
  for (let first = 0; first < columns; first += 8) {
    const width = min(8, columns - first);
    let from = source + <usize>first * columnStride;
    let to = destination;
    for (let k = 0; k < depth; k++) {
      let element = from;
      for (let c = 0; c < width; c++) {
        store<f32>(to + ((<usize>c) << 2), load<f32>(element));
        element += columnStride;
      }
      for (let c = width; c < 8; c++) store<f32>(to + ((<usize>c) << 2), 0);
      from += depthStride;
      to += PANEL_ROW;
    }
    destination += panelStride;
  }
}

/** out[4, 8] += a[4, depth] · panel[depth, 8]. */
function tile4x8(
  a: usize,
  aStride: usize,
  depth: i32,
  panel: usize,
  out: usize,
  outStride: usize,
): void {
  let a0 = a;
  let a1 = a0 + aStride;
  let a2 = a1 + aStride;
  let a3 = a2 + aStride;
  const out1 = out + outStride;
  const out2 = out1 + outStride;
  const out3 = out2 + outStride;
  let c00 = v128.load(out);
  let c01 = v128.load(out, 16);
  let c10 = v128.load(out1);
  let c11 = v128.load(out1, 16);
  let c20 = v128.load(out2);
  let c21 = v128.load(out2, 16);
  let c30 = v128.load(out3);
  let c31 = v128.load(out3, 16);
  for (const end = panel + <usize>depth * PANEL_ROW; panel < end; panel += PANEL_ROW) {
    const left = v128.load(panel);
    const right = v128.load(panel, 16);
    let scale = v128.load_splat<f32>(a0);
    c00 = f32x4.add(c00, f32x4.mul(scale, left));
    c01 = f32x4.add(c01, f32x4.mul(scale, right));
    scale = v128.load_splat<f32>(a1);
    c10 = f32x4.add(c10, f32x4.mul(scale, left));
    c11 = f32x4.add(c11, f32x4.mul(scale, right));
    scale = v128.load_splat<f32>(a2);
    c20 = f32x4.add(c20, f32x4.mul(scale, left));
    c21 = f32x4.add(c21, f32x4.mul(scale, right));
    scale = v128.load_splat<f32>(a3);
    c30 = f32x4.add(c30, f32x4.mul(scale, left));
    c31 = f32x4.add(c31, f32x4.mul(scale, right));
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
  }
  v128.store(out, c00);
  v128.store(out, c01, 16);
  v128.store(out1, c10);
  v128.store(out1, c11, 16);
  v128.store(out2, c20);
  v128.store(out2, c21, 16);
  v128.store(out3, c30);
  v128.store(out3, c31, 16);
}

/** out[1, 24] += a[1, depth] · three neighbouring panels: enough independent sums for one row. */
function tile1x24(a: usize, depth: i32, panel: usize, panelStride: usize, out: usize): void {
  let second = panel + panelStride;
  let third = second + panelStride;
  let c0 = v128.load(out);
  let c1 = v128.load(out, 16);
  let c2 = v128.load(out, 32);
  let c3 = v128.load(out, 48);
  let c4 = v128.load(out, 64);
  let c5 = v128.load(out, 80);
  for (const end = panel + <usize>depth * PANEL_ROW; panel < end; panel += PANEL_ROW) {
    const scale = v128.load_splat<f32>(a);
    c0 = f32x4.add(c0, f32x4.mul(scale, v128.load(panel)));
    c1 = f32x4.add(c1, f32x4.mul(scale, v128.load(panel, 16)));
    c2 = f32x4.add(c2, f32x4.mul(scale, v128.load(second)));
    c3 = f32x4.add(c3, f32x4.mul(scale, v128.load(second, 16)));
    c4 = f32x4.add(c4, f32x4.mul(scale, v128.load(third)));
    c5 = f32x4.add(c5, f32x4.mul(scale, v128.load(third, 16)));
    a += 4;
    second += PANEL_ROW;
    third += PANEL_ROW;
  }
  v128.store(out, c0);
  v128.store(out, c1, 16);
  v128.store(out, c2, 32);
  v128.store(out, c3, 48);
  v128.store(out, c4, 64);
  v128.store(out, c5, 80);
}

/** out[1, 8] += a[1, depth] · panel[depth, 8]. */
function tile1x8(a: usize, depth: i32, panel: usize, out: usize): void {
  let c0 = v128.load(out);
  let c1 = v128.load(out, 16);
  for (const end = panel + <usize>depth * PANEL_ROW; panel < end; panel += PANEL_ROW) {
    const scale = v128.load_splat<f32>(a);
    c0 = f32x4.add(c0, f32x4.mul(scale, v128.load(panel)));
    c1 = f32x4.add(c1, f32x4.mul(scale, v128.load(panel, 16)));
    a += 4;
  }
  v128.store(out, c0);
  v128.store(out, c1, 16);
}

/** out[rows, 8 · panels] += a[rows, depth] · packed. Strides in bytes. */
export function multiply(
  a: usize,
  aStride: usize,
  rows: i32,
  depth: i32,
  packed: usize,
  panels: i32,
  out: usize,
  outStride: usize,
): void {
  const panelStride = <usize>depth * PANEL_ROW;
  const whole = rows & ~3;
  for (let block = 0; block < whole; block += ROW_BLOCK) {
    const end = min(block + ROW_BLOCK, whole);
    let panel = packed;
    let column = out;
    for (let p = 0; p < panels; p++) {
      for (let row = block; row < end; row += 4) {
        tile4x8(
          a + <usize>row * aStride,
          aStride,
          depth,
          panel,
          column + <usize>row * outStride,
          outStride,
        );
      }
      panel += panelStride;
      column += PANEL_ROW;
    }
  }
  for (let row = whole; row < rows; row++) {
    const from = a + <usize>row * aStride;
    let panel = packed;
    let to = out + <usize>row * outStride;
    let left = panels;
    for (; left >= 3; left -= 3) {
      tile1x24(from, depth, panel, panelStride, to);
      panel += 3 * panelStride;
      to += 3 * PANEL_ROW;
    }
    for (; left > 0; left--) {
      tile1x8(from, depth, panel, to);
      panel += panelStride;
      to += PANEL_ROW;
    }
  }
}

/** Copies [rows, 8 · panels] into panels of 8 columns, whole vectors at a time. */
function packEights(source: usize, stride: usize, rows: i32, panels: i32, to: usize): void {
  for (let p = 0; p < panels; p++) {
    let from = source + <usize>p * PANEL_ROW;
    for (let k = 0; k < rows; k++) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      from += stride;
      to += PANEL_ROW;
    }
  }
}

/** Copies [rows, columns] into panels of 4 columns, [rows][4] each, missing columns zero. */
function packFours(source: usize, stride: usize, rows: i32, columns: i32, to: usize): void {
  for (let first = 0; first < columns; first += 4) {
    let from = source + ((<usize>first) << 2);
    const width = columns - first;
    for (let k = 0; k < rows; k++) {
      if (width >= 4) {
        v128.store(to, v128.load(from));
      } else {
        v128.store(to, f32x4.splat(0));
        for (let c: usize = 0; c < <usize>width; c++) {
          store<f32>(to + (c << 2), load<f32>(from + (c << 2)));
        }
      }
      from += stride;
      to += 16;
    }
  }
}

/** out[4, 8] += aᵀ · d for packed a [depth][4] and d [depth][8]. */
function outerTile(a: usize, d: usize, depth: i32, out: usize, outStride: usize): void {
  const out1 = out + outStride;
  const out2 = out1 + outStride;
  const out3 = out2 + outStride;
  let c00 = v128.load(out);
  let c01 = v128.load(out, 16);
  let c10 = v128.load(out1);
  let c11 = v128.load(out1, 16);
  let c20 = v128.load(out2);
  let c21 = v128.load(out2, 16);
  let c30 = v128.load(out3);
  let c31 = v128.load(out3, 16);
  for (const end = d + <usize>depth * PANEL_ROW; d < end; d += PANEL_ROW) {
    const left = v128.load(d);
    const right = v128.load(d, 16);
    let scale = v128.load_splat<f32>(a);
    c00 = f32x4.add(c00, f32x4.mul(scale, left));
    c01 = f32x4.add(c01, f32x4.mul(scale, right));
    scale = v128.load_splat<f32>(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(scale, left));
    c11 = f32x4.add(c11, f32x4.mul(scale, right));
    scale = v128.load_splat<f32>(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(scale, left));
    c21 = f32x4.add(c21, f32x4.mul(scale, right));
    scale = v128.load_splat<f32>(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(scale, left));
    c31 = f32x4.add(c31, f32x4.mul(scale, right));
    a += 16;
  }
  v128.store(out, c00);
  v128.store(out, c01, 16);
  v128.store(out1, c10);
  v128.store(out1, c11, 16);
  v128.store(out2, c20);
  v128.store(out2, c21, 16);
  v128.store(out3, c30);
  v128.store(out3, c31, 16);
}

/**
 * out[columns, 8 · panels] += aᵀ · d, for a [rows, columns] and d [rows, 8 · panels]: the gradient of
 * a weight matrix, summed over all time steps and members of the batch.
 *
 * Powers of two as row lengths would make all rows of a panel fight for a few cache lines, so blocks
 * of rows are packed first. `out` has its row count rounded up to 4. `scratch` holds
 * OUTER_BLOCK · (columns rounded up to 4 + 8 · panels) floats.
 */
export function outerProduct(
  a: usize,
  aStride: usize,
  rows: i32,
  columns: i32,
  d: usize,
  dStride: usize,
  panels: i32,
  out: usize,
  outStride: usize,
  scratch: usize,
): void {
  const fours = (columns + 3) >> 2;
  const packedD = scratch + <usize>(OUTER_BLOCK * fours) * 16;
  for (let block = 0; block < rows; block += OUTER_BLOCK) {
    const depth = min(OUTER_BLOCK, rows - block);
    packFours(a + <usize>block * aStride, aStride, depth, columns, scratch);
    packEights(d + <usize>block * dStride, dStride, depth, panels, packedD);
    for (let p = 0; p < panels; p++) {
      for (let four = 0; four < fours; four++) {
        outerTile(
          scratch + <usize>(four * depth) * 16,
          packedD + <usize>(p * depth) * PANEL_ROW,
          depth,
          out + <usize>(four << 2) * outStride + <usize>p * PANEL_ROW,
          outStride,
        );
      }
    }
  }
}
