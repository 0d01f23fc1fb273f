import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  box,
  contains,
  discrete,
  encodedSizeOf,
  randomStream,
  type Space,
  sample,
  sizeOf,
} from '../../core/index.js';

describe('discrete', () => {
  it('counts', () => {
    expect(discrete(5)).toEqual({ kind: 'discrete', size: 5 });
    expect(sizeOf(discrete(5))).toBe(1);
    expect(encodedSizeOf(discrete(5))).toBe(5);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (size) => {
    expect(() => discrete(size)).toThrow(ArgumentError);
  });

  it.each([
    [[0], true],
    [[4], true],
    [[5], false],
    [[-1], false],
    [[0.5], false],
    [[Number.NaN], false],
    [[], false],
    [[0, 0], false],
  ])('contains %j: %s', (row, expected) => {
    expect(contains(discrete(5), row)).toBe(expected);
  });
});

describe('box', () => {
  it('spreads its bounds over all components', () => {
    const space = box([2, 3], -1, [1, 2, 3, 4, 5, 6]);
    expect(space.low).toEqual([-1, -1, -1, -1, -1, -1]);
    expect(space.high).toEqual([1, 2, 3, 4, 5, 6]);
    expect([sizeOf(space), encodedSizeOf(space)]).toEqual([6, 6]);
  });

  it('keeps no reference to what it was made of', () => {
    const [shape, low] = [[2], [0, 0]];
    const space = box(shape, low, 1);
    shape[0] = 9;
    low[0] = 9;
    expect(space).toEqual(box([2], 0, 1));
  });

  it.each<[string, () => unknown]>([
    ['an empty shape', () => box([], 0, 1)],
    ['a side of 0', () => box([0], 0, 1)],
    ['half a side', () => box([1.5], 0, 1)],
    ['a bound too few', () => box([2], [0], 1)],
    ['a bound too many', () => box([2], 0, [1, 1, 1])],
    ['low above high', () => box([2], [0, 2], 1)],
    ['a bound that is NaN', () => box([1], Number.NaN, 1)],
  ])('refuses %s', (_title, make) => {
    expect(make).toThrow(ArgumentError);
  });

  it('contains its bounds, in 32 bits, and nothing beyond', () => {
    const space = box([2], 0.1, [0.3, Number.POSITIVE_INFINITY]);
    expect(contains(space, Float32Array.of(0.1, 0.1))).toBe(true);
    expect(contains(space, Float32Array.of(0.3, 1e30))).toBe(true);
    expect(contains(space, [0.30001, 1])).toBe(false);
    expect(contains(space, [0.09999, 1])).toBe(false);
    expect(contains(space, [0.2, Number.NaN])).toBe(false);
    expect(contains(space, [0.2])).toBe(false);
  });
});

it('samples what it contains', () => {
  const bound = fc.oneof(
    fc.float({ min: -1000, max: 1000, noNaN: true }),
    fc.constantFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
  );
  const boxes = fc
    .array(fc.tuple(bound, bound), { minLength: 1, maxLength: 4 })
    .map((pairs): Space => {
      const low = pairs.map(([a, b]) => Math.min(a, b));
      return box(
        [pairs.length],
        low,
        pairs.map(([a, b]) => Math.max(a, b)),
      );
    });
  const spaces = fc.oneof(boxes, fc.integer({ min: 1, max: 1e6 }).map(discrete));
  fc.assert(
    fc.property(spaces, fc.integer(), (space, seed) => {
      const row = new Float32Array(sizeOf(space)).fill(Number.NaN);
      sample(space, randomStream(seed), row);
      expect(contains(space, row)).toBe(true);
    }),
  );
});
