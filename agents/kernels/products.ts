import type { Attention } from './attention.js';

/**
 * Products of matrices, row-major on typed arrays: what encoders spend their time on. Rows of x may be longer than
 * `depth`; then it is their first numbers that count.
 */
export interface Products {
  /** out[rows, columns] += x[rows, depth] · weights[depth, columns]. */
  addProduct(out: Float32Array, x: Float32Array, weights: Float32Array, columns: number): void;
  /** out[depth, columns] += x[rows, depth]ᵀ · d[rows, columns]: the gradient of the weights. */
  addOuterProduct(out: Float32Array, x: Float32Array, d: Float32Array, columns: number): void;
  /** dx[rows, depth] = d[rows, columns] · weights[depth, columns]ᵀ: the gradient of x. */
  transposedProduct(
    dx: Float32Array,
    d: Float32Array,
    weights: Float32Array,
    columns: number,
  ): void;
  /** σ of each number, in place; by default in JavaScript. */
  logistic?(values: Float32Array): void;
  /** Attention that goes with them; by default that on typed arrays. */
  readonly attention?: Attention;
}

/** In JavaScript. Zeros in x, as of one-hot inputs, are skipped, and the rest is taken in four at a time. */
export const typedArrayProducts: Products = { addProduct, addOuterProduct, transposedProduct };

/** Terms that one pass over a row of sums takes in: sums are read and written once for all of them. */
const TOGETHER = 4;

function addProduct(
  out: Float32Array,
  x: Float32Array,
  weights: Float32Array,
  columns: number,
): void {
  const depth = weights.length / columns;
  const rows = out.length / columns;
  const stride = x.length / rows;
  for (let row = 0; row < rows; row++) {
    addCombination(out, row * columns, columns, x, row * stride, 1, depth, weights);
  }
}

/** The index of the next number that is not 0, from `i` on; `count` when there is none. */
function nextOf(x: Float32Array, first: number, stride: number, count: number, i: number): number {
  let next = i;
  while (next < count && x[first + next * stride] === 0) next++;
  return next;
}

/**
 * out[to … to + columns] += Σ_i x[first + i · stride] · vectors[i, :] for `count` vectors: one row of a product, or, with
 * a column of x, of an outer product.
 */
function addCombination(
  out: Float32Array,
  to: number,
  columns: number,
  x: Float32Array,
  first: number,
  stride: number,
  count: number,
  vectors: Float32Array,
): void {
  let i = nextOf(x, first, stride, count, 0);
  while (i < count) {
    const second = nextOf(x, first, stride, count, i + 1);
    const third = nextOf(x, first, stride, count, second + 1);
    const fourth = nextOf(x, first, stride, count, third + 1);
    const a = x[first + i * stride]!;
    let [p, q] = [i * columns, second * columns];
    if (fourth < count) {
      const [b, c, d] = [
        x[first + second * stride]!,
        x[first + third * stride]!,
        x[first + fourth * stride]!,
      ];
      let [r, s] = [third * columns, fourth * columns];
      for (let j = to; j < to + columns; j++, p++, q++, r++, s++) {
        out[j]! += a * vectors[p]! + b * vectors[q]! + c * vectors[r]! + d * vectors[s]!;
      }
      i = nextOf(x, first, stride, count, fourth + 1);
    } else if (second < count) {
      const b = x[first + second * stride]!;
      for (let j = to; j < to + columns; j++, p++, q++) {
        out[j]! += a * vectors[p]! + b * vectors[q]!;
      }
      i = third;
    } else {
      for (let j = to; j < to + columns; j++, p++) out[j]! += a * vectors[p]!;
      i = second;
    }
  }
}

function addOuterProduct(
  out: Float32Array,
  x: Float32Array,
  d: Float32Array,
  columns: number,
): void {
  const depth = out.length / columns;
  const rows = d.length / columns;
  const stride = x.length / rows;
  for (let i = 0; i < depth; i++) {
    addCombination(out, i * columns, columns, x, i, stride, rows, d);
  }
}

function transposedProduct(
  dx: Float32Array,
  d: Float32Array,
  weights: Float32Array,
  columns: number,
): void {
  const depth = weights.length / columns;
  const rows = d.length / columns;
  const whole = depth - (depth % TOGETHER);
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    const to = row * depth;
    for (let i = 0; i < whole; i += TOGETHER) {
      let at = i * columns;
      let [p, q, r, s] = [0, 0, 0, 0];
      for (let j = from; j < from + columns; j++, at++) {
        const slope = d[j]!;
        p += weights[at]! * slope;
        q += weights[at + columns]! * slope;
        r += weights[at + 2 * columns]! * slope;
        s += weights[at + 3 * columns]! * slope;
      }
      dx[to + i] = p;
      dx[to + i + 1] = q;
      dx[to + i + 2] = r;
      dx[to + i + 3] = s;
    }
    for (let i = whole; i < depth; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += weights[i * columns + j]! * d[from + j]!;
      dx[to + i] = sum;
    }
  }
}
