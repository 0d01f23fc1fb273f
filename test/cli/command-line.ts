import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built command line. */
export const MAIN = join(root, 'dist/cli/main.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line to its end; `MAIN` in the environment is another copy of it. */
export function run(
  words: readonly string[],
  folder: string,
  environment: { readonly [name: string]: string } = {},
): Promise<Ended> {
  return start(words, folder, environment).ended;
}

/** Starts the command line; `process` is for killing it. */
export function start(
  words: readonly string[],
  folder: string,
  environment: { readonly [name: string]: string } = {},
) {
  const child = spawn(process.execPath, [environment.MAIN ?? MAIN, ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', ...environment },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, ended };
}

/** A folder of a test's own; `remove` when it is done. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'moving-cheese-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
