import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A browser at work. */
export interface Visit {
  /** What pages wrote to the console so far: messages, errors, requests that were refused. */
  console(): readonly string[];
  /** Ends the browser and all its processes. */
  close(): Promise<void>;
}

/** Opens the address without a window, with a profile of its own and no network but this machine. */
export function visit(program: string, address: string): Visit {
  const profile = mkdtempSync(join(tmpdir(), 'moving-cheese-browser-'));
  const words = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--disable-component-update',
    '--no-first-run',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    '--enable-logging=stderr',
    `--user-data-dir=${profile}`,
    '--remote-debugging-port=0',
    address,
  ];
  // A group of its own, so that its helpers end with it.
  const child = spawn(program, words, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return {
    console: () => log.split('\n').filter((line) => line.includes(':CONSOLE')),
    async close() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
