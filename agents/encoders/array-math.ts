/** Terms that one pass over a row of sums takes in: sums are read and written once for all of them. */
const TOGETHER = 4;

/**
 * out[rows, columns] += x[rows, depth] · weights[depth, columns]. Zeros in x, as of one-hot inputs, are skipped, and
 * the rest is taken in four at a time.
 */
export function addProduct(
  out: Float32Array,
  x: Float32Array,
  weights: Float32Array,
  columns: number,
): void {
  const depth = weights.length / columns;
  const rows = out.length / columns;
  for (let row = 0; row < rows; row++) {
    addCombination(out, row * columns, columns, x, row * depth, 1, depth, weights);
  }
}

/** The index of the next number that is not 0, from `i` on; `count` when there is none. */
function nextOf(x: Float32Array, first: number, stride: number, count: number, i: number): number {
  let next = i;
  while (next < count && x[first + next * stride] === 0) next++;
  return next;
}

/**
 * out[to … to + columns] += Σ_i x[first + i · stride] · vectors[i, :] for `count` vectors. What is one row of a product, and
 * of the transposed product with another stride.
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

/** out[rows, columns] = bias + x[rows, depth] · weights[depth, columns]. */
export function affine(
  out: Float32Array,
  x: Float32Array,
  weights: Float32Array,
  bias: Float32Array,
): void {
  for (let to = 0; to < out.length; to += bias.length) out.set(bias, to);
  addProduct(out, x, weights, bias.length);
}

/**
 * The way back through {@link addProduct}: adds to the weights' gradient what `d`, the gradient of the sum, brings,
 * and writes that of x into `dx` where it is given.
 */
export function productBackward(
  d: Float32Array,
  x: Float32Array,
  weights: Float32Array,
  columns: number,
  dWeights: Float32Array,
  dx?: Float32Array,
): void {
  const depth = weights.length / columns;
  const rows = d.length / columns;
  for (let i = 0; i < depth; i++) {
    addCombination(dWeights, i * columns, columns, x, i, depth, rows, d);
  }
  if (dx) transposedProduct(dx, d, weights, columns);
}

/** dx[rows, depth] = d[rows, columns] · weightsᵀ. */
export function transposedProduct(
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

/** The way back through {@link affine}: as {@link productBackward}, and adds to the bias' gradient. */
export function affineBackward(
  d: Float32Array,
  x: Float32Array,
  weights: Float32Array,
  dWeights: Float32Array,
  dBias: Float32Array,
  dx?: Float32Array,
): void {
  const columns = dBias.length;
  for (let i = 0; i < d.length; i++) dBias[i % columns]! += d[i]!;
  productBackward(d, x, weights, columns, dWeights, dx);
}

/** A function of each number, in place. */
export function apply(values: Float32Array, f: (value: number) => number): void {
  for (let i = 0; i < values.length; i++) values[i] = f(values[i]!);
}

/** a += b. */
export function addTo(a: Float32Array, b: Float32Array): void {
  for (let i = 0; i < a.length; i++) a[i]! += b[i]!;
}

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** ln(1 + eˣ), without overflow. */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** What is added to a variance before it divides. */
const NORM_EPSILON = 1e-5;

/** Mean of a row, and one over its deviation. */
function momentsOf(x: Float32Array, row: number, width: number) {
  let mean = 0;
  for (let i = 0; i < width; i++) mean += x[row + i]! / width;
  let variance = 0;
  for (let i = 0; i < width; i++) variance += (x[row + i]! - mean) ** 2 / width;
  return { mean, scale: 1 / Math.sqrt(variance + NORM_EPSILON) };
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
      sum += dNormal / width;
      product += (dNormal * normal) / width;
    }
    for (let i = 0; i < width; i++) {
      const normal = (x[row + i]! - mean) * scale;
      dx[row + i] = scale * (d[row + i]! * gain[i]! - sum - normal * product);
    }
  }
}
