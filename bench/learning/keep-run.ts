import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps of a run what adapt, watch and a reader of its curve need: configuration, metrics and the newest of its best
 * checkpoints. What was kept before in `to` is replaced.
 */
export function keepRun(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(join(to, 'best'), { recursive: true });
  for (const file of ['configuration.json', 'metrics.jsonl']) {
    cpSync(join(from, file), join(to, file));
  }
  const newest = readdirSync(join(from, 'best')).sort().slice(-2);
  for (const file of newest) cpSync(join(from, 'best', file), join(to, 'best', file));
}
