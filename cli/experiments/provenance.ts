import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

/** `AMD EPYC, 2 cores, Node v20.20.2`. */
export function machine(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${processor}, ${availableParallelism()} cores, Node ${process.version}`;
}

/** The commit of a clone, with `-dirty` where files were changed since; undefined in an installed package. */
export function commit(): string | undefined {
  for (const up of ['../../../', '../../']) {
    const root = fileURLToPath(new URL(up, import.meta.url));
    if (!existsSync(`${root}.git`)) continue;
    try {
      const words = ['describe', '--always', '--dirty', '--exclude=*'];
      return execFileSync('git', words, {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    } catch {
      return undefined;
    }
  }
  return undefined;
}
