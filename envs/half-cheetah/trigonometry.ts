/**
 * Trigonometry from +, −, ×, ÷ and √ alone. JavaScript specifies these to the bit (√ in practice), but
 * not `Math.sin` and its kin: engines may, and do, differ in the last digit, and then a trajectory that
 * replays in Node would not replay in a browser.
 */

/** π/2 in two parts; a whole multiple of the first, up to 2²⁰, is exact. */
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;
const HALF_PI = Math.PI / 2;
const QUARTER_PI = Math.PI / 4;

/** Coefficients of Taylor's series in x², highest power first; the next term is below 10⁻¹⁷ at π/4. */
const SINE = series([3, 5, 7, 9, 11, 13, 15]);
const COSINE = series([2, 4, 6, 8, 10, 12, 14, 16]);

function series(powers: readonly number[]): readonly number[] {
  let factorial = 1;
  let counted = 1;
  const coefficients = powers.map((power, i) => {
    while (counted < power) factorial *= ++counted;
    return (i % 2 === 0 ? -1 : 1) / factorial;
  });
  return coefficients.reverse();
}

/** Sine and cosine of an angle in rad; within 10⁻¹⁵ up to some thousand turns. */
export function sine(angle: number): number {
  return quarterTurns(angle, 0);
}

export function cosine(angle: number): number {
  return quarterTurns(angle, 1);
}

/** The sine of the angle and that many quarter turns. */
function quarterTurns(angle: number, quarters: number): number {
  const whole = Math.round(angle / HALF_PI);
  const rest = angle - whole * HALF_PI_HIGH - whole * HALF_PI_LOW;
  const quadrant = (((whole + quarters) % 4) + 4) % 4;
  const square = rest * rest;
  const even = quadrant % 2 === 1;
  let sum = 0;
  for (const coefficient of even ? COSINE : SINE) sum = sum * square + coefficient;
  const value = even ? 1 + sum * square : rest + rest * sum * square;
  return quadrant < 2 ? value : -value;
}

/** The angle in [−π, π] whose sine and cosine are as y to x; 0 for two zeros, and −0 counts as 0. */
export function arcTangent(y: number, x: number): number {
  const up = Math.abs(y);
  const along = Math.abs(x);
  const larger = Math.max(up, along);
  if (larger === 0) return 0;
  const acute = firstOctant(Math.min(up, along) / larger);
  const firstQuadrant = up > along ? HALF_PI - acute : acute;
  const upperHalf = x < 0 ? Math.PI - firstQuadrant : firstQuadrant;
  return y < 0 ? -upperHalf : upperHalf;
}

/** For a tangent in [0, 1]. */
function firstOctant(tangent: number): number {
  // atan t = π/4 + atan((t − 1) / (t + 1)): leaves at most tan(π/8) = .41.
  if (tangent > 0.41421356237309503) {
    return QUARTER_PI + smallAngle((tangent - 1) / (tangent + 1));
  }
  return smallAngle(tangent);
}

/** For |tangent| ≤ .42: Euler's half-angle formula makes that .2, and the series does the rest. */
function smallAngle(tangent: number): number {
  const half = tangent / (1 + Math.sqrt(1 + tangent * tangent));
  const square = half * half;
  let sum = 0;
  // 2 (t − t³/3 + t⁵/5 …) with t² ≤ .04: the twelfth term is below 10⁻¹⁷.
  for (let power = 23; power >= 1; power -= 2) {
    sum = (power % 4 === 1 ? 1 : -1) / power + square * sum;
  }
  return 2 * half * sum;
}
