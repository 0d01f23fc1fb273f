import type { Measurement } from '../../result-file.js';
import { median, round } from '../../update.js';
import { middle, type Point, reached } from './levels.js';

/** One training with one seed. */
export interface Run {
  readonly learner: string;
  readonly cores: number;
  readonly seed: number;
  readonly curve: readonly Point[];
  /** Env steps a second. */
  readonly speed: number;
  readonly compileSeconds: number;
  readonly versions: { readonly [name: string]: string };
}

/** Of Bayes-optimal, in percent. */
const LEVELS = [90, 95, 98];
/** What the learners are compared at. */
const MAIN = 95;
const NEVER = 'not reached';

/** Medians over the seeds of every learner, the first of which the others are compared with. */
export function learningResult(runs: readonly Run[], bayesOptimal: number): Measurement {
  const names = [...new Set(runs.map(({ learner }) => learner))];
  const rows = names.map((name) => {
    const own = runs.filter(({ learner }) => learner === name);
    const levels = LEVELS.map((level) => {
      const bySeed = own.map(({ curve }) => reached(curve, (level / 100) * bayesOptimal));
      return {
        level,
        bySeed,
        seconds: middle(bySeed.map((each) => each?.seconds)),
        steps: middle(bySeed.map((each) => each?.steps)),
      };
    });
    return {
      name,
      cores: own[0]!.cores,
      levels,
      speed: median(own.map(({ speed }) => speed)),
      compileSeconds: median(own.map(({ compileSeconds }) => compileSeconds)),
    };
  });
  type Row = (typeof rows)[number];
  const at = (row: Row, level: number) => row.levels.find((each) => each.level === level)!;
  const first = at(rows[0]!, MAIN).seconds;
  const ratioOf = (row: Row) => {
    const { seconds } = at(row, MAIN);
    return seconds === undefined || first === undefined ? undefined : round(seconds / first, 2);
  };
  const ratios = rows.flatMap((row) => {
    const ratio = ratioOf(row);
    return ratio === undefined ? [] : [[`${row.name}: time to ${MAIN} %, to ours`, ratio]];
  });
  const times = rows.flatMap(({ name, levels }) =>
    levels.flatMap(({ level, seconds }) =>
      seconds === undefined ? [] : [[`${name}: s to ${level} %`, round(seconds, 2)]],
    ),
  );
  const versions = Object.assign({}, ...runs.map((run) => run.versions));
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  return {
    file: 'peers-learning',
    title: `Learning GridNavi beside PyTorch and JAX (${Object.entries(versions).flat().join(' ')})`,
    seed: seeds,
    numbers: Object.fromEntries([...ratios, ...times]),
    table: [
      [
        'learner',
        'cores',
        `time to ${MAIN} %, to ours`,
        ...LEVELS.map((level) => `${level} %, s`),
        `${MAIN} %, 10⁶ env steps`,
        'seeds that reached it',
        'env steps/s',
        'of it compiling, s',
      ],
      ...rows.map((row) => [
        row.name,
        String(row.cores),
        said(ratioOf(row), 2),
        ...row.levels.map(({ seconds }) => said(seconds, 1)),
        said(millions(at(row, MAIN).steps), 2),
        `${at(row, MAIN).bySeed.filter((each) => each).length} of ${seeds.length}`,
        String(Math.round(row.speed)),
        row.compileSeconds > 0 ? row.compileSeconds.toFixed(1) : '',
      ]),
    ],
    versions,
    rows,
    runs: runs.map(({ learner, seed, speed, compileSeconds, curve }) => ({
      ...{ learner, seed, speed, compileSeconds, atEnd: curve.at(-1) },
    })),
  };
}

function millions(steps: number | undefined): number | undefined {
  return steps === undefined ? undefined : steps / 1e6;
}

function said(value: number | undefined, digits: number): string {
  return value === undefined ? NEVER : value.toFixed(digits);
}
