import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps of a run what adapt, watch and a reader of its curve need: configuration, metrics and the newest of its best
 * checkpoints, or of its others where it was too short to have a best one. What was kept before in `to` is replaced.
 */
export function keepRun(from: string, to: string): void {
  const checkpoints = existsSync(join(from, 'best')) ? 'best' : 'checkpoints';
  rmSync(to, { recursive: true, force: true });
  mkdirSync(join(to, checkpoints), { recursive: true });
  for (const file of ['configuration.json', 'metrics.jsonl']) {
    cpSync(join(from, file), join(to, file));
  }
  const newest = readdirSync(join(from, checkpoints)).sort().slice(-2);
  for (const file of newest) cpSync(join(from, checkpoints, file), join(to, checkpoints, file));
}
