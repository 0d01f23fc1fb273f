import { spawnSync } from 'node:child_process';

/** Builds the package once before all tests: some run it as users do. */
export function setup(): void {
  const { status, stdout } = spawnSync('npx', ['tsc', '-b', 'tsconfig.node.json'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build failed.\n${stdout}`);
}
