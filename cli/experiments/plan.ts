import type { TaskDistribution } from '../../core/distribution.js';
import type { Experiment } from '../../schemas/experiment.js';
import type { RunConfiguration } from '../../schemas/run.js';
import { parseTraining, trainingConfiguration } from '../commands/train.js';
import { exitCodeOf, messageOf, UserError } from '../failures.js';
import { assertSameAgent } from '../start-from.js';
import { loadRunDistribution } from '../training.js';
import { checkArm } from './check-arm.js';
import { jobId, trainWords } from './words.js';

/** Words are read with this one; the others differ in nothing else. */
const FIRST_SEED = 1;

type RunDefinition = Experiment['runs'][number];

/** One run with one seed, and the arms that are meta-tested on it. Plain data, for a thread of its own. */
export interface Job {
  /** `kept-3`: also the name of its run folder and of what is kept of it. */
  readonly id: string;
  readonly run: string;
  readonly seed: number;
  readonly configuration: RunConfiguration;
  /** The job, with the same seed, whose parameters this one begins with. */
  readonly startFrom?: string;
  readonly arms: Experiment['arms'];
}

export interface PlanOptions {
  /** Seeds 1 … this many. */
  readonly seeds: number;
  /** A budget in place of all runs' own. */
  readonly steps: number | undefined;
}

/**
 * All jobs of an experiment, seed by seed, so that what is done first is comparable. Every word of every run and arm
 * is read here, before anything is trained. Throws on user mistakes, and says where.
 */
export async function planJobs(
  experiment: Experiment,
  { seeds, steps }: PlanOptions,
): Promise<Job[]> {
  const runs = await Promise.all(experiment.runs.map((run) => planRun(experiment, run, steps)));
  for (const planned of runs) {
    const source = runs.find(({ run }) => run === planned.startFrom);
    if (!source) continue;
    await explained(within(experiment, `run "${planned.run}"`), () =>
      assertSameAgent(`run "${source.run}"`, source, planned),
    );
  }
  return Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
    runs.map(({ run, configuration, startFrom, arms }) => ({
      ...{ id: jobId(run, seed), run, seed, arms },
      ...(startFrom !== undefined && { startFrom: jobId(startFrom, seed) }),
      configuration: { ...configuration, seed },
    })),
  );
}

interface PlannedRun extends Pick<Job, 'run' | 'configuration' | 'arms'> {
  /** The name of the run that it starts from. */
  readonly startFrom: string | undefined;
  readonly distribution: TaskDistribution;
}

/** What jobs are made of, everything in it checked. */
async function planRun(
  experiment: Experiment,
  run: RunDefinition,
  steps: number | undefined,
): Promise<PlannedRun> {
  const called = within(experiment, `run "${run.name}"`);
  const { configuration, distribution } = await explained(called, async () => {
    const read = await configurationOf(run, steps);
    return { configuration: read, distribution: await loadRunDistribution(read) };
  });
  const arms = experiment.arms.filter((arm) => arm.run === run.name);
  for (const arm of arms) {
    await explained(within(experiment, `arm "${arm.name}"`), () =>
      checkArm(experiment, arm, configuration, distribution),
    );
  }
  return { run: run.name, startFrom: run.startFrom, configuration, distribution, arms };
}

function within({ name }: Experiment, part: string): string {
  return `${part} of experiment ${name}`;
}

async function configurationOf(
  run: RunDefinition,
  steps: number | undefined,
): Promise<RunConfiguration> {
  const given = parseTraining(trainWords(run, FIRST_SEED, steps));
  const isOwn = [
    given.values.text('out'),
    given.values.text('resume'),
    given.values.text('start-from'),
    given.values.switch('json'),
  ];
  if (isOwn.some((value) => value !== undefined)) {
    throw new UserError(
      'Leave out --out, --resume, --start-from and --json: the experiment sees to that. What a run begins with is its "startFrom".',
    );
  }
  const configuration = await trainingConfiguration(given);
  if (configuration.budget.steps === undefined) {
    throw new UserError('It needs --steps, so that results do not depend on the machine.');
  }
  return configuration;
}

/** What a check throws says which part of the experiment is meant. */
async function explained<Result>(
  subject: string,
  check: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    throw exitCodeOf(error) === 2 ? new UserError(`${subject}: ${messageOf(error)}`) : error;
  }
}
