import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync } from 'node:fs';
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

/** Builds the package, one test file at a time: the compiler does nothing where nothing changed. */
export async function build(): Promise<void> {
  const lock = join(tmpdir(), 'moving-cheese-build.lock');
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
      if (age > 120_000) rmSync(lock, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  try {
    const { status, stdout } = spawnSync('npx', ['tsc', '-b', 'tsconfig.node.json'], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`The build failed.\n${stdout}`);
  } finally {
    rmdirSync(lock);
  }
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
