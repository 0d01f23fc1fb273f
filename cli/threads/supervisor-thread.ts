import { parentPort, Worker, workerData } from 'node:worker_threads';
import { reasonOf } from '../failures.js';
import type { CopyMessage, SupervisorAssignment, SupervisorMessage } from './copies.js';
import { abandon } from './shared-collective.js';

/**
 * Starts the further copies of a run and watches them. Copy 0 may be asleep at a barrier when a copy
 * dies, its event loop standing still; this thread's does not, so it can wake copy 0 up.
 */
const { copies, script, memory }: SupervisorAssignment = workerData;

function tell(message: SupervisorMessage): void {
  parentPort?.postMessage(message);
}

let loading = copies.length;
let hasFailed = false;

function fail(rank: number, reason: string): void {
  abandon(memory);
  if (!hasFailed) tell({ kind: 'failed', rank, reason });
  hasFailed = true;
}

for (const assignment of copies) {
  const worker = new Worker(new URL(script), { workerData: assignment });
  let hasFinished = false;
  worker.on('message', (message: CopyMessage) => {
    if (message === 'finished') hasFinished = true;
    else if (--loading === 0) tell({ kind: 'ready' });
  });
  worker.on('error', (error) => fail(assignment.rank, reasonOf(error)));
  worker.on('exit', (code) => {
    if (!hasFinished) fail(assignment.rank, `it ended early, with code ${code}`);
  });
}
