import { type Attention, typedArrayAttention } from '../kernels/attention.js';
import { type Products, typedArrayProducts } from '../kernels/products.js';

/** Affine maps and their way back, by whatever multiplies matrices. */
export interface ArrayMath extends Products {
  readonly attention: Attention;
  logistic(values: Float32Array): void;
  /** tanh of each number, in place. */
  tanh(values: Float32Array): void;
  /** out[rows, columns] = bias + x[rows, depth] · weights[depth, columns]. */
  affine(out: Float32Array, x: Float32Array, weights: Float32Array, bias: Float32Array): void;
  /**
   * The way back through `addProduct`: adds to the weights' gradient what `d`, the gradient of the sum, brings, and
   * writes that of x into `dx` where it is given.
   */
  productBackward(
    d: Float32Array,
    x: Float32Array,
    weights: Float32Array,
    columns: number,
    dWeights: Float32Array,
    dx?: Float32Array,
  ): void;
  /** The way back through `affine`: as `productBackward`, and adds to the bias' gradient. */
  affineBackward(
    d: Float32Array,
    x: Float32Array,
    weights: Float32Array,
    dWeights: Float32Array,
    dBias: Float32Array,
    dx?: Float32Array,
  ): void;
}

export function arrayMath(products: Products = typedArrayProducts): ArrayMath {
  const math: ArrayMath = {
    ...products,
    attention: products.attention ?? typedArrayAttention,
    logistic: products.logistic ?? ((values) => apply(values, logistic)),
    tanh: tanhBy(products),
    affine(out, x, weights, bias) {
      for (let to = 0; to < out.length; to += bias.length) out.set(bias, to);
      products.addProduct(out, x, weights, bias.length);
    },
    productBackward(d, x, weights, columns, dWeights, dx) {
      products.addOuterProduct(dWeights, x, d, columns);
      if (dx) products.transposedProduct(dx, d, weights, columns);
    },
    affineBackward(d, x, weights, dWeights, dBias, dx) {
      const columns = dBias.length;
      for (let row = 0; row < d.length; row += columns) addRow(dBias, 0, d, row, columns);
      math.productBackward(d, x, weights, columns, dWeights, dx);
    },
  };
  return math;
}

/** tanh x = 2 σ(2x) − 1, which is how products with a logistic function of their own are quicker than JavaScript. */
function tanhBy({ logistic }: Products): ArrayMath['tanh'] {
  if (!logistic) return (values) => apply(values, Math.tanh);
  return (values) => {
    for (let i = 0; i < values.length; i++) values[i]! *= 2;
    logistic(values);
    for (let i = 0; i < values.length; i++) values[i] = 2 * values[i]! - 1;
  };
}

/** Matrices of as many rows each, side by side: one product for all of them. */
export function sideBySide(matrices: readonly Float32Array[], rows: number): Float32Array {
  const columns = matrices.reduce((sum, { length }) => sum + length / rows, 0);
  const joined = new Float32Array(rows * columns);
  let first = 0;
  for (const matrix of matrices) {
    const width = matrix.length / rows;
    for (let row = 0; row < rows; row++) {
      joined.set(matrix.subarray(row * width, (row + 1) * width), row * columns + first);
    }
    first += width;
  }
  return joined;
}

/** The way back through {@link sideBySide}: adds to the gradient of each matrix its columns. */
export function sideBySideBackward(
  d: Float32Array,
  dMatrices: readonly Float32Array[],
  rows: number,
): void {
  const columns = d.length / rows;
  let first = 0;
  for (const dMatrix of dMatrices) {
    const width = dMatrix.length / rows;
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < width; i++) dMatrix[row * width + i]! += d[row * columns + first + i]!;
    }
    first += width;
  }
}

/** A function of each number, in place. */
export function apply(values: Float32Array, f: (value: number) => number): void {
  for (let i = 0; i < values.length; i++) values[i] = f(values[i]!);
}

/** a += b. */
export function addTo(a: Float32Array, b: Float32Array): void {
  for (let i = 0; i < a.length; i++) a[i]! += b[i]!;
}

/** into[to … to + count] += from[start … start + count]. */
export function addRow(
  into: Float32Array,
  to: number,
  from: Float32Array,
  start: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) into[to + i]! += from[start + i]!;
}

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** ln(1 + eˣ), without overflow. */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** What is added to a variance before it divides. */
const NORM_EPSILON = 1e-5;

/** Mean of a row, and one over its deviation. */
function momentsOf(x: Float32Array, row: number, width: number) {
  let mean = 0;
  for (let i = 0; i < width; i++) mean += x[row + i]!;
  mean /= width;
  let squares = 0;
  for (let i = 0; i < width; i++) squares += (x[row + i]! - mean) ** 2;
  return { mean, scale: 1 / Math.sqrt(squares / width + NORM_EPSILON) };
}

/** out = gain ∘ (x − mean) / deviation + bias, row by row (Ba, Kiros and Hinton 2016). `out` may be `x`. */
export function layerNorm(
  out: Float32Array,
  x: Float32Array,
  gain: Float32Array,
  bias: Float32Array,
): void {
  const width = gain.length;
  for (let row = 0; row < x.length; row += width) {
    const { mean, scale } = momentsOf(x, row, width);
    for (let i = 0; i < width; i++) {
      out[row + i] = (x[row + i]! - mean) * scale * gain[i]! + bias[i]!;
    }
  }
}

/** The way back through {@link layerNorm}: adds to the gradients of gain and bias, and writes that of x into `dx`. */
export function layerNormBackward(
  d: Float32Array,
  x: Float32Array,
  gain: Float32Array,
  dGain: Float32Array,
  dBias: Float32Array,
  dx: Float32Array,
): void {
  const width = gain.length;
  for (let row = 0; row < x.length; row += width) {
    const { mean, scale } = momentsOf(x, row, width);
    let sum = 0;
    let product = 0;
    for (let i = 0; i < width; i++) {
      const normal = (x[row + i]! - mean) * scale;
      const dNormal = d[row + i]! * gain[i]!;
      dGain[i]! += d[row + i]! * normal;
      dBias[i]! += d[row + i]!;
      sum += dNormal;
      product += dNormal * normal;
    }
    sum /= width;
    product /= width;
    for (let i = 0; i < width; i++) {
      const normal = (x[row + i]! - mean) * scale;
      dx[row + i] = scale * (d[row + i]! * gain[i]! - sum - normal * product);
    }
  }
}
