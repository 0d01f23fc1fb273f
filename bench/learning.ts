// npm run bench:learning -- <distribution> <seconds> <seeds> [<tasks> [--keep-run] [train's flags]]: trains by the
// command line with each seed, meta-tests on 2 000 fresh tasks (or as many as are said), most likely actions, drawn
// ones and with the memory wiped, and writes docs/results/<distribution>-<seconds>s<flags>.json, where a run that is
// started from goes by its distribution. With --keep-run the run of the median seed is kept beside it, in
// docs/results/runs, as adapt and watch read it. With --first <distribution>:<seconds> every seed is trained on that
// first, and starts from there; --start-from starts all of them from one run, and the two exclude each other.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from '../cli/evaluation.js';
import { loadRun } from '../cli/index.js';
import type { Results } from '../schemas/results.js';
import { learningArguments } from './learning/arguments.js';
import type { FirstTraining } from './learning/first-training.js';
import { keepRun } from './learning/keep-run.js';
import { settlingFigures } from './learning/settling-figures.js';
import { type TaskFigures, taskFigures } from './learning/task-figures.js';
import { orSayMistake } from './mistakes.js';
import { root, writeResult } from './result-file.js';
import { median, round } from './update.js';

const words = process.argv.slice(2);
const asked = await orSayMistake(() => learningArguments(words));
const { distribution, seconds, seeds, tasks, first, trainFlags, said, name } = asked;
const main = join(root, 'dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'moving-cheese-learning-'));

/** Trains into a run of that name in the folder; what its flags say of paths begins at `cwd`. */
function train(
  on: FirstTraining,
  seed: number,
  out: string,
  flags: readonly string[],
  cwd: string,
) {
  const words = ['train', on.distribution, '--seed', String(seed), '--seconds', on.seconds];
  execFileSync(process.execPath, [main, ...words, '--out', out, '--json', ...flags], {
    stdio: 'ignore',
    cwd,
  });
}

/** The run of a seed, and what came before it, which it names by a path that is nobody's machine's. */
function trainAll(seed: number, run: string): void {
  const last = { distribution, seconds };
  if (!first) {
    train(last, seed, run, trainFlags, root);
    return;
  }
  const before = `first-${seed}`;
  train(first, seed, before, trainFlags, folder);
  train(last, seed, run, ['--start-from', before, ...trainFlags], folder);
}

/** As `adapt` does it, with the returns of every task besides. */
async function adaptations(path: string) {
  const { agent, distribution, manifest } = await loadRun(path);
  const { iteration, steps } = manifest;
  const adapt = (greedy: boolean, wipeMemory: boolean) =>
    evaluate({
      ...{ agent, distribution, split: 'test', tasks, seed: 0, iteration, steps },
      ...{ greedy, wipeMemory },
    });
  return { kept: adapt(true, false), drawn: adapt(false, false), wiped: adapt(true, true) };
}

const kept: Results[] = [];
const drawn: Results[] = [];
const wiped: Results[] = [];
const byTask: TaskFigures[] = [];
for (const seed of seeds) {
  const run = join(folder, String(seed));
  trainAll(seed, run);
  const adapted = await adaptations(run);
  kept.push(adapted.kept.results);
  drawn.push(adapted.drawn.results);
  wiped.push(adapted.wiped.results);
  byTask.push(taskFigures(adapted.kept.details, adapted.wiped.details));
  const { total, steps } = adapted.kept.results;
  process.stderr.write(`seed ${seed}: total ${total.toFixed(3)} after ${steps} steps\n`);
}

const totals = kept.map(({ total }) => total);
const best = kept[0]?.references.bayesOptimal?.total;
const last = (values: readonly number[]) => values.at(-1) ?? Number.NaN;
const measurement = {
  file: name,
  title: [`${distribution} after ${seconds} s of training`, ...said].join(' '),
  seed: seeds,
  numbers: {
    'total, median of seeds': round(median(totals), 3),
    'total, by seed': totals.map((total) => round(total, 3)),
    ...(best === undefined
      ? {}
      : { 'median as % of Bayes-optimal': round((100 * median(totals)) / best, 1) }),
    'the same with drawn actions': drawn.map(({ total }) => round(total, 3)),
    'the same with memory wiped': wiped.map(({ total }) => round(total, 3)),
    ...Object.fromEntries(
      Object.keys(kept[0]?.quantities ?? {}).map((id) => [
        `${id}, second half of the last episode, by seed`,
        kept.map(({ quantities }) => round(last(quantities?.[id]?.meanOfSecondHalf ?? []), 3)),
      ]),
    ),
    ...Object.fromEntries(
      Object.keys(byTask[0] ?? {}).map((figure) => [
        `${figure}, by seed`,
        byTask.map((one) => round(one[figure] ?? Number.NaN, 3)),
      ]),
    ),
    ...settlingFigures(kept),
    'steps of the last episode, by seed': kept.map((one) => round(last(one.stepsByEpisode), 2)),
    'steps of the last episode with memory wiped': wiped.map((one) =>
      round(last(one.stepsByEpisode), 2),
    ),
    'millions of env steps, by seed': kept.map(({ steps }) => round(steps / 1e6, 2)),
  },
  kept,
  drawn,
  wiped,
};
writeResult(measurement, ['npm run bench:learning --', ...words].join(' '));
if (asked.keepsRun) {
  const order = seeds.map((_, i) => i).sort((a, b) => (totals[a] ?? 0) - (totals[b] ?? 0));
  const seed = seeds[order[Math.floor(order.length / 2)] ?? 0];
  keepRun(join(folder, String(seed)), join(root, 'docs/results/runs', name));
}
rmSync(folder, { recursive: true });
console.log(JSON.stringify(measurement.numbers, null, 2));
