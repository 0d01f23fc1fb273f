import { describe, expect, test } from 'vitest';
import { drawBeta, drawDirichlet, drawGamma } from '../../agents/random-variates.js';
import { randomStream } from '../../core/random.js';

const DRAWS = 20_000;

/** Mean and variance of many draws. */
function moments(draw: (rng: ReturnType<typeof randomStream>) => number) {
  const rng = randomStream(1);
  const values = Array.from({ length: DRAWS }, () => draw(rng));
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
  return { mean, variance };
}

/** Within five standard errors of the mean, and within 8 % of the variance. */
function expectMoments(seen: ReturnType<typeof moments>, mean: number, variance: number) {
  expect(Math.abs(seen.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / DRAWS));
  expect(Math.abs(seen.variance / variance - 1)).toBeLessThan(0.08);
}

describe('moments', () => {
  test.each([0.5, 1, 2.5, 40])('Gamma(%f): mean and variance are the shape', (shape) => {
    expectMoments(
      moments((rng) => drawGamma(shape, rng)),
      shape,
      shape,
    );
  });

  test.each([
    [1, 1],
    [2, 5],
    [30, 10],
  ])('Beta(%f, %f)', (alpha, beta) => {
    const sum = alpha + beta;
    expectMoments(
      moments((rng) => drawBeta(alpha, beta, rng)),
      alpha / sum,
      (alpha * beta) / (sum * sum * (sum + 1)),
    );
  });

  test('Dirichlet: its parts are Beta and add up to 1', () => {
    const row = new Float64Array(3);
    const seen = moments((rng) => {
      drawDirichlet(Float64Array.of(1, 2, 3), rng, row);
      expect(row[0]! + row[1]! + row[2]!).toBeCloseTo(1, 12);
      return row[1]!;
    });
    expectMoments(seen, 1 / 3, 8 / (36 * 7));
  });
});
