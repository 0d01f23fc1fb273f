import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredRun } from '../../docs/live/stored-run.js';
import { root } from '../docs/pages.js';

const RUNS = join(root, 'docs/results/runs');

/** The names of the runs that are committed. */
export const runNames: readonly string[] = readdirSync(RUNS).sort();

/** A committed run at its best, as a page would fetch it. */
export function storedRun(name: string): StoredRun {
  const folder = join(RUNS, name);
  const best = readdirSync(join(folder, 'best'));
  const bytesOf = (ending: string) =>
    readFileSync(join(folder, 'best', best.find((file) => file.endsWith(ending)) ?? ''));
  return {
    configuration: JSON.parse(readFileSync(join(folder, 'configuration.json'), 'utf8')),
    manifest: JSON.parse(bytesOf('.json').toString()),
    binary: new Uint8Array(bytesOf('.bin')).buffer,
  };
}

/** The name of a task distribution's committed run, which also says how long it was trained. */
export function runOf(distribution: string): string {
  const start = `${distribution.replaceAll('/', '-')}-`;
  const name = runNames.find((each) => each.startsWith(start));
  if (name === undefined) throw new Error(`No run of ${distribution} is committed.`);
  return name;
}
