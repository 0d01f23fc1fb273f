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
    const finished: { seconds: number; steps: number } = JSON.parse(
      stdout.trim().split('\n').at(-1) ?? '{}',
    );
    return finished.steps / finished.seconds;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
