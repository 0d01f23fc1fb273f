import type { Results } from '../../schemas/results.js';
import { shareOfBayesOptimal } from '../evaluation.js';
import { episodeList, episodeTable } from './episodes.js';
import { figure, type Painter } from './text.js';

/** One line of a table of returns. */
interface ReturnRow {
  readonly name: string;
  readonly returnByEpisode: readonly number[];
  readonly total: number;
  readonly note: string;
}

export interface ResultsTableOptions {
  readonly paint: Painter;
  /** Columns of text that fit. */
  readonly columns: number;
  readonly more?: readonly ReturnRow[];
}

/** Return by episode of the agent between what is known, lowest total first. */
export function resultsTable(
  results: Results,
  { paint, columns, more = [] }: ResultsTableOptions,
): string {
  const agent: ReturnRow = { ...results, name: 'agent', note: intervalNote(results) };
  const references = Object.entries(results.references).map(([name, reference]) => ({
    ...reference,
    name,
    note: reference.exact ? 'exact' : 'not exact',
  }));
  const rows = [...references, ...more, agent].sort((a, b) => a.total - b.total);
  return episodeTable({
    title: 'return',
    episodes: results.returnByEpisode.length,
    columns,
    soft: (text) => paint('dim', text),
    rows: rows.map((row) => ({
      name: row.name,
      byEpisode: row.returnByEpisode.map(figure),
      total: figure(row.total),
      note: row.note,
      style: (text) => (row === agent ? paint('bold', text) : text),
    })),
  });
}

/** `95 % interval 36.90 … 37.31`. */
function intervalNote({ confidence95: [low = 0, high = 0] }: Results): string {
  return `95 % of means in ${figure(low)} … ${figure(high)}`;
}

/** `98.7 % of Bayes-optimal; normalised 0.989 (0 random, 1 Bayes-optimal)`, or nothing where that is not known. */
export function bayesOptimalSentence(results: Results): string | undefined {
  const share = shareOfBayesOptimal(results);
  const { normalised } = results;
  const parts = [
    ...(share === undefined ? [] : [`${(100 * share).toFixed(1)} % of Bayes-optimal`]),
    ...(normalised === undefined
      ? []
      : [`normalised ${normalised.toFixed(3)} (0 random, 1 Bayes-optimal)`]),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

/** `velocity settled by episode  41.5 steps (85 % of tasks)  20 steps (97 %)`: one a quantity with an aim. */
export function settlingLines({ quantities = {} }: Results, columns: number): string[] {
  return Object.entries(quantities).flatMap(([id, { settling }]) => {
    if (!settling) return [];
    const byEpisode = settling.medianSteps.map((median, i) => {
      const share = `${Math.round(100 * (settling.share[i] ?? 0))} %${i === 0 ? ' of tasks' : ''}`;
      return median === null ? `most never (${share})` : `${median} steps (${share})`;
    });
    return [episodeList(`${id} settled by episode`, byEpisode, columns)];
  });
}

/** What was evaluated: `maze/gridnavi-v0 · split test · 1000 tasks · seed 0 · greedy`. */
export function evaluationTitle(results: Results): string {
  return [
    results.distribution,
    `split ${results.split}`,
    `${results.tasks} tasks`,
    `seed ${results.seed}`,
    results.greedy ? 'most likely actions' : 'drawn actions',
    ...(results.wipeMemory ? ['memory wiped between episodes'] : []),
    ...(results.shuffleMemory ? ['memory shuffled'] : []),
  ].join(' · ');
}
