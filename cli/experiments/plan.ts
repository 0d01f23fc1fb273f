import type { Experiment } from '../../schemas/experiment.js';
import type { RunConfiguration } from '../../schemas/run.js';
import { parseAdaptation } from '../commands/adapt.js';
import { parseTraining, trainingConfiguration } from '../commands/train.js';
import { exitCodeOf, messageOf, UserError } from '../failures.js';

type Arm = Experiment['arms'][number];
type RunDefinition = Experiment['runs'][number];

/** One run with one seed, and the arms that are meta-tested on it. Plain data, for a thread of its own. */
export interface Job {
  /** `kept-3`: also the name of its run folder and of what is kept of it. */
  readonly id: string;
  readonly run: string;
  readonly seed: number;
  readonly configuration: RunConfiguration;
  readonly arms: readonly Arm[];
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
  for (const arm of experiment.arms) await checkArm(experiment, arm);
  const jobs: Job[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    for (const run of experiment.runs) {
      jobs.push({
        id: jobId(run.name, seed),
        run: run.name,
        seed,
        configuration: await configurationOf(experiment, run, seed, steps),
        arms: experiment.arms.filter((arm) => arm.run === run.name),
      });
    }
  }
  return jobs;
}

export function jobId(run: string, seed: number): string {
  return `${run}-${seed}`;
}

/** What follows `moving-cheese train` for a run with a seed, but for the folder. */
export function trainWords({ train }: RunDefinition, seed: number, steps?: number): string[] {
  const given = wordsOf(train);
  const words = steps === undefined ? given : withoutFlag(given, '--steps');
  return [
    ...words,
    ...(steps === undefined ? [] : ['--steps', String(steps)]),
    ...['--seed', String(seed), '--workers', '1'],
  ];
}

/** What follows `moving-cheese adapt` for an arm with a seed. */
export function adaptWords({ adapt }: Arm, seed: number, folder: string): string[] {
  return [folder, ...wordsOf(adapt), '--seed', String(seed)];
}

/** Words do not hold blanks, so that nothing needs quotes. */
function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function withoutFlag(words: readonly string[], flag: string): string[] {
  return words.filter(
    (word, i) => word !== flag && words[i - 1] !== flag && !word.startsWith(`${flag}=`),
  );
}

function configurationOf(
  experiment: Experiment,
  run: RunDefinition,
  seed: number,
  steps: number | undefined,
): Promise<RunConfiguration> {
  return within(`run "${run.name}" of experiment ${experiment.name}`, async () => {
    const given = parseTraining(trainWords(run, seed, steps));
    refuse(given.values.text('out') ?? given.values.text('resume'), '--out and --resume');
    refuse(given.values.switch('json'), '--json');
    const configuration = await trainingConfiguration(given);
    if (configuration.budget.steps === undefined) {
      throw new UserError(
        'It needs --steps, so that results do not depend on how fast the machine is.',
      );
    }
    return configuration;
  });
}

function checkArm(experiment: Experiment, arm: Arm): Promise<void> {
  return within(`arm "${arm.name}" of experiment ${experiment.name}`, () => {
    const { values } = parseAdaptation(adaptWords(arm, 1, 'folder'));
    refuse(values.switch('json'), '--json');
  });
}

function refuse(value: unknown, flags: string): void {
  if (value !== undefined) throw new UserError(`Leave out ${flags}: the experiment sees to that.`);
}

/** Runs a check; what it throws says which part of the experiment is meant. */
async function within<Result>(
  subject: string,
  check: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    throw exitCodeOf(error) === 2 ? new UserError(`${subject}: ${messageOf(error)}`) : error;
  }
}
