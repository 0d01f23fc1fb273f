import type { Progress, TrainingState } from '../agents/meta-train.js';
import { INTERRUPTED } from './failures.js';
import type { MeasuredBackends } from './fastest-backend.js';
import { type FinishedRun, finishRun } from './finish-run.js';
import { listenForInterruption } from './interruption.js';
import type { RunFolder } from './run-folder.js';
import { columnsOf } from './terminal/episodes.js';
import { progressView } from './terminal/progress.js';
import { bayesOptimalSentence, evaluationTitle, resultsTable } from './terminal/results-table.js';
import { figure, type Painter, painter } from './terminal/text.js';
import { type TrainRunResult, trainRun } from './train-run.js';
import type { Training } from './training.js';

export interface TrainAndReportOptions {
  readonly training: Training;
  readonly folder: RunFolder;
  readonly resume: TrainingState | undefined;
  /** JSON lines instead of text for people. */
  readonly isJson: boolean;
  /** What people are told at the end, in paragraphs; the table of returns when absent. */
  readonly summarise?: (finished: FinishedRun, paint: Painter) => readonly string[];
}

/** With `--json`, a line of progress at most this often. */
const JSON_LINE_SECONDS = 1;

/** Trains, then evaluates on the test split and writes the report. Returns the exit code. */
export async function trainAndReport(options: TrainAndReportOptions): Promise<number> {
  const { training, folder, resume, isJson } = options;
  const { configuration, distribution, measured } = training;
  const paint = painter(process.stdout);
  const say = (text: string) => {
    if (!isJson) process.stdout.write(`${text}\n`);
  };
  const tell = (event: string, facts: object) => {
    if (isJson) process.stdout.write(`${JSON.stringify({ event, ...facts })}\n`);
  };
  const { backend, workers, seed } = configuration;
  const begin = { run: folder.path, distribution: distribution.id, seed, backend, workers };
  const comparison = measured ? { microsecondsPerStep: measured } : {};
  tell('started', { ...begin, ...comparison, iteration: resume?.iteration ?? 0 });
  const from = resume ? `, from ${placeOf(resume, training)}` : '';
  const workersText = `${workers} ${workers === 1 ? 'worker' : 'workers'}`;
  const backendText = `backend ${backend}${measured ? ` (${comparisonOf(measured)})` : ''}`;
  say(paint('dim', `seed ${seed}, ${workersText}, ${backendText}${from}, run ${folder.path}`));

  const view = isJson ? jsonView(tell) : progressView(distribution.id, process.stdout);
  const interruption = listenForInterruption(() => say('\nFinishing the iteration and saving…'));
  let result: TrainRunResult;
  try {
    result = await trainRun({
      training,
      folder,
      resume,
      onProgress: (progress) => view.update(progress),
      shouldStop: interruption.isRequested,
    });
  } finally {
    view.end();
    interruption.release();
  }
  const { iteration, steps, seconds, isComplete } = result;
  if (!isComplete) {
    tell('interrupted', { run: folder.path, iteration, steps });
    say(`Saved at iteration ${iteration}. Go on with: moving-cheese train --resume ${folder.path}`);
    return INTERRUPTED;
  }
  const finished = finishRun(training, folder);
  tell('finished', { run: folder.path, report: folder.report, seconds, ...finished.results });
  say('');
  for (const text of (options.summarise ?? summaryOf)(finished, paint)) say(text);
  say(`\nrun     ${folder.path}\nreport  ${folder.report}`);
  say(`next    npx moving-cheese watch ${folder.path}`);
  return 0;
}

/** `a trained step takes kernel 3.5 µs, tensorflow 21 µs`. */
function comparisonOf(measured: MeasuredBackends): string {
  const times = Object.entries(measured).map(([name, time]) => `${name} ${figure(time)} µs`);
  return `a trained step takes ${times.join(', ')}`;
}

function placeOf({ iteration }: TrainingState, { configuration }: Training): string {
  const { startFrom } = configuration;
  if (iteration > 0 || !startFrom) return `iteration ${iteration}`;
  return `iteration ${startFrom.iteration} of ${startFrom.run} on ${startFrom.distribution}`;
}

function summaryOf({ results }: FinishedRun, paint: Painter): string[] {
  return [
    `${evaluationTitle(results)}:`,
    '',
    resultsTable(results, { paint, columns: columnsOf(process.stdout) }),
    '',
    ...[bayesOptimalSentence(results) ?? []].flat(),
  ];
}

function jsonView(tell: (event: string, facts: object) => void) {
  let toldAt = Number.NEGATIVE_INFINITY;
  let untold: Progress | undefined;
  const flush = () => {
    if (!untold) return;
    const { state: _, ...facts } = untold;
    tell('progress', facts);
    toldAt = performance.now();
    untold = undefined;
  };
  return {
    update(progress: Progress) {
      untold = progress;
      if (performance.now() - toldAt >= JSON_LINE_SECONDS * 1000) flush();
    },
    end: flush,
  };
}
