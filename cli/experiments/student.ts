/** Degrees of a confidence interval. */
const LEVEL = 0.95;

export interface MeanWithInterval {
  readonly mean: number;
  /** 95 % interval of the mean; absent for a single value. */
  readonly interval?: [low: number, high: number];
}

/** The mean, and where it lies with 95 % confidence if values are normal (Student 1908). */
export function meanWithInterval(values: readonly number[]): MeanWithInterval {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = studentQuantile(count - 1) * Math.sqrt(squares / (count - 1) / count);
  return { mean, interval: [mean - half, mean + half] };
}

/** The t that |T| stays below with probability .95, T having so many degrees of freedom. By bisection. */
export function studentQuantile(freedom: number): number {
  let [low, high] = [0, 1];
  while (probabilityWithin(high, freedom) < LEVEL) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (probabilityWithin(middle, freedom) < LEVEL) low = middle;
    else high = middle;
  }
  return high;
}

/** P(|T| < t) for a whole number of degrees of freedom (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4). */
function probabilityWithin(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const cosine = Math.cos(angle);
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let i = isOdd ? 3 : 2; i < freedom; i += 2) {
    term *= ((i - 1) / i) * cosine * cosine;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
