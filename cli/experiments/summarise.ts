import {
  EXPERIMENT_FORMAT_VERSION,
  type Experiment,
  type MeasureName,
} from '../../schemas/experiment.js';
import type { ExperimentJob, ExperimentResults } from '../../schemas/experiment-results.js';
import type { Results } from '../../schemas/results.js';
import { packageVersion } from '../package-version.js';
import { measureOf, measureOfReference } from './measures.js';
import { commit, machine } from './provenance.js';
import { meanWithInterval } from './student.js';
import { judge, verdictOn } from './verdict.js';
import { adaptWords, jobId, trainWords } from './words.js';

type Arm = Experiment['arms'][number];
type Claim = Experiment['claims'][number];
type ArmResults = ExperimentResults['arms'][number];

export interface SummaryOptions {
  readonly experiment: Experiment;
  /** How it is called on the command line: its name or its file. */
  readonly called: string;
  readonly steps: number | undefined;
  /** All of them, in the order of the seeds. */
  readonly jobs: readonly ExperimentJob[];
}

/** What came out, all of it computed from what jobs found. Throws `UserError` where a measure is not known. */
export function summarise({ experiment, called, steps, jobs }: SummaryOptions): ExperimentResults {
  const seeds = [...new Set(jobs.map(({ seed }) => seed))];
  const bySeed = (arm: Arm): Results[] =>
    seeds.flatMap((seed) => {
      const job = jobs.find((each) => each.run === arm.run && each.seed === seed);
      return job?.results[arm.name] ?? [];
    });
  const claims = experiment.claims.map((claim) => {
    const measure = claim.measure ?? experiment.measure;
    return judge(claim, measure, differencesOf(experiment, claim, measure, bySeed));
  });
  const its = commit();
  const command = ['moving-cheese experiment', called, '--seeds', String(seeds.length)];
  return {
    formatVersion: EXPERIMENT_FORMAT_VERSION,
    experiment,
    seeds,
    ...(steps !== undefined && { steps }),
    command: [...command, ...(steps === undefined ? [] : ['--steps', String(steps)])].join(' '),
    version: packageVersion(),
    ...(its !== undefined && { commit: its }),
    machine: machine(),
    arms: experiment.arms.map((arm) => armResults(experiment, arm, seeds, bySeed(arm), steps)),
    claims,
    verdict: verdictOn({ claims, seeds: seeds.length, steps }),
  };
}

function differencesOf(
  { arms }: Experiment,
  { arm: name, against }: Claim,
  measure: MeasureName,
  bySeed: (arm: Arm) => Results[],
): number[] {
  const arm = arms.find((each) => each.name === name)!;
  const other = arms.find((each) => each.name === against.arm);
  const others = other && bySeed(other);
  return bySeed(arm).map((results, i) => {
    const compared =
      other && others
        ? measureOf(measure, other, others[i]!)
        : against.reference !== undefined
          ? measureOfReference(measure, arm, results, against.reference)
          : (against.value ?? 0);
    return measureOf(measure, arm, results) - compared;
  });
}

function armResults(
  { measure, runs }: Experiment,
  arm: Arm,
  seeds: readonly number[],
  all: readonly Results[],
  steps: number | undefined,
): ArmResults {
  const measured = all.map((results) => measureOf(measure, arm, results));
  const first = all[0]!;
  const byEpisode = first.returnByEpisode.map((_, episode) =>
    meanWithInterval(all.map(({ returnByEpisode }) => returnByEpisode[episode]!)),
  );
  const intervals = byEpisode.flatMap(({ interval }) => (interval ? [interval] : []));
  const [seed = 1] = seeds;
  return {
    name: arm.name,
    commands: [
      ...trainCommands(runs, arm.run, seed, steps),
      ['moving-cheese adapt', ...adaptWords(arm, seed, folderOf(arm.run, seed))].join(' '),
    ],
    distribution: first.distribution,
    split: first.split,
    tasks: first.tasks,
    ...meanWithInterval(measured),
    total: mean(all.map(({ total }) => total)),
    ...(arm.published !== undefined && { published: arm.published }),
    returnByEpisode: byEpisode.map((each) => each.mean),
    ...(intervals.length > 0 && { intervalByEpisode: intervals }),
    references: meanReferences(all),
    seeds: all.map((results, i) => ({
      seed: seeds[i]!,
      measured: measured[i]!,
      total: results.total,
      returnByEpisode: results.returnByEpisode,
      stepsByEpisode: results.stepsByEpisode,
      ...(results.informationByEpisode && { informationByEpisode: results.informationByEpisode }),
      steps: results.steps,
    })),
  };
}

/** Those that train a run, in order: what it starts from comes before it. */
function trainCommands(
  runs: Experiment['runs'],
  name: string,
  seed: number,
  steps: number | undefined,
): string[] {
  const run = runs.find((each) => each.name === name)!;
  const { startFrom } = run;
  const words = [
    ...['moving-cheese train', ...trainWords(run, seed, steps)],
    ...(startFrom === undefined ? [] : ['--start-from', folderOf(startFrom, seed)]),
    ...['--out', folderOf(name, seed)],
  ];
  const before = startFrom === undefined ? [] : trainCommands(runs, startFrom, seed, steps);
  return [...before, words.join(' ')];
}

/** Where a reader who types the commands has the run. */
function folderOf(run: string, seed: number): string {
  return `runs/${jobId(run, seed)}`;
}

/** Where references are means over the tasks that were met, those differ from seed to seed. */
function meanReferences(all: readonly Results[]): Results['references'] {
  const means: Results['references'] = {};
  for (const [name, first] of Object.entries(all[0]?.references ?? {})) {
    const each = all.flatMap(({ references }) => references[name] ?? []);
    means[name] = {
      ...first,
      returnByEpisode: first.returnByEpisode.map((_, episode) =>
        mean(each.map(({ returnByEpisode }) => returnByEpisode[episode]!)),
      ),
      total: mean(each.map(({ total }) => total)),
    };
  }
  return means;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
