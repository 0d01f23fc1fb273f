import { parentPort, workerData } from 'node:worker_threads';
import { runJob } from '../experiments/run-job.js';
import type { JobAssignment, JobMessage } from '../experiments/run-jobs.js';
import { messageOf } from '../failures.js';

/** News of how far a job is, at most this often. */
const NEWS_MILLISECONDS = 250;

/** One job of an experiment from its beginning, or from where it was stopped, to its end. */
const { job, folder, source, stop }: JobAssignment = workerData;
const stopWord = new Int32Array(stop);
let toldAt = Number.NEGATIVE_INFINITY;

function tell(message: JobMessage): void {
  parentPort?.postMessage(message);
}

try {
  const done = await runJob({
    job,
    folder,
    source,
    onProgress: (fraction) => {
      if (performance.now() - toldAt < NEWS_MILLISECONDS) return;
      toldAt = performance.now();
      tell({ kind: 'progress', fraction });
    },
    shouldStop: () => Atomics.load(stopWord, 0) === 1,
  });
  tell(done ? { kind: 'done', result: done } : { kind: 'stopped' });
} catch (error) {
  tell({ kind: 'failed', reason: messageOf(error) });
}
