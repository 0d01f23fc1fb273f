import { availableParallelism } from 'node:os';
import { assertValid } from '../../core/validation.js';
import type { Experiment } from '../../schemas/experiment.js';
import {
  type ExperimentResults,
  experimentResultsSchema,
} from '../../schemas/experiment-results.js';
import { runConfigurationSchema } from '../../schemas/run.js';
import type { Flags } from '../arguments.js';
import { writeAtomically } from '../atomic-file.js';
import { defineCommand } from '../command.js';
import { experiments } from '../experiments/definitions/index.js';
import { type ExperimentFolder, openExperimentFolder } from '../experiments/experiment-folder.js';
import { findExperiment } from '../experiments/find-experiment.js';
import { renderPage } from '../experiments/page.js';
import { type Job, planJobs } from '../experiments/plan.js';
import { runJobs } from '../experiments/run-jobs.js';
import { summarise } from '../experiments/summarise.js';
import { FEWEST_SEEDS } from '../experiments/verdict.js';
import { INTERRUPTED } from '../failures.js';
import { listenForInterruption } from '../interruption.js';
import { lockRun } from '../run-lock.js';
import { type ExperimentProgress, experimentProgress } from '../terminal/experiment-progress.js';
import { experimentText } from '../terminal/experiment-table.js';
import { painter, wrap } from '../terminal/text.js';

const { steps } = runConfigurationSchema.properties.budget.properties;
const WIDTH = 94;

const flags = {
  seeds: {
    kind: 'integer',
    value: 'n',
    minimum: 1,
    maximum: 1000,
    about: `Every run is trained with the seeds 1 to n. Default ${FEWEST_SEEDS}; with fewer, nothing is decided.`,
  },
  steps: {
    kind: 'integer',
    value: 'n',
    minimum: steps.minimum,
    maximum: steps.maximum,
    about: "Train every run on so many env steps instead of the experiment's own: to try it.",
  },
  workers: {
    kind: 'integer',
    value: 'n',
    minimum: 1,
    maximum: 256,
    about: 'Runs at a time. Default as many as there are cores. Changes no result.',
  },
  out: {
    kind: 'text',
    value: 'dir',
    about: 'The folder to create or to go on in. Default runs/experiment-<name>.',
  },
  json: { kind: 'switch', about: 'Print one JSON object.' },
} as const satisfies Flags;

export const experiment = defineCommand({
  name: 'experiment',
  about: 'Runs an experiment over several seeds and says whether what was expected holds.',
  positionals: [
    {
      name: 'experiment',
      about: 'A name, or a .json file. Without it, all that are built in are listed.',
      required: false,
    },
  ],
  flags,
  notes: [
    'Writes results.json and page.html. What was interrupted goes on, and further seeds are added, when the same command is given again: what is done is kept.',
  ],
  async run({ values, positionals: [called] }) {
    const isJson = values.switch('json') ?? false;
    if (called === undefined) {
      process.stdout.write(isJson ? `${JSON.stringify(experiments, null, 2)}\n` : overview());
      return 0;
    }
    const found = findExperiment(called);
    const seeds = values.number('seeds') ?? FEWEST_SEEDS;
    const steps = values.number('steps');
    const jobs = await planJobs(found, { seeds, steps });
    const folder = openExperimentFolder(
      values.text('out') ?? defaultFolder(found, steps),
      found,
      steps,
    );
    const unlock = lockRun(folder.path);
    try {
      const workers = Math.min(values.number('workers') ?? availableParallelism(), jobs.length);
      const code = await work({ found, called, jobs, folder, workers, isJson });
      if (code !== 0) return code;
      const done = jobs.flatMap(({ id }) => folder.load(id) ?? []);
      const results = summarise({ experiment: found, called, steps, jobs: done });
      assertResults(`results of experiment ${called}`, results);
      writeAtomically(folder.results, `${JSON.stringify(results, null, 2)}\n`);
      writeAtomically(folder.page, renderPage(results));
      process.stdout.write(isJson ? `${JSON.stringify(results, null, 2)}\n` : ending(results));
      if (!isJson) process.stdout.write(`\nresults  ${folder.results}\npage     ${folder.page}\n`);
      return 0;
    } finally {
      unlock();
    }
  },
});

interface Work {
  readonly found: Experiment;
  readonly called: string;
  readonly jobs: readonly Job[];
  readonly folder: ExperimentFolder;
  readonly workers: number;
  readonly isJson: boolean;
}

/** Does the jobs that are not done. Returns the exit code. */
async function work({ found, called, jobs, folder, workers, isJson }: Work): Promise<number> {
  const paint = painter(process.stdout);
  const say = (text: string) => {
    if (!isJson) process.stdout.write(`${text}\n`);
  };
  const left = jobs.filter(({ id }) => folder.load(id) === undefined);
  const before = jobs.length - left.length;
  const skipped = before === 0 ? '' : `, ${before} of them done before`;
  say(paint('bold', wrap(found.question, WIDTH).join('\n')));
  say(wrap(`Expected: ${found.expectation}`, WIDTH).join('\n'));
  say(paint('dim', `${jobs.length} jobs${skipped}, ${workers} at a time, in ${folder.path}\n`));
  if (left.length === 0) return 0;
  const view = isJson ? SILENT : experimentProgress(jobs.length, before, process.stdout);
  const running = runJobs({ jobs: left, folder, workers, view });
  const interruption = listenForInterruption(() => {
    view.end();
    say('Finishing iterations and saving…');
    running.stop();
  });
  const { failed, isComplete } = await running.ended;
  interruption.release();
  view.end();
  if (failed.length > 0) {
    const reasons = failed.map(({ job, reason }) => `${job.id}: ${reason}`);
    process.stderr.write(
      `${painter(process.stderr)('red', 'error')} ${failed.length} of ${jobs.length} jobs failed, the others are kept in ${folder.path}.\n${reasons.join('\n')}\n`,
    );
    return 1;
  }
  if (isComplete) return 0;
  say(`Saved. Go on by the same command: moving-cheese experiment ${called} …`);
  return INTERRUPTED;
}

const SILENT: ExperimentProgress = {
  started() {},
  progress() {},
  done() {},
  failed() {},
  end() {},
};

/** Trying an experiment out must not stand in the way of the real one. */
function defaultFolder({ name }: Experiment, steps: number | undefined): string {
  return `runs/experiment-${name}${steps === undefined ? '' : `-${steps}-steps`}`;
}

function ending(results: ExperimentResults): string {
  return `\n${experimentText(results, painter(process.stdout))}\n`;
}

function overview(): string {
  const paint = painter(process.stdout);
  const texts = experiments.map(({ name, question }) => {
    const lines = wrap(question, WIDTH).map((line) => `  ${line}`);
    return [paint('bold', name), ...lines].join('\n');
  });
  return `${texts.join('\n\n')}\n\nRun one: moving-cheese experiment ${experiments[0]?.name}\n`;
}

function assertResults(subject: string, value: ExperimentResults): void {
  assertValid(subject, experimentResultsSchema, value);
}
