import { labelled, ticks } from './axis.js';
import { escapeHtml } from './html.js';

/** One row of a strip chart. */
interface Strip {
  readonly name: string;
  /** CSS class that gives its colour. */
  readonly style: string;
  /** One small dot each. */
  readonly values: readonly number[];
  readonly mean: number;
  readonly interval?: readonly [low: number, high: number];
  /** Values that it is compared with: a mark each. */
  readonly marks: readonly number[];
}

export interface StripChartOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly strips: readonly Strip[];
}

const WIDTH = 860;
const ROW = 34;
const FRAME = { left: 230, right: 90, top: 8, bottom: 44 };
/** Rows of dots within a strip, so that equal values do not hide each other. */
const LANES = 3;

/** A row each: a dot for every value, the mean with its interval, and marks for what it is compared with. */
export function stripChart({ title, xLabel, strips }: StripChartOptions): string {
  const height = FRAME.top + strips.length * ROW + FRAME.bottom;
  const all = strips.flatMap(({ values, interval = [], marks }) => [
    ...values,
    ...interval,
    ...marks,
  ]);
  const xTicks = ticks(Math.min(...all), Math.max(...all), 7);
  const [low, high] = [xTicks[0] ?? 0, xTicks.at(-1) ?? 1];
  const right = WIDTH - FRAME.right;
  const bottom = height - FRAME.bottom;
  const x = (value: number) =>
    (FRAME.left + ((value - low) / (high - low)) * (right - FRAME.left)).toFixed(1);
  return [
    `<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}">`,
    ...labelled(xTicks).map(
      ({ at, text }) =>
        `<line class="grid" x1="${x(at)}" x2="${x(at)}" y1="${FRAME.top}" y2="${bottom}"/><text class="tick" x="${x(at)}" y="${bottom + 18}" text-anchor="middle">${text}</text>`,
    ),
    `<text class="axis" x="${(FRAME.left + right) / 2}" y="${height - 6}" text-anchor="middle">${escapeHtml(xLabel)}</text>`,
    ...strips.map((strip, i) => row(strip, FRAME.top + (i + 0.5) * ROW, x)),
    '</svg>',
  ].join('\n');
}

function row(strip: Strip, y: number, x: (value: number) => string): string {
  const { name, style, values, mean, interval, marks } = strip;
  const dots = values.map((value, i) => {
    const lane = (i % LANES) - (LANES - 1) / 2;
    return `<circle class="seed" cx="${x(value)}" cy="${y + lane * 6}" r="3"/>`;
  });
  const bar = interval
    ? `<line class="interval" x1="${x(interval[0])}" x2="${x(interval[1])}" y1="${y}" y2="${y}"/>`
    : '';
  const compared = marks.map(
    (mark) =>
      `<path class="mark" d="M${x(mark)} ${y - ROW / 2 + 3}V${y + ROW / 2 - 3}"><title>compared with</title></path>`,
  );
  return [
    `<text class="axis" x="${FRAME.left - 14}" y="${y}" dy=".35em" text-anchor="end">${escapeHtml(name)}</text>`,
    ...compared,
    `<g class="series ${style}">${dots.join('')}${bar}<circle cx="${x(mean)}" cy="${y}" r="5.5"/></g>`,
  ].join('');
}
