import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, without colours. */
export function execute(program: string, words: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, env: { ...process.env, NO_COLOR: '1' } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs a program that must succeed, and returns what it printed. */
export async function printed(program: string, words: readonly string[], cwd: string) {
  const { code, stdout, stderr } = await execute(program, words, cwd);
  if (code !== 0) {
    throw new Error(`${program} ${words.join(' ')} ended with ${code}.\n${stdout}${stderr}`);
  }
  return stdout;
}

/** What `npm pack --json` says of a tarball. */
export interface Tarball {
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes. */
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs what the test run has built into the folder. */
export async function pack(folder: string): Promise<Tarball> {
  const words = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const described: unknown = JSON.parse(await printed('npm', words, root));
  if (Array.isArray(described)) return described[0];
  throw new Error(`npm pack described ${JSON.stringify(described)}`);
}

/**
 * A project that has nothing but the tarball, as `npm install` puts it there. Without the optional
 * package tfjs-node, whose install script downloads libtensorflow and may build from source.
 */
export async function install(folder: string, { filename }: Tarball): Promise<string> {
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  const thrifty = ['--prefer-offline', '--no-audit', '--no-fund', '--omit=optional'];
  await printed('npm', ['install', join(folder, filename), ...thrifty], project);
  return project;
}

/** A copy of a folder of `test/packages`, or of one file, inside the project. */
export function adopt(project: string, from: string, name: string): string {
  const to = join(project, name);
  cpSync(join(root, from), to, { recursive: true });
  return to;
}

/** What the compiler says of a `tsconfig.json` or of single files: one line an error. */
export async function compile(words: readonly string[], cwd: string): Promise<string[]> {
  const { stdout } = await execute(
    process.execPath,
    [compiler, '--pretty', 'false', ...words],
    cwd,
  );
  return stdout.split('\n').filter((line) => /error TS\d+/.test(line));
}
