import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { beginRun } from '../../../cli/begin-run.js';
import { trainRun } from '../../../cli/train-run.js';
import { loadTraining } from '../../../cli/training.js';
import type { RunConfiguration } from '../../../schemas/run.js';
import type { Snapshot } from './curve.js';

export interface OurTraining {
  readonly configuration: RunConfiguration;
  /** Env steps between snapshots. */
  readonly interval: number;
  /** After so many it ends, where its budget is not spent before. */
  readonly seconds: number;
}

/**
 * One training as `moving-cheese train` does it, with its files, in a thread of its own, where its code is compiled anew.
 * The clock starts when the modules are loaded, before anything is made of them.
 */
const { configuration, interval, seconds }: OurTraining = workerData;
const begun = performance.now();
const elapsed = () => (performance.now() - begun) / 1000;
const parent = mkdtempSync(join(tmpdir(), 'moving-cheese-peers-'));
const snapshots: Snapshot[] = [];
let next = interval;
try {
  const training = await loadTraining(configuration);
  const { folder, state } = await beginRun(join(parent, 'run'), training);
  await trainRun({
    training,
    folder,
    resume: state,
    onProgress: ({ steps }) => {
      if (steps < next) return;
      next += interval;
      const parameters = training.agent.parameters.values.slice();
      snapshots.push({ seconds: elapsed(), steps, parameters });
    },
    shouldStop: () => elapsed() >= seconds,
  });
} finally {
  rmSync(parent, { recursive: true });
}
parentPort?.postMessage(snapshots);
