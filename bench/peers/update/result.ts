import type { Measurement } from '../../result-file.js';
import { median, round } from '../../update.js';

/** One library with some threads, at one size. */
export interface Row {
  readonly name: string;
  readonly threads: number;
  readonly hidden: number;
  /** Milliseconds of our update with as many threads and of theirs, one a turn: those of one turn stood beside each other. */
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly compileSeconds: number;
}

/** The rows of all sizes, as docs/results keeps them. */
export function updateResult(
  rows: readonly Row[],
  versions: { readonly [name: string]: string },
): Measurement {
  const figures = rows.map((row) => ({
    ...row,
    label: `${row.name}, ${row.threads} ${row.threads === 1 ? 'thread' : 'threads'}`,
    ratio: round(median(row.theirs.map((time, i) => time / row.ours[i]!)), 2),
    milliseconds: round(median(row.theirs), 1),
    ourMilliseconds: round(median(row.ours), 1),
  }));
  const sorted = figures.toSorted((a, b) => a.hidden - b.hidden || a.ratio - b.ratio);
  const labels = [...new Set(figures.map(({ label }) => label))];
  return {
    file: 'peers-update',
    title: `One PPO update beside PyTorch and JAX (${Object.entries(versions).flat().join(' ')})`,
    seed: 1,
    numbers: Object.fromEntries(
      labels.map((label) => {
        const own = figures.filter((row) => row.label === label);
        const hidden = own.map((row) => row.hidden).join(', ');
        return [`${label}: its time to ours, H = ${hidden}`, own.map(({ ratio }) => ratio)];
      }),
    ),
    table: [
      [
        'H',
        'beside',
        'its time to ours',
        'its update, ms',
        'ours with as many threads, ms',
        'compiling, s',
      ],
      // Losses first.
      ...sorted.map((row) => [
        String(row.hidden),
        row.label,
        row.ratio.toFixed(2),
        row.milliseconds.toFixed(1),
        row.ourMilliseconds.toFixed(1),
        row.compileSeconds > 0 ? row.compileSeconds.toFixed(1) : '',
      ]),
    ],
    versions,
    rows: figures,
  };
}
