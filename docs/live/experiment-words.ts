import { shortTitle } from '../../cli/experiments/measure-titles.js';
import type { ExperimentResults } from '../../schemas/experiment-results.js';
import type { Curve } from './experiment-figures.js';

/** A table with a head, whose rows begin with what they are of. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Dashes by which references are told apart, for they have no colours. */
const DASHES = ['6 4', '2 3', '10 4', '10 3 2 3', '14 5', '4 2', '1 4', '8 2 2 2 2 2'];

/** How a curve is drawn: arms are whole, references dashed. */
export function dashesOf({ kind, style }: Curve): string | undefined {
  return kind === 'arm' ? undefined : DASHES[style % DASHES.length];
}

/** A number for people: four significant digits, fixed decimals. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const text = value.toFixed(size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** `0.978 … 0.990`. */
export function intervalText(interval: readonly number[]): string {
  return interval.map(figure).join(' … ');
}

/** `0.491, 0.485 … 0.497`; the interval is absent with one seed. */
export function withInterval(mean: number, interval?: readonly number[]): string {
  return interval ? `${figure(mean)}, ${intervalText(interval)}` : figure(mean);
}

/** `5 seeds, 10 runs, moving-cheese 0.1.0 (7ef3335), …`: where the numbers come from. */
export function origin({
  seeds,
  experiment,
  version,
  commit,
  machine,
}: Pick<ExperimentResults, 'seeds' | 'experiment' | 'version' | 'commit' | 'machine'>): string {
  return [
    seeds.length === 1 ? '1 seed' : `${seeds.length} seeds`,
    `${experiment.runs.length * seeds.length} runs`,
    `moving-cheese ${version}${commit === undefined ? '' : ` (${commit})`}`,
    machine,
  ].join(', ');
}

/** A row an arm: what was measured of it, in the mean and of each seed. */
export function armTable({ experiment, seeds, arms }: ExperimentResults): Table {
  const hasPublished = arms.some(({ published }) => published !== undefined);
  return {
    head: [
      'arm',
      shortTitle(experiment.measure),
      '95 % interval',
      'total',
      ...(hasPublished ? ['published'] : []),
      ...seeds.map((seed) => `seed ${seed}`),
    ],
    rows: arms.map((arm) => [
      arm.name,
      figure(arm.mean),
      arm.interval ? intervalText(arm.interval) : '',
      figure(arm.total),
      ...(hasPublished ? [arm.published === undefined ? '' : String(arm.published)] : []),
      ...seeds.map((seed) => {
        const found = arm.seeds.find((each) => each.seed === seed);
        return found ? figure(found.measured) : '';
      }),
    ]),
  };
}

/** A row an episode: the return of every curve, with the interval where there is one. */
export function episodeTable(curves: readonly Curve[]): Table {
  return {
    head: ['episode', ...curves.map(({ name }) => name)],
    rows: (curves[0]?.values ?? []).map((_, k) => [
      String(k + 1),
      ...curves.map(({ values, intervals }) => withInterval(values[k]!, intervals?.[k])),
    ]),
  };
}

/** What to type, from the folder of a clone. */
export function typed(commands: readonly string[]): string {
  return commands.map((command) => `npx ${command}`).join('\n');
}

/** The experiment that a file's path is of: the name of its folder. */
export function nameOf(path: string): string {
  return path.split('/').at(-2) ?? path;
}

/** The experiment that an address asks for: the first without a `#`, none where it is of another part of the page. */
export function askedFor(hash: string, names: readonly string[]): string | undefined {
  const name = hash.replace(/^#/, '');
  return name === '' ? names[0] : names.find((each) => each === name);
}
