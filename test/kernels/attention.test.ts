import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positions } from '../../agents/encoders/segments.js';
import { type Attention, typedArrayAttention } from '../../agents/kernels/attention.js';
import { loadWasmProducts } from '../../agents/kernels/wasm-products.js';
import { Workspace } from '../../agents/kernels/workspace.js';
import { randomStream } from '../../core/index.js';
import { largestError } from './problems.js';

const { attention: wasm } = await loadWasmProducts();

interface Size {
  readonly steps: number;
  readonly slots: number;
  readonly heads: number;
  readonly depth: number;
}

function draw({ steps, slots, heads, depth }: Size, clearing: number) {
  const width = heads * depth;
  const rng = randomStream(`attention ${steps} ${slots} ${heads} ${depth}`);
  const normals = (length: number) => Float32Array.from({ length }, () => 2 * rng.normal());
  const cleared = Uint8Array.from({ length: steps * slots }, (_, i) =>
    i < slots || rng.uniform() < clearing ? 1 : 0,
  );
  return {
    ...{ slots, heads, width, positions: positions({ steps, slots, cleared }, new Workspace()) },
    projected: normals(steps * slots * 3 * width),
    d: normals(steps * slots * width),
  };
}

function solve(attention: Attention, { d, ...sequences }: ReturnType<typeof draw>) {
  const { out, backward } = attention.attend(sequences, new Workspace());
  return { out, gradient: backward(d) };
}

const sizes = fc.record({
  steps: fc.integer({ min: 1, max: 40 }),
  slots: fc.integer({ min: 1, max: 5 }),
  heads: fc.integer({ min: 1, max: 4 }),
  depth: fc.integer({ min: 1, max: 17 }),
});

it('attention in WebAssembly agrees with that on typed arrays, whatever the shape', () => {
  fc.assert(
    fc.property(sizes, fc.constantFrom(0, 0.1, 1), (size, clearing) => {
      const problem = draw(size, clearing);
      const expected = solve(typedArrayAttention, problem);
      const { out, gradient } = solve(wasm!, problem);
      expect(largestError(out, expected.out)).toBeLessThan(1e-5);
      expect(largestError(gradient, expected.gradient)).toBeLessThan(1e-4);
    }),
    { numRuns: 60, seed: 1 },
  );
});

it('a decision that sees itself alone finds its own value', () => {
  for (const attention of [typedArrayAttention, wasm!]) {
    const problem = draw({ steps: 3, slots: 2, heads: 2, depth: 3 }, 1);
    const { out } = attention.attend(problem, new Workspace());
    const values = Array.from({ length: 6 }, (_, row) =>
      problem.projected.slice(18 * row + 12, 18 * row + 18),
    );
    expect(largestError(out, Float32Array.from(values.flatMap((row) => [...row])))).toBeLessThan(
      1e-6,
    );
  }
});

describe.each([
  ['typed arrays', typedArrayAttention],
  ['WebAssembly', wasm!],
] as const)('the cache of attention by %s', (_, attention) => {
  // Longer than a first cache.
  const size = { steps: 70, slots: 3, heads: 2, depth: 5 };
  const problem = draw(size, 0.03);
  const { slots, width } = problem;
  const whole = attention.attend(problem, new Workspace()).out;
  const step = (cache: ReturnType<Attention['createCache']>, t: number) => {
    const out = new Float32Array(slots * width);
    cache.next(
      problem.projected.subarray(t * slots * 3 * width, (t + 1) * slots * 3 * width),
      problem.positions.subarray(t * slots, (t + 1) * slots),
      out,
    );
    return out;
  };
  const expectWhole = (out: Float32Array, t: number) =>
    expect(largestError(out, whole.subarray(t * out.length, (t + 1) * out.length))).toBeLessThan(
      1e-5,
    );

  it('finds what attention over whole sequences finds, beside another one', () => {
    const [one, other] = [attention.createCache(problem), attention.createCache(problem)];
    for (let t = 0; t < size.steps; t++) {
      expectWhole(step(one, t), t);
      expectWhole(step(other, t), t);
    }
  });

  it('has no more part in what was kept later than the position', () => {
    const cache = attention.createCache(problem);
    const nothing = new Float32Array(slots * 3 * width).fill(Number.NaN);
    for (let position = 0; position < 40; position++) {
      const places = new Int32Array(slots).fill(position);
      const out = new Float32Array(slots * width);
      cache.next(nothing, places, out);
      expect(out[0]).toBeNaN();
    }
    for (let t = 0; t < size.steps; t++) expectWhole(step(cache, t), t);
  });
});
