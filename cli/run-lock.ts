import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { hasCode, UserError } from './failures.js';

/**
 * Keeps two processes from training in one run folder. A lock whose process is gone, as after
 * `kill -9`, does not count. Returns what releases it. Throws `UserError` when the folder is in use.
 */
export function lockRun(folder: string): () => void {
  const path = join(folder, 'training.lock');
  const holder = holderOf(path);
  if (holder?.host === hostname() && holder.process !== process.pid && isAlive(holder.process)) {
    throw new UserError(
      `Process ${holder.process} is training in ${folder} already. Wait for it or stop it; if there is no such process, delete ${path}.`,
    );
  }
  writeFileSync(path, `${process.pid} ${hostname()}\n`);
  return () => rmSync(path, { force: true });
}

function holderOf(path: string): { process: number; host: string } | undefined {
  try {
    const [id, host = ''] = readFileSync(path, 'utf8').trim().split(' ');
    return { process: Number(id), host };
  } catch {
    return undefined;
  }
}

function isAlive(id: number): boolean {
  if (!Number.isSafeInteger(id) || id <= 0) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
