// What was measured, as figures and as a table: ratios first, then env steps a second.
import { median, round } from '../update.js';
import type { Outcome, Seen } from './rounds.js';

type Table = readonly (readonly string[])[];

/** Not measured. */
const NONE = '–';

/** How many times as many env steps a second one of ours does as it, at one batch. */
interface Ratio {
  readonly batch: number;
  readonly ratio: number;
}

export interface Compared extends Outcome {
  /** One list for each of ours, in their order. */
  readonly ratios: readonly (readonly Ratio[])[];
}

/**
 * Each outcome beside ours, which are named: those on as many cores and at the same batch, round by round, and the
 * median of that. Where ours cannot use as many cores, as at batch 1, on one.
 */
export function compare(outcomes: readonly Outcome[], ours: readonly string[]): Compared[] {
  const ratiosOf = (name: string, { cores, seen }: Outcome) =>
    seen.flatMap((theirs): Ratio[] => {
      const at = (count: number) =>
        outcomes
          .find((each) => each.name === name && each.cores === count)
          ?.seen.find(({ batch }) => batch === theirs.batch);
      const own = at(cores) ?? at(1);
      return own ? [{ batch: theirs.batch, ratio: ratioOf(own, theirs) }] : [];
    });
  const compared = outcomes.map((outcome) => ({
    ...outcome,
    ratios: ours.map((name) => ratiosOf(name, outcome)),
  }));
  const smallest = ({ ratios: [first = []] }: Compared) =>
    Math.min(...first.map(({ ratio }) => ratio));
  // Losses first.
  return compared.sort((a, b) => (smallest(a) < smallest(b) ? -1 : 1));
}

function ratioOf(ours: Seen, theirs: Seen): number {
  return median(ours.speeds.map((speed, i) => speed / theirs.speeds[i]!));
}

/** A row each, of which a cell reads `2.5 / 1.1 (1.2 M)`: the ratio of each of ours to it, and its env steps a second. */
export function comparisonTable(compared: readonly Compared[], batches: readonly number[]): Table {
  return [
    ['env', 'cores', ...batches.map((batch) => `batch ${grouped(batch)}`), 'compiling, s'],
    ...compared.map((each) => [
      labelOf(each),
      String(each.cores),
      ...batches.map((batch) => cellOf(each, batch)),
      compilingOf(each),
    ]),
  ];
}

/** What each env does, once, and why it was not measured where it was not. */
export function descriptionTable(compared: readonly Compared[]): Table {
  const texts = new Map<string, string>();
  for (const each of compared) {
    const { beside, absent } = each;
    const known = texts.get(labelOf(each));
    if (known !== undefined && absent === undefined) continue;
    const reason = absent === undefined ? '' : ` **Not measured: ${absent}**`;
    texts.set(labelOf(each), `${known ?? beside}${reason}`);
  }
  return [['env', 'what it does'], ...texts];
}

/** The same as named numbers: every ratio, then every speed. */
export function comparisonNumbers(compared: readonly Compared[], ours: readonly string[]) {
  const measured = compared.filter(({ seen }) => seen.length > 0);
  const where = (each: Compared) =>
    `${labelOf(each)}, ${each.cores} ${each.cores === 1 ? 'core' : 'cores'}, batch ${each.seen.map(({ batch }) => batch).join(', ')}`;
  return Object.fromEntries([
    ...measured
      .filter(({ name }) => !ours.includes(name))
      .flatMap((each) =>
        ours.map((name, i) => [
          `${name} to ${where(each)}`,
          each.ratios[i]!.map(({ ratio }) => figure(ratio)),
        ]),
      ),
    ...measured.map((each) => [
      `env steps a second of ${where(each)}`,
      each.seen.map(({ speeds }) => Math.round(median(speeds))),
    ]),
  ]) as { [name: string]: number[] };
}

/**
 * The smallest ratio of the first of ours to any library at that batch; what we wrote ourselves is none. Nothing where
 * no library was measured.
 */
export function toFastestLibrary(compared: readonly Compared[], batch: number): number | undefined {
  const ratios = compared
    .filter(({ version }) => version !== undefined)
    .flatMap(({ ratios: [first = []] }) => first.filter((each) => each.batch === batch));
  return ratios.length === 0 ? undefined : figure(Math.min(...ratios.map(({ ratio }) => ratio)));
}

function labelOf({ name, version }: Compared): string {
  return version === undefined ? name : `${name} (${version})`;
}

function cellOf({ seen, ratios }: Compared, batch: number): string {
  const found = seen.find((each) => each.batch === batch);
  if (!found) return NONE;
  const shown = ratios.map((each) => {
    const ratio = each.find((one) => one.batch === batch)?.ratio;
    return ratio === undefined ? NONE : String(figure(ratio));
  });
  // One line, however narrow the page.
  return `${shown.join(' / ')} (${short(median(found.speeds))})`.replaceAll(' ', '\u00a0');
}

/** Of the slowest batch: it is compiled anew for each. */
function compilingOf({ seen }: Compared): string {
  return seen.length === 0 ? NONE : Math.max(...seen.map(({ prepare }) => prepare)).toFixed(1);
}

/** Two digits that count, or whole ones. */
function figure(value: number): number {
  return value >= 10 ? Math.round(value) : round(value, value >= 1 ? 1 : 2);
}

/** `1.2 M`, `340 k`. */
function short(value: number): string {
  const [scaled, unit] = value >= 1e6 ? [value / 1e6, ' M'] : [value / 1e3, ' k'];
  return `${scaled >= 100 ? Math.round(scaled) : scaled.toPrecision(2)}${unit}`;
}

/** `16 384`, which does not break. */
function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, '\u00a0');
}
