import seedrandom from 'seedrandom';

type Generator = seedrandom.StatefulPRNG<seedrandom.State.Alea>;

/** A stream's whole state, as plain JSON. */
export interface RandomState {
  readonly path: string;
  readonly state: {
    readonly c: number;
    readonly s0: number;
    readonly s1: number;
    readonly s2: number;
  };
}

/**
 * A named stream of random numbers (Alea, about 12 ns a draw). There is no global generator: whoever
 * needs randomness is handed a stream, and forks a named one for each purpose, so that one part's
 * appetite never changes what another part draws.
 *
 * @example
 * const rng = randomStream(7);
 * const tasks = rng.fork('tasks');   // the same numbers, however much `rng` itself has drawn
 */
export class RandomStream {
  readonly #path: string;
  #made: Generator | undefined;

  private constructor(path: string, made?: Generator) {
    this.#path = path;
    this.#made = made;
  }

  /** Made at the first draw: most streams are only forked, or handed to an env that needs no chance. */
  get #generator(): Generator {
    this.#made ??= seedrandom.alea(this.#path, { state: true });
    return this.#made;
  }

  static fromSeed(seed: number | string): RandomStream {
    return new RandomStream(escaped(seed));
  }

  /** A stream that goes on exactly where {@link RandomStream.save} was called. */
  static restore(saved: RandomState): RandomStream {
    return new RandomStream(saved.path, seedrandom.alea(saved.path, { state: saved.state }));
  }

  /** A child stream. A function of this stream's seed and `name` alone, not of what was drawn. */
  fork(name: string | number): RandomStream {
    return new RandomStream(`${this.#path}/${escaped(name)}`);
  }

  save(): RandomState {
    return { path: this.#path, state: this.#generator.state() };
  }

  /** Uniform in [0, 1), 32 bits. */
  uniform(): number {
    return this.#generator();
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    const value = low + (high - low) * this.#generator();
    return value < high ? value : low;
  }

  /** A uniform integer in [0, bound). */
  integer(bound: number): number {
    return Math.floor(this.#generator() * bound);
  }

  /**
   * Standard normal, by inversion of one 53-bit uniform. Only +, -, ×, ÷ and √ are used, which
   * JavaScript specifies to the bit, so the number is the same on every machine.
   */
  normal(): number {
    return inverseNormal(this.#generator.double() || 2 ** -54);
  }

  /** An index drawn with probability `weights[i] / total`. Weights are finite and not negative. */
  categorical(weights: ArrayLike<number>, total = 1): number {
    let left = this.#generator() * total;
    let last = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i]!;
      if (weight <= 0) continue;
      if (left < weight) return i;
      left -= weight;
      last = i;
    }
    return last;
  }

  /** Shuffles in place (Fisher and Yates) and returns the same array. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const item = items[i]!;
      items[i] = items[j]!;
      items[j] = item;
    }
    return items;
  }

  /** One item, uniformly. */
  pick<T>(items: readonly T[]): T {
    return items[this.integer(items.length)]!;
  }
}

/** The root stream of a seed. Numbers and strings are equally good seeds. */
export function randomStream(seed: number | string): RandomStream {
  return RandomStream.fromSeed(seed);
}

/** A name without the `/` that separates names in a path, so that no two paths meet. */
function escaped(name: string | number): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** ln x for x > 0 from exact operations alone: x = m·2^e, ln m = 2·artanh((m − 1)/(m + 1)). */
function exactLog(x: number): number {
  let exponent = 0;
  let mantissa = x;
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  while (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  const t = (mantissa - 1) / (mantissa + 1);
  const square = t * t;
  let sum = 0;
  for (let k = 23; k >= 1; k -= 2) sum = sum * square + 1 / k;
  return 2 * t * sum + exponent * Math.LN2;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}

// Coefficients of P. J. Acklam's rational approximation of the normal quantile (2003), relative
// error below 1.15e-9.
const CENTRE_TOP = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2,
  -3.066479806614716e1, 2.506628277459239,
];
const CENTRE_BOTTOM = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
  -1.328068155288572e1, 1,
];
const TAIL_TOP = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783,
];
const TAIL_BOTTOM = [
  7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1,
];
const TAIL = 0.02425;

function inverseNormal(probability: number): number {
  if (probability > 1 - TAIL) return -inverseNormal(1 - probability);
  if (probability < TAIL) {
    const q = Math.sqrt(-2 * exactLog(probability));
    return polynomial(TAIL_TOP, q) / polynomial(TAIL_BOTTOM, q);
  }
  const q = probability - 0.5;
  const square = q * q;
  return (q * polynomial(CENTRE_TOP, square)) / polynomial(CENTRE_BOTTOM, square);
}
