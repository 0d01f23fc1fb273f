// AssemblyScript. The functions that need an exponential.

/**
 * Constants live in memory because engines rebuild a vector constant in registers at every use, three
 * instructions each, which cost more than the arithmetic; a broadcasting load costs none.
 */
const EXPONENTIAL = memory.data<f32>([
  80,
  -87,
  Mathf.LOG2E,
  12582912,
  0.693359375,
  -2.1219444e-4,
  1.98756915e-4,
  1.3981999507e-3,
  8.3334519073e-3,
  4.1665795894e-2,
  1.6666665459e-1,
  5.0000001201e-1,
  1,
]);

/** a, b, c, d of `squash`. */
export const LOGISTIC = memory.data<f32>([-1, 1, 1, 0]);
export const TANH = memory.data<f32>([-2, 2, 1, 1]);
export const POWER_OF_E = memory.data<f32>([-1, 1, 0, 0]);

/**
 * exp(x) to about 2 ulp: x = n ln 2 + f with |f| <= ln 2 / 2, a polynomial in f (Moshier's Cephes,
 * expf), and n added to the exponent bits. Clamped to [-87, 80]: the result is a normal float, and so is its
 * inverse, even times a small share. pmin and pmax with x first let NaN through: a broken update must not look
 * healthy.
 */
function exponential(x: v128): v128 {
  x = f32x4.pmin(x, v128.load_splat<f32>(EXPONENTIAL));
  x = f32x4.pmax(x, v128.load_splat<f32>(EXPONENTIAL, 4));
  // Adding 1.5 · 2^23 rounds to an integer, which then sits in the low bits.
  const magic = v128.load_splat<f32>(EXPONENTIAL, 12);
  const shifted = f32x4.add(f32x4.mul(x, v128.load_splat<f32>(EXPONENTIAL, 8)), magic);
  const n = f32x4.sub(shifted, magic);
  // ln 2 in two parts, the first exact in few bits, so that the difference stays exact.
  let f = f32x4.sub(x, f32x4.mul(n, v128.load_splat<f32>(EXPONENTIAL, 16)));
  f = f32x4.sub(f, f32x4.mul(n, v128.load_splat<f32>(EXPONENTIAL, 20)));
  let y = v128.load_splat<f32>(EXPONENTIAL, 24);
  y = f32x4.add(f32x4.mul(y, f), v128.load_splat<f32>(EXPONENTIAL, 28));
  y = f32x4.add(f32x4.mul(y, f), v128.load_splat<f32>(EXPONENTIAL, 32));
  y = f32x4.add(f32x4.mul(y, f), v128.load_splat<f32>(EXPONENTIAL, 36));
  y = f32x4.add(f32x4.mul(y, f), v128.load_splat<f32>(EXPONENTIAL, 40));
  y = f32x4.add(f32x4.mul(y, f), v128.load_splat<f32>(EXPONENTIAL, 44));
  const linear = f32x4.add(f, v128.load_splat<f32>(EXPONENTIAL, 48));
  y = f32x4.add(f32x4.mul(y, f32x4.mul(f, f)), linear);
  return i32x4.add(y, i32x4.shl(shifted, 23));
}

/**
 * In place b / (c + exp(a x)) - d: the logistic function, tanh or exp. One function for all of them, so that the
 * exponential is inlined once and nothing is called per vector.
 */
export function squash(pointer: usize, bytes: usize, kind: usize): void {
  for (const end = pointer + bytes; pointer < end; pointer += 16) {
    const e = exponential(f32x4.mul(v128.load(pointer), v128.load_splat<f32>(kind)));
    const denominator = f32x4.add(v128.load_splat<f32>(kind, 8), e);
    const quotient = f32x4.div(v128.load_splat<f32>(kind, 4), denominator);
    v128.store(pointer, f32x4.sub(quotient, v128.load_splat<f32>(kind, 12)));
  }
}

/** The logistic function in place; values up to whole vectors are changed. */
export function logistic(values: usize, count: i32): void {
  squash(values, (<usize>((count + 3) & ~3)) << 2, LOGISTIC);
}
