import { stripVTControlCharacters } from 'node:util';

/** ANSI codes that begin and end a style. */
const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

type Style = keyof typeof STYLES;

/** Styles a text, or leaves it plain. */
export type Painter = (style: Style, text: string) => string;

/** Colours where the stream is a terminal that wants them; see https://no-color.org. */
export function painter(stream: NodeJS.WriteStream): Painter {
  const isPlain = !stream.isTTY || process.env.NO_COLOR || process.env.TERM === 'dumb';
  return (style, text) => {
    const [begin, end] = STYLES[style];
    return isPlain || text === '' ? text : `\x1b[${begin}m${text}\x1b[${end}m`;
  };
}

/** A number for people: four significant digits, fixed decimals. */
export function figure(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

/** `1.24 M`, `165 k`, `12`. */
export function count(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`;
  if (value >= 1e4) return `${Math.round(value / 1e3)} k`;
  return String(Math.round(value));
}

/** `1 min 05 s`, `12 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor(whole / 60) % 60).padStart(2, '0')} min`;
}

/**
 * Rows of cells as aligned lines; the first column to the left, the others to the right unless
 * `left` says otherwise.
 */
export function table(rows: readonly (readonly string[])[], left: readonly number[] = [0]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, i) => {
          const blank = ' '.repeat((widths[i] ?? 0) - widthOf(cell));
          return left.includes(i) ? cell + blank : blank + cell;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Columns a text takes in the terminal, for the characters used here. */
function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** Columns that the longest line of a text takes. */
export function widestLine(text: string): number {
  return Math.max(...text.split('\n').map(widthOf));
}

/** Breaks a text into lines of at most `width` columns. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
