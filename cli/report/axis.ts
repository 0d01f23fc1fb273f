/** Round numbers that enclose the range, about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
  const range = high - low || Math.abs(high) || 1;
  const rough = range / Math.max(1, count - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** Marks with as many decimals as they need. */
export function labelled(
  marks: readonly number[],
): { readonly at: number; readonly text: string }[] {
  const step = Math.abs((marks[1] ?? 1) - (marks[0] ?? 0));
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return marks.map((at) => ({ at, text: at.toFixed(digits) }));
}
