import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { discretePreset } from '../../../agents/index.js';
import { joinConfiguration } from '../../../cli/configuration.js';
import type { ExperimentFolder } from '../../../cli/experiments/experiment-folder.js';
import type { Job } from '../../../cli/experiments/plan.js';
import { runJobs } from '../../../cli/experiments/run-jobs.js';
import { temporaryFolder } from '../command-line.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const configuration = joinConfiguration({ workers: 1 }, { id: 'maze/lecture-v0' }, discretePreset);
const job = (run: string): Job => ({ id: `${run}-1`, run, seed: 1, configuration, arms: [] });

/** A thread that does as the run's name says. */
const script = join(folder.path, 'thread.mjs');
writeFileSync(
  script,
  `import { parentPort, workerData } from 'node:worker_threads';
const { job: { run, seed }, stop } = workerData;
if (run === 'exits') process.exit(3);
if (run === 'throws') throw new Error('out of luck');
if (run === 'waits') {
  parentPort.postMessage({ kind: 'progress', fraction: 0.5 });
  const word = new Int32Array(stop);
  while (Atomics.load(word, 0) === 0) Atomics.wait(word, 0, 0, 20);
  parentPort.postMessage({ kind: 'stopped' });
} else parentPort.postMessage({ kind: 'done', result: { run, seed, results: {} } });
`,
);

/** Runs them, and tells what was seen. */
function running(runs: readonly string[], workers: number, onProgress = () => {}) {
  const seen: string[] = [];
  const kept: string[] = [];
  const its: ExperimentFolder = {
    ...{ path: folder.path, results: '', page: '' },
    run: (id) => join(folder.path, id),
    load: () => undefined,
    keep: (id) => kept.push(id),
  };
  const jobs = runJobs({
    jobs: runs.map(job),
    folder: its,
    workers,
    script: pathToFileURL(script),
    view: {
      started: ({ id }) => seen.push(`started ${id}`),
      progress: onProgress,
      done: ({ id }) => seen.push(`done ${id}`),
      failed: ({ id }, reason) => seen.push(`failed ${id}: ${reason}`),
    },
  });
  return { jobs, seen, kept };
}

it('a thread that dies or throws is a job that failed, and the others are done', async () => {
  const { jobs, seen, kept } = running(['works', 'exits', 'throws', 'does'], 2);
  const { failed, isComplete } = await jobs.ended;
  expect(isComplete).toBe(false);
  expect(failed.map(({ job: { id }, reason }) => `${id}: ${reason}`).sort()).toEqual([
    'exits-1: its thread ended early, with code 3',
    'throws-1: out of luck',
  ]);
  expect(kept.sort()).toEqual(['does-1', 'works-1']);
  expect(seen.filter((each) => each.startsWith('started'))).toHaveLength(4);
});

it('stopping lets running jobs end and begins no others', async () => {
  const { jobs, seen, kept } = running(['works', 'waits', 'does'], 1, () => jobs.stop());
  const { failed, isComplete } = await jobs.ended;
  expect({ failed, isComplete }).toEqual({ failed: [], isComplete: false });
  expect(kept).toEqual(['works-1']);
  expect(seen).toEqual(['started works-1', 'done works-1', 'started waits-1']);
});
