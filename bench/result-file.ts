import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commit, machine } from '../cli/experiments/provenance.js';
import { round } from './update.js';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Before anything is measured, and before anybody commits meanwhile. A copy without git is told by who made it. */
const [loadBefore = Number.NaN] = loadavg();
const measured = process.env.MOVING_CHEESE_COMMIT ?? commit() ?? 'unknown';

/** What was measured, as docs/results/README.md describes it. */
export interface Measurement {
  /** Name of its file in docs/results, without the ending. */
  readonly file: string;
  readonly title: string;
  readonly seed: number | readonly number[];
  readonly numbers: { readonly [name: string]: number | readonly number[] };
  /** For pages: rows of equally many cells, of which the first is the header. */
  readonly table?: readonly (readonly string[])[];
  /** Names of what must hold and does not: the command then fails. */
  readonly missed?: readonly string[];
  /** All that was measured, under any names. */
  readonly [more: string]: unknown;
}

/** Writes docs/results/<file>.json, with the version, commit and machine that were measured. */
export function writeResult(measurement: Measurement, command: string): void {
  const { file, title, seed, numbers, ...more } = measurement;
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const result = {
    title,
    command,
    seed,
    version,
    commit: measured,
    machine: `${machine()}, load ${round(loadBefore, 2)} before it began`,
    numbers,
    ...more,
  };
  const path = join(root, 'docs/results', `${file}.json`);
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
}
