/** √ of the mean square. */
export function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/** 99th percentile and maximum; 0 of nothing. */
export function spread(values: readonly number[]): { readonly p99: number; readonly most: number } {
  const sorted = Float64Array.from(values).sort();
  const last = sorted.length - 1;
  const p99 = sorted[Math.min(last, Math.floor(0.99 * sorted.length))] ?? 0;
  return { p99: rounded(p99), most: rounded(sorted[last] ?? 0) };
}

/** A part of a whole. */
export function share(part: number, whole: number): number {
  return rounded(part / whole);
}

/** Four digits: what is measured is not known better. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
