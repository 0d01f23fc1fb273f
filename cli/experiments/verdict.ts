import type { Experiment, MeasureName } from '../../schemas/experiment.js';
import type { ExperimentResults } from '../../schemas/experiment-results.js';
import { referenceTitle } from '../report/reference-titles.js';
import { figure } from '../terminal/text.js';
import { shortTitle } from './measure-titles.js';
import { meanWithInterval } from './student.js';

type Claim = Experiment['claims'][number];
type ClaimResult = ExperimentResults['claims'][number];
type Outcome = ClaimResult['outcome'];
type Interval = readonly [low: number, high: number];

/** With fewer, nothing is decided. */
export const FEWEST_SEEDS = 5;
/** Claims that a verdict tells one by one. */
const MOST_TOLD = 3;

/**
 * What becomes of a claim, given by how much the arm exceeds what it is compared with, one number a seed: paired,
 * where that is another arm. It holds, or does not, where the whole 95 % interval says so.
 */
export function judge(claim: Claim, measure: MeasureName, differences: number[]): ClaimResult {
  const { mean, interval } = meanWithInterval(differences);
  return {
    claim: claimText(claim, measure),
    differences,
    mean,
    ...(interval && { interval }),
    outcome: outcomeOf(claim, interval),
  };
}

function outcomeOf({ is, margin = 0 }: Claim, interval: Interval | undefined): Outcome {
  if (!interval) return 'undecided';
  const [low, high] = interval;
  const decide = (holds: boolean, fails: boolean): Outcome =>
    holds ? 'holds' : fails ? 'does not hold' : 'undecided';
  if (is === 'above') return decide(low > margin, high <= margin);
  if (is === 'below') return decide(high < -margin, low >= -margin);
  return decide(low > -margin && high < margin, low >= margin || high <= -margin);
}

/** `memory kept is more than 0.2 above memory wiped, in normalised return`. */
function claimText({ arm, is, against, margin = 0 }: Claim, measure: MeasureName): string {
  const other =
    against.arm ??
    (against.reference === undefined
      ? String(against.value)
      : `the reference "${referenceTitle(against.reference)}"`);
  const size = Math.abs(margin);
  const opposite = is === 'above' ? 'below' : 'above';
  const relation =
    is === 'near'
      ? `within ${size} of`
      : margin === 0
        ? is
        : margin > 0
          ? `more than ${size} ${is}`
          : `not more than ${size} ${opposite}`;
  return `${arm} is ${relation} ${other}, in ${shortTitle(measure)}`;
}

export interface VerdictOptions {
  readonly claims: readonly ClaimResult[];
  readonly seeds: number;
  /** The budget that was given instead of the experiment's own. */
  readonly steps: number | undefined;
}

/** The expectation holds when all claims do, and does not when one does not. */
export function verdictOn({ claims, seeds, steps }: VerdictOptions): ExperimentResults['verdict'] {
  const among = (wanted: Outcome) => claims.filter(({ outcome }) => outcome === wanted);
  const told = (some: readonly ClaimResult[]) => {
    const texts = some.slice(0, MOST_TOLD).map((each) => `${each.claim} (${differenceText(each)})`);
    const more = some.length - texts.length;
    return [...texts, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  };
  if (steps !== undefined) {
    return undecided(
      `it was run with ${steps} steps instead of its own budgets, to try it. Leave out --steps`,
    );
  }
  if (seeds < FEWEST_SEEDS) {
    return undecided(`${seeds} of at least ${FEWEST_SEEDS} seeds were run. Use more --seeds`);
  }
  const over = `95 % intervals over ${seeds} seeds`;
  const failed = among('does not hold');
  if (failed.length > 0) {
    const sentence = `The expectation does not hold. ${count(failed, claims)} not true, by ${over}: ${told(failed)}.`;
    return { outcome: 'does not hold', sentence };
  }
  const open = among('undecided');
  if (open.length > 0) {
    return undecided(`${over} leave open whether ${told(open)}`);
  }
  const sentence = `The expectation holds, by ${over}: ${told(claims)}.`;
  return { outcome: 'holds', sentence };
}

function undecided(reason: string): ExperimentResults['verdict'] {
  return { outcome: 'undecided', sentence: `Undecided: ${reason}.` };
}

function count(some: readonly ClaimResult[], all: readonly ClaimResult[]): string {
  if (all.length === 1) return 'The claim is';
  return `${some.length} of ${all.length} claims ${some.length === 1 ? 'is' : 'are'}`;
}

/** `by 0.530, 0.510 … 0.551`. */
export function differenceText({ mean, interval }: ClaimResult): string {
  const range = interval ? `, ${interval.map(figure).join(' … ')}` : '';
  return `difference ${figure(mean)}${range}`;
}
