import type { Experiment } from '../../schemas/experiment.js';
import type { RunConfiguration } from '../../schemas/run.js';
import { parseTraining, trainingConfiguration } from '../commands/train.js';
import { exitCodeOf, messageOf, UserError } from '../failures.js';
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
  return Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
    runs.map(({ run, configuration, arms }) => ({
      ...{ id: jobId(run, seed), run, seed, arms },
      configuration: { ...configuration, seed },
    })),
  );
}

/** The job of a run but for its seed, everything in it checked. */
async function planRun(
  experiment: Experiment,
  run: RunDefinition,
  steps: number | undefined,
): Promise<Omit<Job, 'id' | 'seed'>> {
  const within = (part: string) => `${part} of experiment ${experiment.name}`;
  const { configuration, distribution } = await explained(within(`run "${run.name}"`), async () => {
    const read = await configurationOf(run, steps);
    return { configuration: read, distribution: await loadRunDistribution(read) };
  });
  const arms = experiment.arms.filter((arm) => arm.run === run.name);
  for (const arm of arms) {
    await explained(within(`arm "${arm.name}"`), () =>
      checkArm(experiment, arm, configuration, distribution),
    );
  }
  return { run: run.name, configuration, arms };
}

async function configurationOf(
  run: RunDefinition,
  steps: number | undefined,
): Promise<RunConfiguration> {
  const given = parseTraining(trainWords(run, FIRST_SEED, steps));
  const isOwn = [
    given.values.text('out'),
    given.values.text('resume'),
    given.values.switch('json'),
  ];
  if (isOwn.some((value) => value !== undefined)) {
    throw new UserError('Leave out --out, --resume and --json: the experiment sees to that.');
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
