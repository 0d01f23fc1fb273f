/** Intervals of Simpson's rule: errors below 10⁻⁷ for up to a thousand draws, far below for few. */
const INTERVALS = 4000;

/** The integral of a function that was sampled at equal distances, an odd number of times. */
function simpson(samples: Float64Array, width: number): number {
  const last = samples.length - 1;
  const weight = (i: number) => (i === 0 || i === last ? 1 : i % 2 === 1 ? 4 : 2);
  return (samples.reduce((sum, sample, i) => sum + weight(i) * sample, 0) * width) / 3;
}

/**
 * The expected largest of n independent draws of Beta(α, β), for integers: ∫ 1 − F(x)ⁿ dx from 0 to 1. For
 * Beta(1, 1) it is n / (n + 1).
 */
export function expectedMaximumOfBeta(alpha: number, beta: number, draws: number): number {
  const last = alpha + beta - 1;
  // F(x) is the chance that at least α of α + β − 1 uniform numbers are below x.
  const distribution = (x: number) => {
    let sum = 0;
    for (let below = alpha; below <= last; below++) {
      sum += choose(last, below) * x ** below * (1 - x) ** (last - below);
    }
    return sum;
  };
  const samples = Float64Array.from(
    { length: INTERVALS + 1 },
    (_, i) => 1 - distribution(i / INTERVALS) ** draws,
  );
  return simpson(samples, 1 / INTERVALS);
}

/** The expected largest of n independent standard normal numbers: n ∫ x φ(x) Φ(x)ⁿ⁻¹ dx. */
export function expectedMaximumOfNormal(draws: number): number {
  const end = 9;
  const width = (2 * end) / INTERVALS;
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let below = 0;
  const samples = Float64Array.from({ length: INTERVALS + 1 }, (_, i) => {
    const x = -end + i * width;
    // Φ grows by the integral of φ over one interval, again by Simpson's rule.
    if (i > 0) {
      below += ((density(x - width) + 4 * density(x - width / 2) + density(x)) * width) / 6;
    }
    return draws * x * density(x) * below ** (draws - 1);
  });
  return simpson(samples, width);
}

/** n over k. */
function choose(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value *= (n - k + i) / i;
  return Math.round(value);
}
