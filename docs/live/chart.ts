import type { Reference } from '../../index.js';

/** A value to compare with, drawn across the chart. */
export interface ReferenceLine {
  /** Of the reference: `bayesOptimal`, for example. */
  readonly name: string;
  readonly value: number;
  /** For example `Bayes-optimal 2–4`: in episodes 2 to 4. */
  readonly label: string;
}

/** What lines are apart that are drawn as one, as a share of what all are apart: less than the eye would tell. */
const HAIR = 0.005;

/** One line for each run of episodes in which a reference is the same, of those that `names` gives a name. */
export function referenceLines(
  references: readonly Reference[],
  names: { readonly [reference: string]: string },
): ReferenceLine[] {
  const valuesOf = (name: string) =>
    references.find((each) => each.name === name)?.returnByEpisode ?? [];
  const all = Object.keys(names).flatMap(valuesOf);
  const hair = HAIR * (Math.max(...all) - Math.min(...all));
  return Object.entries(names).flatMap(([name, words]) => {
    const values = valuesOf(name);
    const starts = values.flatMap((value, k) =>
      k > 0 && Math.abs(value - values[k - 1]!) <= hair + 1e-6 ? [] : [k],
    );
    return starts.map((from, i) => {
      const to = starts[i + 1] ?? values.length;
      const episodes = to - from === 1 ? `${to}` : `${from + 1}–${to}`;
      return {
        name,
        value: values[from]!,
        label: starts.length === 1 ? words : `${words} ${episodes}`,
      };
    });
  });
}

/** What an axis shows. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** From the least to the largest value, with a little room around them. */
export function rangeOf(values: readonly number[]): Range {
  if (values.length === 0) return { low: 0, high: 1 };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.05 * (high - low || 1);
  return { low: low - room, high: high + room };
}

/** Round numbers in [low, high], about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  // 0.3 is a little less than three times 0.1.
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** Numbers of episodes to mark on an axis of so many: the first, and about `count` round ones. */
export function episodeTicks(episodes: number, count: number): number[] {
  return [...new Set([1, ...ticks(1, episodes, count).filter(Number.isInteger)])];
}

/** Places of labels that want to be at `wanted`, moved so that they are `gap` apart, in their order. */
export function spread(wanted: readonly number[], gap: number, highest: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const placed = [...wanted];
  let least = Number.NEGATIVE_INFINITY;
  for (const i of order) {
    placed[i] = Math.max(placed[i]!, least);
    least = placed[i]! + gap;
  }
  let most = highest;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i]!, most);
    most = placed[i]! - gap;
  }
  return placed;
}

/** `0.5 M`, `20 k`. */
export function stepsInWords(steps: number): string {
  if (steps >= 1e6) return `${Number((steps / 1e6).toFixed(2))} M`;
  return steps >= 1000 ? `${Number((steps / 1000).toFixed(1))} k` : String(steps);
}

/** `−0.25`: with so many digits, and with the sign that is as wide as a digit. */
export function figure(value: number, digits: number): string {
  return value.toFixed(digits).replace('-', '−');
}
