import { labelled, ticks } from './axis.js';
import { escapeHtml } from './html.js';

/** One line of a chart. */
export interface Series {
  /** Written at its right end, unless it is empty. */
  readonly name: string;
  /** Where x grows. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** CSS class that gives its colour. */
  readonly style: string;
  readonly isDashed?: boolean;
  readonly hasDots?: boolean;
  /** An interval around each point, drawn as a bar. */
  readonly intervals?: readonly (readonly [low: number, high: number])[];
}

export interface ChartOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
  readonly formatX: (value: number) => string;
  /** Where x has marks; chosen when absent. */
  readonly xTicks?: readonly number[];
  /** What y shows at least; by default what there is. */
  readonly yRange?: readonly [low: number, high: number];
}

const WIDTH = 860;
const HEIGHT = 340;
const FRAME = { left: 58, right: 210, top: 14, bottom: 46 };
/** About the width of a letter in the labels at the right. */
const LETTER_WIDTH = 7.5;
/** Least distance between labels at the right. */
const LABEL_HEIGHT = 16;

/** Lines over a grid, each named at its right end. Colours come from the page's style. */
export function chart(options: ChartOptions): string {
  const { series, title, xLabel, yLabel, formatX } = options;
  const xs = series.flatMap(({ points }) => points.map(([x]) => x));
  const ys = series.flatMap(({ points, intervals = [] }) => [
    ...points.map(([, y]) => y),
    ...intervals.flat(),
  ]);
  ys.push(...(options.yRange ?? []));
  if (xs.length === 0) return '';
  const [xLow, xHigh] = [Math.min(...xs), Math.max(...xs)];
  const yTicks = ticks(Math.min(...ys), Math.max(...ys), 6);
  const [yLow, yHigh] = [yTicks[0] ?? 0, yTicks.at(-1) ?? 1];
  const longest = Math.max(...series.map(({ name }) => name.length));
  const right = WIDTH - Math.min(WIDTH / 2, Math.max(FRAME.right, 22 + longest * LETTER_WIDTH));
  const bottom = HEIGHT - FRAME.bottom;
  const x = scale(xLow, xHigh, FRAME.left, right);
  const y = scale(yLow, yHigh, bottom, FRAME.top);
  const xTicks = options.xTicks ?? ticks(xLow, xHigh, 6).filter((at) => at >= xLow && at <= xHigh);
  return [
    `<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(title)}">`,
    ...labelled(yTicks).map(
      ({ at, text }) =>
        `<line class="grid" x1="${FRAME.left}" x2="${right}" y1="${y(at)}" y2="${y(at)}"/><text class="tick" x="${FRAME.left - 8}" y="${y(at)}" dy=".35em" text-anchor="end">${text}</text>`,
    ),
    ...xTicks.map(
      (at) =>
        `<text class="tick" x="${x(at)}" y="${bottom + 18}" text-anchor="middle">${formatX(at)}</text>`,
    ),
    `<text class="axis" x="${(FRAME.left + right) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${escapeHtml(xLabel)}</text>`,
    `<text class="axis" transform="translate(14 ${(FRAME.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escapeHtml(yLabel)}</text>`,
    ...series.map((one) => line(one, x, y)),
    ...labels(series, right, y),
    '</svg>',
  ].join('\n');
}

/** The style of the i-th of so many episodes: the later, the stronger. There are six colours. */
export function episodeStyle(i: number, shown: number): string {
  const shade = shown === 1 ? 3 : Math.round((i * 3) / (shown - 1));
  return `episode-${shown > 4 ? i : shade}`;
}

/** At most `most` of the numbers 0 … size − 1, evenly, with both ends. */
export function spread(size: number, most: number): number[] {
  if (size <= most) return Array.from({ length: size }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (size - 1)) / (most - 1)));
}

type Scale = (value: number) => string;

function scale(low: number, high: number, from: number, to: number): Scale {
  const range = high - low || 1;
  return (value) => (from + ((value - low) / range) * (to - from)).toFixed(1);
}

function line({ points, style, isDashed, hasDots, intervals }: Series, x: Scale, y: Scale): string {
  const path = points.map(([atX, atY]) => `${x(atX)},${y(atY)}`).join(' ');
  const bars = (intervals ?? []).map(([low, high], i) => {
    const at = x(points[i]?.[0] ?? 0);
    return `<line x1="${at}" x2="${at}" y1="${y(low)}" y2="${y(high)}" class="interval"/>`;
  });
  const dots = hasDots
    ? points.map(([atX, atY]) => `<circle cx="${x(atX)}" cy="${y(atY)}" r="4"/>`)
    : [];
  return `<g class="series ${style}${isDashed ? ' dashed' : ''}"><polyline points="${path}"/>${bars.join('')}${dots.join('')}</g>`;
}

/** Names at the right ends, moved apart where they would overlap. */
function labels(series: readonly Series[], right: number, y: Scale): string[] {
  const placed = series
    .flatMap(({ name, style, points }) => {
      const end = points.at(-1);
      return end && name !== ''
        ? [{ name, style, at: Number(y(end[1])), wanted: Number(y(end[1])) }]
        : [];
    })
    .sort((a, b) => a.at - b.at);
  // Each gives way downwards, then all together upwards where the last would leave the picture.
  for (let i = 1; i < placed.length; i++) {
    placed[i]!.at = Math.max(placed[i]!.at, placed[i - 1]!.at + LABEL_HEIGHT);
  }
  let limit = HEIGHT - FRAME.bottom;
  for (const label of placed.toReversed()) {
    label.at = Math.min(label.at, limit);
    limit = label.at - LABEL_HEIGHT;
  }
  return placed.map(
    ({ name, style, at, wanted }) =>
      `<g class="label ${style}"><path d="M${right + 3} ${wanted.toFixed(1)}L${right + 16} ${at.toFixed(1)}"/><text x="${right + 20}" y="${at.toFixed(1)}" dy=".35em">${escapeHtml(name)}</text></g>`,
  );
}
