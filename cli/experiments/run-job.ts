import { existsSync } from 'node:fs';
import type { ExperimentJob } from '../../schemas/experiment-results.js';
import type { Results } from '../../schemas/results.js';
import type { RunConfiguration } from '../../schemas/run.js';
import { beginRun } from '../begin-run.js';
import { adaptation, parseAdaptation } from '../commands/adapt.js';
import { assertUnchanged } from '../resume.js';
import { openRunFolder } from '../run-folder.js';
import { startFrom } from '../start-from.js';
import { loadResumeState, trainRun } from '../train-run.js';
import { loadTraining } from '../training.js';
import type { Job } from './plan.js';
import { adaptWords } from './words.js';

export interface RunJobOptions {
  readonly job: Job;
  /** Its run folder, to be created or gone on with. */
  readonly folder: string;
  /** The run folder of the job whose parameters it begins with. */
  readonly source: string | undefined;
  /** Called after every iteration, with the share of the budget that is spent. */
  readonly onProgress: (fraction: number) => void;
  readonly shouldStop: () => boolean;
}

/**
 * Does one job: trains as `train` does, or goes on where it was stopped, then meta-tests every arm as `adapt` does.
 * Undefined when it was asked to stop before. Throws on user mistakes.
 */
export async function runJob(options: RunJobOptions): Promise<ExperimentJob | undefined> {
  const { job, folder, source, onProgress, shouldStop } = options;
  const opened = existsSync(folder) ? openRunFolder(folder) : undefined;
  if (opened) assertUnchanged(folder, opened.configuration, job.configuration);
  const training = await loadTraining(opened?.configuration ?? (await configured(job, source)));
  const begun = opened
    ? { folder: opened.folder, ...loadResumeState(training, opened.folder) }
    : await beginRun(folder, training);
  const { isComplete } = await trainRun({
    training,
    folder: begun.folder,
    resume: begun.state,
    onProgress: ({ fraction }) => onProgress(fraction),
    shouldStop,
  });
  if (!isComplete) return undefined;
  const results: { [arm: string]: Results } = {};
  for (const arm of job.arms) {
    const { values, positionals } = parseAdaptation(adaptWords(arm, job.seed, folder));
    results[arm.name] = await adaptation(values, positionals);
  }
  return { run: job.run, seed: job.seed, results };
}

/** The configuration of a job that begins, with what it begins with. */
async function configured(
  { configuration }: Job,
  source: string | undefined,
): Promise<RunConfiguration> {
  if (source === undefined) return configuration;
  return { ...configuration, startFrom: await startFrom(source) };
}
