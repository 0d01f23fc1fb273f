import { describe, expect, it } from 'vitest';
import { type Products, typedArrayProducts } from '../../agents/kernels/products.js';
import { loadWasmProducts } from '../../agents/kernels/wasm-products.js';
import { randomStream } from '../../core/index.js';

/** Sums in the order of the definition, in 64 bits. */
const plain: Products = {
  addProduct(out, x, weights, columns) {
    const depth = weights.length / columns;
    const stride = (x.length * columns) / out.length;
    for (let i = 0; i < out.length; i++) {
      const [row, column] = [Math.floor(i / columns), i % columns];
      let sum = 0;
      for (let k = 0; k < depth; k++) sum += x[row * stride + k]! * weights[k * columns + column]!;
      out[i]! += sum;
    }
  },
  addOuterProduct(out, x, d, columns) {
    const stride = (x.length * columns) / d.length;
    for (let i = 0; i < out.length; i++) {
      const [k, column] = [Math.floor(i / columns), i % columns];
      let sum = 0;
      for (let row = 0; row < d.length / columns; row++) {
        sum += x[row * stride + k]! * d[row * columns + column]!;
      }
      out[i]! += sum;
    }
  },
  transposedProduct(dx, d, weights, columns) {
    const depth = weights.length / columns;
    for (let i = 0; i < dx.length; i++) {
      const [row, k] = [Math.floor(i / depth), i % depth];
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += d[row * columns + j]! * weights[k * columns + j]!;
      dx[i] = sum;
    }
  },
};

// Small, odd, in whole panels; the last two of more rows than are summed at a time.
const sizes = [
  [1, 1, 1],
  [3, 5, 7],
  [1, 64, 96],
  [33, 17, 13],
  [64, 32, 128],
  [300, 30, 24],
  [513, 9, 10],
] as const;

describe.each([
  ['typed arrays', typedArrayProducts],
  ['WebAssembly', await loadWasmProducts()],
] as const)('products by %s', (_, products) => {
  it.each(
    sizes.flatMap(([rows, depth, columns]) =>
      ['dense', 'one-hot', 'zero', 'in longer rows'].map((kind) => ({
        rows,
        depth,
        columns,
        kind,
      })),
    ),
  )('$rows rows, $depth deep, $columns columns, $kind', ({ rows, depth, columns, kind }) => {
    const rng = randomStream(`products ${rows} ${depth} ${columns}`);
    const normals = (length: number) => Float32Array.from({ length }, () => rng.normal());
    const stride = kind === 'in longer rows' ? depth + 3 : depth;
    const x = normals(rows * stride);
    if (kind === 'one-hot' || kind === 'zero') x.fill(0);
    for (let row = 0; kind === 'one-hot' && row < rows; row++) x[row * depth + (row % depth)] = 1;
    const weights = normals(depth * columns);
    const d = normals(rows * columns);
    const made = (math: Products) => {
      const fixed = randomStream('before');
      const before = (length: number) => Float32Array.from({ length }, () => fixed.normal());
      const [out, dWeights, dx] = [rows * columns, depth * columns, rows * depth].map(before);
      math.addProduct(out!, x, weights, columns);
      math.addOuterProduct(dWeights!, x, d, columns);
      math.transposedProduct(dx!, d, weights, columns);
      return [out!, dWeights!, dx!];
    };
    const wanted = made(plain);
    made(products).forEach((values, i) => {
      values.forEach((value, j) => {
        expect(Math.abs(value - wanted[i]![j]!)).toBeLessThan(1e-4);
      });
    });
  });
});

it('the logistic function by WebAssembly is exact to some digits, and lets nothing broken look healthy', async () => {
  const products = await loadWasmProducts();
  // Not a whole number of vectors.
  const x = Float32Array.from([-200, -30, -1, -0.01, 0, 0.3, 2, 17, 500]);
  const values = x.slice();
  products.logistic?.(values);
  values.forEach((value, i) => {
    expect(value).toBeCloseTo(1 / (1 + Math.exp(-x[i]!)), 6);
  });
  const broken = Float32Array.of(1, Number.NaN);
  products.logistic?.(broken);
  expect(broken[1]).toBeNaN();
});
