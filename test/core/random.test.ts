import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream, randomStream } from '../../core/index.js';

const seeds = fc.oneof(fc.integer(), fc.string());
const count = 40_000;

function many<T>(draw: (rng: RandomStream) => T, seed = 'many'): T[] {
  const rng = randomStream(seed);
  return Array.from({ length: count }, () => draw(rng));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

it('gives these numbers for ever', () => {
  const rng = randomStream(7);
  expect([rng.uniform(), rng.uniform()]).toEqual([0.36459518410265446, 0.007880980148911476]);
  expect([rng.normal(), rng.normal(), rng.normal()]).toEqual([
    -0.8866993734189587, -0.971638360420096, -0.4633422611348446,
  ]);
  expect([rng.integer(10), rng.integer(10), rng.integer(10), rng.integer(10)]).toEqual([
    8, 4, 6, 6,
  ]);
  expect(rng.between(-1, 1)).toBe(0.3949539172463119);
  expect([0, 1, 2, 3].map(() => rng.categorical([0.1, 0.2, 0.7]))).toEqual([2, 2, 0, 1]);
  expect(rng.shuffle([0, 1, 2, 3, 4, 5])).toEqual([2, 5, 4, 3, 1, 0]);
  expect(rng.fork('env').uniform()).toBe(0.9263906902633607);
  expect(rng.pick(['a', 'b', 'c'])).toBe('c');
  expect(rng.save()).toEqual({
    path: '7',
    state: { c: 1679944, s0: 0.5327583840116858, s1: 0.08286608336493373, s2: 0.7978656336199492 },
  });
});

describe('forks', () => {
  it('do not depend on what was drawn', () => {
    fc.assert(
      fc.property(seeds, fc.string(), fc.nat(20), (seed, name, draws) => {
        const rng = randomStream(seed);
        const before = rng.fork(name).uniform();
        for (let i = 0; i < draws; i++) rng.normal();
        expect(rng.fork(name).uniform()).toBe(before);
      }),
    );
  });

  it('do not disturb their parent', () => {
    const [one, other] = [randomStream(3), randomStream(3)];
    one.fork('a').shuffle([1, 2, 3]);
    expect(one.uniform()).toBe(other.uniform());
  });

  it('differ by name, by seed and from their parent', () => {
    const firsts = ['a', 'b', 0, 1, 10, 'a/b'].flatMap((name) =>
      [1, 2, 'one'].map((seed) => randomStream(seed).fork(name).uniform()),
    );
    expect(new Set([...firsts, randomStream(1).uniform()]).size).toBe(19);
  });

  it('with consecutive names are not correlated', () => {
    const rng = randomStream(5);
    const firsts = Array.from({ length: 4000 }, (_, i) => rng.fork(i).uniform());
    expect(mean(firsts)).toBeCloseTo(0.5, 1);
    const products = firsts.slice(1).map((x, i) => (x - 0.5) * (firsts[i]! - 0.5) * 12);
    expect(Math.abs(mean(products))).toBeLessThan(4 / Math.sqrt(4000));
  });
});

it('goes on exactly where it was saved, also by way of JSON', () => {
  fc.assert(
    fc.property(seeds, fc.nat(50), (seed, draws) => {
      const rng = randomStream(seed).fork('x');
      for (let i = 0; i < draws; i++) rng.uniform();
      const restored = RandomStream.restore(JSON.parse(JSON.stringify(rng.save())));
      const next = (stream: RandomStream) => [
        stream.uniform(),
        stream.normal(),
        stream.integer(9),
        stream.fork('child').uniform(),
      ];
      expect(next(restored)).toEqual(next(rng));
      expect(restored.save()).toEqual(rng.save());
    }),
  );
});

describe('distributions', () => {
  it('uniform fills [0, 1) evenly', () => {
    const values = many((rng) => rng.uniform());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(mean(values)).toBeCloseTo(0.5, 2);
    expect(mean(values.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
  });

  it('normal has mean 0, deviation 1, no skew, kurtosis 3 and the right tails', () => {
    const values = many((rng) => rng.normal());
    const share = (isIn: (value: number) => boolean) => values.filter(isIn).length / count;
    expect(Math.abs(mean(values))).toBeLessThan(0.02);
    expect(Math.abs(mean(values.map((value) => value ** 2)) - 1)).toBeLessThan(0.03);
    expect(Math.abs(mean(values.map((value) => value ** 3)))).toBeLessThan(0.06);
    expect(Math.abs(mean(values.map((value) => value ** 4)) - 3)).toBeLessThan(0.25);
    expect(Math.abs(share((value) => Math.abs(value) < 1) - 0.6827)).toBeLessThan(0.01);
    expect(Math.abs(share((value) => value > 1.96) - 0.025)).toBeLessThan(0.004);
    expect(Math.abs(share((value) => value < -1.96) - 0.025)).toBeLessThan(0.004);
    expect(Math.abs(share((value) => Math.abs(value) > 3) - 0.0027)).toBeLessThan(0.001);
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(6);
  });

  it('normal is finite and changes sign with its uniform', () => {
    expect(many((rng) => rng.normal(), 'finite').every(Number.isFinite)).toBe(true);
  });

  it('integer stays below its bound and reaches every value', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 1000 }), (seed, bound) => {
        const rng = randomStream(seed);
        for (let i = 0; i < 20; i++) {
          const value = rng.integer(bound);
          expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
        }
      }),
    );
    expect(new Set(many((rng) => rng.integer(7))).size).toBe(7);
  });

  it('between stays in its interval', () => {
    const values = many((rng) => rng.between(-3, 5));
    expect(values.every((value) => value >= -3 && value < 5)).toBe(true);
    expect(mean(values)).toBeCloseTo(1, 1);
  });

  it('categorical draws by weight, normalised or not, and never a weight of 0', () => {
    const weights = [0, 3, 0, 1, 6, 0];
    const drawn = many((rng) => rng.categorical(weights, 10));
    const shares = weights.map((_, i) => drawn.filter((value) => value === i).length / count);
    for (const [i, weight] of weights.entries()) {
      expect(Math.abs(shares[i]! - weight / 10)).toBeLessThan(weight === 0 ? 1e-12 : 0.01);
    }
    // A total that is a little too large must not choose an index without weight.
    expect(new Set(many((rng) => rng.categorical([0.5, 0.5 - 1e-3, 0])))).toEqual(new Set([0, 1]));
  });

  it('shuffle permutes, in place, all orders equally often', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer()), (seed, items) => {
        const shuffled = [...items];
        expect(randomStream(seed).shuffle(shuffled)).toBe(shuffled);
        expect([...shuffled].sort()).toEqual([...items].sort());
      }),
    );
    const orders = new Map<string, number>();
    for (const order of many((rng) => rng.shuffle([0, 1, 2]).join(''))) {
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const times of orders.values()) expect(Math.abs(times / count - 1 / 6)).toBeLessThan(0.01);
  });

  it('pick takes every item', () => {
    expect(new Set(many((rng) => rng.pick(['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']));
  });
});
