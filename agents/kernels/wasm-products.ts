import { type Products, typedArrayProducts } from './products.js';
import { Arena } from './wasm-arena.js';
import { wasmAttention } from './wasm-attention.js';
import { OUTER_BLOCK, panelWidth } from './wasm-layout.js';
import { instantiateKernel, type WasmExports } from './wasm-module.js';

/** Below so many multiplications copying costs more than it saves. */
const LEAST_WORK = 4096;
/** Where at most one number in so many is not zero, skipping the others is faster. */
const SPARSE = 8;

/**
 * Products and attention in WebAssembly SIMD, several times as fast as in JavaScript; products are left to JavaScript
 * where matrices are small or sparse. Each call gives products with a memory of their own, as large as the largest
 * product and what attention remembers.
 *
 * @throws if the platform has no WebAssembly SIMD
 */
export async function loadWasmProducts(): Promise<Products> {
  const { exports, memory } = await instantiateKernel();
  const arena = new Arena(memory);
  return {
    attention: wasmAttention(exports, arena),
    logistic(values) {
      const scratch = arena.scratch();
      const at = scratch.take(values.length * 4);
      arena.ensure(scratch.end());
      arena.floats(at, values.length).set(values);
      exports.logistic(at, values.length);
      values.set(arena.floats(at, values.length));
    },
    addProduct(out, x, weights, columns) {
      const depth = weights.length / columns;
      const rows = out.length / columns;
      if (isSmall(rows, depth, columns) || isSparse(x, rows, depth)) {
        typedArrayProducts.addProduct(out, x, weights, columns);
        return;
      }
      multiply(exports, arena, { out, a: x, depth, columns, right: weights, isTransposed: false });
    },
    addOuterProduct(out, x, d, columns) {
      const depth = out.length / columns;
      const rows = d.length / columns;
      if (isSmall(rows, depth, columns) || isSparse(x, rows, depth)) {
        typedArrayProducts.addOuterProduct(out, x, d, columns);
        return;
      }
      outerProduct(exports, arena, out, x, d, columns);
    },
    transposedProduct(dx, d, weights, columns) {
      const depth = weights.length / columns;
      const rows = d.length / columns;
      if (isSmall(rows, depth, columns)) {
        typedArrayProducts.transposedProduct(dx, d, weights, columns);
        return;
      }
      dx.fill(0);
      const [out, a] = [dx, d];
      const isTransposed = true;
      multiply(exports, arena, {
        out,
        a,
        depth: columns,
        columns: depth,
        right: weights,
        isTransposed,
      });
    },
  };
}

/** The fast products where the platform can run them, otherwise those in JavaScript. */
export async function loadProducts(): Promise<Products> {
  try {
    return await loadWasmProducts();
  } catch {
    // As in loadKernel.
    return typedArrayProducts;
  }
}

function isSmall(rows: number, depth: number, columns: number): boolean {
  return rows * depth * columns < LEAST_WORK;
}

function isSparse(x: Float32Array, rows: number, depth: number): boolean {
  const stride = x.length / rows;
  let left = Math.floor((rows * depth) / SPARSE);
  for (let first = 0; first < x.length; first += stride) {
    for (let i = first; i < first + depth; i++) {
      if (x[i] !== 0 && left-- === 0) return false;
    }
  }
  return true;
}

interface Multiplication {
  /** [rows, columns], added to. */
  readonly out: Float32Array;
  /** [rows, depth], or with longer rows. */
  readonly a: Float32Array;
  readonly depth: number;
  readonly columns: number;
  /** [depth, columns], or [columns, depth] where it is transposed. */
  readonly right: Float32Array;
  readonly isTransposed: boolean;
}

function multiply(wasm: WasmExports, arena: Arena, product: Multiplication): void {
  const { out, a, depth, columns, right, isTransposed } = product;
  const rows = out.length / columns;
  const padded = panelWidth(columns);
  const scratch = arena.scratch();
  const aAt = scratch.take(a.length * 4);
  const rightAt = scratch.take(right.length * 4);
  const packed = scratch.take(depth * padded * 4);
  const tight = scratch.take(out.length * 4);
  const sums = padded === columns ? tight : scratch.take(rows * padded * 4);
  arena.ensure(scratch.end());
  arena.floats(aAt, a.length).set(a);
  arena.floats(rightAt, right.length).set(right);
  arena.floats(tight, out.length).set(out);
  const [depthStride, columnStride] = isTransposed ? [4, depth * 4] : [columns * 4, 4];
  wasm.pack(rightAt, depthStride, columnStride, depth, columns, packed, depth * 32);
  const [narrow, wide] = [columns * 4, padded * 4];
  if (sums !== tight) wasm.copyRows(tight, narrow, sums, wide, rows, columns, padded);
  wasm.multiply(aAt, (a.length / rows) * 4, rows, depth, packed, padded / 8, sums, wide);
  if (sums !== tight) wasm.copyRows(sums, wide, tight, narrow, rows, columns, columns);
  out.set(arena.floats(tight, out.length));
}

function outerProduct(
  wasm: WasmExports,
  arena: Arena,
  out: Float32Array,
  x: Float32Array,
  d: Float32Array,
  columns: number,
): void {
  const depth = out.length / columns;
  const rows = d.length / columns;
  const padded = panelWidth(columns);
  const fours = Math.ceil(depth / 4) * 4;
  const scratch = arena.scratch();
  const xAt = scratch.take(x.length * 4);
  const tightD = scratch.take(d.length * 4);
  const dAt = padded === columns ? tightD : scratch.take(rows * padded * 4);
  const sums = scratch.take(fours * padded * 4);
  const blocks = scratch.take(OUTER_BLOCK * (fours + padded) * 4);
  arena.ensure(scratch.end());
  arena.floats(xAt, x.length).set(x);
  arena.floats(tightD, d.length).set(d);
  const [narrow, wide] = [columns * 4, padded * 4];
  if (dAt !== tightD) wasm.copyRows(tightD, narrow, dAt, wide, rows, columns, padded);
  const found = arena.floats(sums, fours * padded);
  found.fill(0);
  wasm.outerProduct(
    xAt,
    (x.length / rows) * 4,
    rows,
    depth,
    dAt,
    wide,
    padded / 8,
    sums,
    wide,
    blocks,
  );
  for (let i = 0; i < depth; i++) {
    for (let j = 0; j < columns; j++) out[i * columns + j]! += found[i * padded + j]!;
  }
}
