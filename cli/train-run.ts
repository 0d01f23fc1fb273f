import { setImmediate as turn } from 'node:timers/promises';
import { alone } from '../agents/collective.js';
import type { Progress, TrainingState } from '../agents/meta-train.js';
import { BestSoFar } from './best-so-far.js';
import { discardCheckpointsAfter, loadCheckpoint, saveCheckpoint } from './checkpoint.js';
import { UserError } from './failures.js';
import { MetricsFile, metricsLineOf } from './metrics-file.js';
import type { RunFolder } from './run-folder.js';
import { lockRun } from './run-lock.js';
import { type Copies, startCopies } from './threads/copies.js';
import { ownerOf, startTraining, type Training } from './training.js';

/** A checkpoint is written this often, and at the end. When, changes nothing in the result. */
const CHECKPOINT_SECONDS = 1;

export interface TrainRunOptions {
  readonly training: Training;
  readonly folder: RunFolder;
  /** Where to go on from; of iteration 0 in a run that starts from another; from random parameters when absent. */
  readonly resume: TrainingState | undefined;
  /** Called after every iteration. */
  readonly onProgress: (progress: Progress) => void;
  /** Asked before every iteration. */
  readonly shouldStop: () => boolean;
}

export interface TrainRunResult {
  readonly iteration: number;
  readonly steps: number;
  /** Seconds of training in this process. */
  readonly seconds: number;
  /** False when it was asked to stop before its budget was spent. */
  readonly isComplete: boolean;
}

/** Trains in a run folder: metrics after every iteration, checkpoints now and then and at the end. */
export async function trainRun(options: TrainRunOptions): Promise<TrainRunResult> {
  const { training, folder, resume } = options;
  const { configuration, distribution, agent } = training;
  const owner = ownerOf(configuration, distribution, agent);
  const unlock = lockRun(folder.path);
  let copies: Copies | undefined;
  let metrics: MetricsFile | undefined;
  try {
    if (configuration.workers > 1) copies = await startCopies(configuration, resume);
    discardCheckpointsAfter(folder.checkpoints, resume?.iteration ?? 0);
    metrics = MetricsFile.open(folder.metrics, resume?.iteration ?? 0);
    const written = metrics;
    const best = new BestSoFar(folder.best, owner, MetricsFile.read(folder.metrics));
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1000;
    let savedAt = 0;
    let last: Progress | undefined;
    let savedIteration = resume?.iteration ?? 0;
    const save = (progress: Progress) => {
      written.flush();
      // The best first: what a regular checkpoint goes on from must know it.
      best.save();
      saveCheckpoint(folder.checkpoints, progress.state(), owner);
      savedIteration = progress.iteration;
      savedAt = seconds();
    };
    const iterations = startTraining(
      training,
      resume,
      copies?.collective ?? alone,
      options.shouldStop,
    );
    for await (const progress of iterations) {
      last = progress;
      const clock = (resume?.seconds ?? 0) + seconds();
      written.append(
        metricsLineOf(progress, configuration.budget.steps === undefined ? clock : undefined),
      );
      best.consider(progress.returnByEpisode, progress.state);
      options.onProgress(progress);
      if (savedIteration === 0 || seconds() - savedAt >= CHECKPOINT_SECONDS) save(progress);
      // Lets signals and messages of threads in.
      await turn();
    }
    if (last && last.iteration !== savedIteration) save(last);
    const done = last ?? resume ?? { iteration: 0, steps: 0 };
    return {
      iteration: done.iteration,
      steps: done.steps,
      seconds: seconds(),
      isComplete: !options.shouldStop() || (last !== undefined && last.fraction >= 1),
    };
  } catch (error) {
    throw copies ? await copies.explain(error) : error;
  } finally {
    metrics?.close();
    await copies?.stop();
    unlock();
  }
}

/**
 * The state to go on from and warnings about what was passed over. No state when the run was stopped
 * before its first checkpoint: it then starts again. Throws `UserError` when no checkpoint is good.
 */
export function loadResumeState(
  training: Training,
  folder: RunFolder,
): { readonly state: TrainingState | undefined; readonly warnings: readonly string[] } {
  const { configuration, distribution, agent } = training;
  const found = loadCheckpoint(folder.checkpoints, ownerOf(configuration, distribution, agent));
  if (!found) {
    if (!configuration.startFrom) return { state: undefined, warnings: [] };
    throw new UserError(
      `${folder.checkpoints} has no checkpoint, not even the one of iteration 0 with the parameters that the run begins with. Restore it from a copy, or train anew.`,
    );
  }
  const { iteration } = found.state;
  const warnings = found.refused.map(
    (reason) => `${reason} Using the previous checkpoint, of iteration ${iteration}.`,
  );
  if (MetricsFile.count(folder.metrics) < iteration) {
    throw new UserError(
      `${folder.metrics} has fewer whole lines than the ${iteration} iterations of the checkpoint: it was edited. Restore it from a copy, or train anew.`,
    );
  }
  return { state: found.state, warnings };
}
