import { Worker } from 'node:worker_threads';
import type { ExperimentJob } from '../../schemas/experiment-results.js';
import { reasonOf } from '../failures.js';
import type { ExperimentFolder } from './experiment-folder.js';
import type { Job } from './plan.js';

/** What the thread of a job is told at its start. */
export interface JobAssignment {
  readonly job: Job;
  readonly folder: string;
  /** A word that becomes 1 when all are to stop. */
  readonly stop: SharedArrayBuffer;
}

export type JobMessage =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'done'; readonly result: ExperimentJob }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly reason: string };

/** What is seen of jobs from outside. */
export interface JobsView {
  started(job: Job): void;
  progress(job: Job, fraction: number): void;
  done(job: Job, result: ExperimentJob): void;
  failed(job: Job, reason: string): void;
}

export interface RunJobsOptions {
  readonly jobs: readonly Job[];
  readonly folder: ExperimentFolder;
  /** Threads at a time. */
  readonly workers: number;
  readonly view: JobsView;
  /** What a thread runs; a stand-in in tests. */
  readonly script?: URL;
}

interface FailedJob {
  readonly job: Job;
  readonly reason: string;
}

export interface RunningJobs {
  /** Resolves when none is running any more. What failed is named; nothing of the others is lost by it. */
  readonly ended: Promise<{ readonly failed: readonly FailedJob[]; readonly isComplete: boolean }>;
  /** Lets running jobs finish their iteration and save, and begins no further ones. */
  stop(): void;
}

/** Runs jobs side by side, each in a thread of its own, and keeps what each one found as soon as it is done. */
export function runJobs(options: RunJobsOptions): RunningJobs {
  const { jobs, folder, workers, view } = options;
  const script = options.script ?? new URL('../threads/job-thread.js', import.meta.url);
  const stop = new SharedArrayBuffer(4);
  const stopWord = new Int32Array(stop);
  const waiting = [...jobs];
  const failed: FailedJob[] = [];
  let done = 0;
  const work = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      if (Atomics.load(stopWord, 0) === 1) return;
      view.started(job);
      const current = job;
      const assignment = { job, folder: folder.run(job.id), stop };
      const ending = await runInThread(script, assignment, (fraction) =>
        view.progress(current, fraction),
      );
      if (ending.kind === 'done') {
        folder.keep(job.id, ending.result);
        done++;
        view.done(job, ending.result);
      } else if (ending.kind === 'failed') {
        failed.push({ job, reason: ending.reason });
        view.failed(job, ending.reason);
      }
    }
  };
  const ended = Promise.all(Array.from({ length: workers }, work)).then(() => ({
    failed,
    isComplete: done === jobs.length,
  }));
  return { ended, stop: () => void Atomics.store(stopWord, 0, 1) };
}

/** The last word of a thread. A thread that dies has failed, too. */
function runInThread(
  script: URL,
  assignment: JobAssignment,
  onProgress: (fraction: number) => void,
): Promise<Exclude<JobMessage, { kind: 'progress' }>> {
  return new Promise((resolve) => {
    const worker = new Worker(script, { workerData: assignment });
    worker.on('message', (message: JobMessage) => {
      if (message.kind === 'progress') onProgress(message.fraction);
      else resolve(message);
    });
    worker.on('error', (error) => resolve({ kind: 'failed', reason: reasonOf(error) }));
    worker.on('exit', (code) =>
      resolve({ kind: 'failed', reason: `its thread ended early, with code ${code}` }),
    );
  });
}
