import { Worker } from 'node:worker_threads';
import type { ExperimentJob } from '../../schemas/experiment-results.js';
import { reasonOf } from '../failures.js';
import type { ExperimentFolder } from './experiment-folder.js';
import type { Job } from './plan.js';

/** What the thread of a job is told at its start. */
export interface JobAssignment {
  readonly job: Job;
  readonly folder: string;
  /** The run folder of the job whose parameters it begins with. */
  readonly source: string | undefined;
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

/**
 * Runs jobs side by side, each in a thread of its own, and keeps what each one found as soon as it is done. A job waits
 * for the one that it starts from, and fails with it.
 */
export function runJobs(options: RunJobsOptions): RunningJobs {
  const { jobs, folder, workers, view } = options;
  const script = options.script ?? new URL('../threads/job-thread.js', import.meta.url);
  const stop = new SharedArrayBuffer(4);
  const stopWord = new Int32Array(stop);
  const waiting = [...jobs];
  const running = new Map<string, Promise<void>>();
  const failed: FailedJob[] = [];
  let done = 0;
  const fail = (job: Job, reason: string) => {
    failed.push({ job, reason });
    view.failed(job, reason);
  };
  const run = async (job: Job) => {
    view.started(job);
    const { id, startFrom } = job;
    const source = startFrom === undefined ? undefined : folder.run(startFrom);
    const assignment = { job, folder: folder.run(id), source, stop };
    const ending = await runInThread(script, assignment, (fraction) =>
      view.progress(job, fraction),
    );
    if (ending.kind === 'done') {
      folder.keep(id, ending.result);
      done++;
      view.done(job, ending.result);
    } else if (ending.kind === 'failed') fail(job, ending.reason);
    running.delete(id);
  };
  /** The first that needs not wait for another one; out of the list. */
  const next = (): Job | undefined => {
    const isAhead = (id: string) => running.has(id) || waiting.some((job) => job.id === id);
    const at = waiting.findIndex(({ startFrom }) => startFrom === undefined || !isAhead(startFrom));
    return at === -1 ? undefined : waiting.splice(at, 1)[0];
  };
  const work = async () => {
    while (waiting.length > 0 && Atomics.load(stopWord, 0) === 0) {
      const job = next();
      if (!job) {
        await Promise.race(running.values());
        continue;
      }
      const source = failed.find((other) => other.job.id === job.startFrom);
      if (source) {
        fail(job, `${source.job.id}, which it starts from, failed`);
        continue;
      }
      const ending = run(job);
      running.set(job.id, ending);
      await ending;
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
