import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PartialRunConfiguration } from '../schemas/run.js';

const main = fileURLToPath(new URL('../cli/main.js', import.meta.url));

/**
 * Env steps a second that `moving-cheese train` reaches in a process of its own with this configuration, saving included
 * and loading not. The run is thrown away.
 */
export async function trainByCommand(configuration: PartialRunConfiguration): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'moving-cheese-bench-'));
  const file = join(folder, 'configuration.json');
  const words = [main, 'train', '--config', file, '--json', '--out', join(folder, 'run')];
  try {
    writeFileSync(file, JSON.stringify(configuration));
    const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: 1 << 28 });
    const { steps, seconds } = trainingOf(stdout);
    return steps / seconds;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a whole training that `train --json` printed went through: on which backend, how many env steps, in how long. */
export function trainingOf(stdout: string): {
  readonly backend: string;
  readonly steps: number;
  readonly seconds: number;
} {
  const events: { event: string; backend: string; steps: number; seconds: number }[] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const last = (name: string) => events.findLast(({ event }) => event === name);
  const [started, progress, finished] = ['started', 'progress', 'finished'].map(last);
  if (!started || !progress || !finished) {
    throw new Error(`The training did not come to its end: ${stdout.slice(-200)}`);
  }
  // The steps of `finished` are those after which the agent was at its best.
  return { backend: started.backend, steps: progress.steps, seconds: finished.seconds };
}
