import type { RandomStream } from '../core/random.js';

/**
 * A draw from Gamma(shape, 1), shape > 0, by the squeeze of Marsaglia and Tsang ("A simple method for generating
 * gamma variables", ACM Transactions on Mathematical Software, 2000). Draws a varying number of times.
 */
export function drawGamma(shape: number, rng: RandomStream): number {
  // The exponential distribution: most parameters of a posterior that has seen little.
  if (shape === 1) return -Math.log(1 - rng.uniform());
  // Gamma(a) = Gamma(a + 1) · U^(1/a) for shapes below 1.
  if (shape < 1) return drawGamma(shape + 1, rng) * (1 - rng.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - rng.uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A draw from Beta(alpha, beta), both above 0. Draws a varying number of times. */
export function drawBeta(alpha: number, beta: number, rng: RandomStream): number {
  const a = drawGamma(alpha, rng);
  return a / (a + drawGamma(beta, rng));
}

/** A draw from the Dirichlet distribution with these parameters, [n], written into `row`, [n]. */
export function drawDirichlet(
  parameters: Float64Array,
  rng: RandomStream,
  row: Float64Array,
): void {
  let sum = 0;
  for (let i = 0; i < parameters.length; i++) {
    const gamma = drawGamma(parameters[i]!, rng);
    row[i] = gamma;
    sum += gamma;
  }
  for (let i = 0; i < parameters.length; i++) row[i] = row[i]! / sum;
}
