import type { MetaTestResult } from '../../agents/meta-test.js';
import type { Results } from '../../schemas/results.js';
import type { MetricsLine } from '../../schemas/run.js';
import { count } from '../terminal/text.js';
import { chart, type Series } from './chart.js';

/** Colours there are for episodes; of longer meta-episodes some are shown. */
const COLOURS = 6;
/** Points of a learning curve: each is a mean over equal numbers of iterations. */
const POINTS = 60;

/** Names of references as the report writes them. */
export function referenceTitle(name: string): string {
  const titles: { readonly [name: string]: string } = {
    bayesOptimal: 'Bayes-optimal',
    oracle: 'oracle (knows the task)',
    random: 'random',
    wipedMemory: 'best without memory',
  };
  return titles[name] ?? name;
}

/** Return of each episode while training, against what is known. */
export function learningCurves(metrics: readonly MetricsLine[], { references }: Results): string {
  const points = averaged(metrics);
  const first = points[0]?.steps ?? 0;
  const last = points.at(-1)?.steps ?? 1;
  const episodes = points[0]?.returnByEpisode.length ?? 0;
  const shown = spread(episodes, COLOURS);
  const curves = shown.map((episode, i): Series => {
    const shade = shown.length === 1 ? 3 : Math.round((i * 3) / (shown.length - 1));
    return {
      name: `episode ${episode + 1}`,
      style: `episode-${shown.length > 4 ? i : shade}`,
      points: points.map(({ steps, returnByEpisode }) => [steps, returnByEpisode[episode] ?? 0]),
    };
  });
  const levels = Object.entries(references).flatMap(([name, { returnByEpisode }]) =>
    runsOf(returnByEpisode).map(({ from, to, value }): Series => {
      const which =
        from === 0 && to === returnByEpisode.length - 1
          ? ''
          : from === to
            ? `, episode ${from + 1}`
            : `, ${from + 1} to ${to + 1}`;
      return {
        name: referenceTitle(name) + which,
        style: name === 'random' ? 'chance-line' : 'known-line',
        isDashed: true,
        points: [
          [first, value],
          [last, value],
        ],
      };
    }),
  );
  return chart({
    title: 'Learning curve: return by episode while training',
    xLabel: 'env steps trained on',
    yLabel: 'return of the episode',
    series: [...levels, ...curves],
    formatX: count,
  });
}

/** Return by episode on the split, with intervals, against what is known. */
export function adaptationCurves(results: Results, wiped: Results): string {
  const numbered = (values: readonly number[]) =>
    values.map((value, i): [number, number] => [i + 1, value]);
  const interval = ({ confidence95ByEpisode }: Results) =>
    confidence95ByEpisode.map(([low = 0, high = 0]): [number, number] => [low, high]);
  const references = Object.entries(results.references).map(
    ([name, { returnByEpisode }]): Series => ({
      name: referenceTitle(name),
      style: name === 'random' ? 'chance-line' : 'known-line',
      isDashed: true,
      points: numbered(returnByEpisode),
    }),
  );
  const measured = (name: string, style: string, from: Results): Series => ({
    ...{ name, style, hasDots: true },
    points: numbered(from.returnByEpisode),
    intervals: interval(from),
  });
  return chart({
    title: 'Adaptation: return by episode on the test split',
    xLabel: 'episode of the meta-episode',
    yLabel: 'mean return',
    series: [
      ...references,
      measured('agent, memory wiped', 'wiped-line', wiped),
      measured('agent', 'agent-line', results),
    ],
    formatX: String,
    xTicks: spread(results.returnByEpisode.length, 12).map((episode) => episode + 1),
  });
}

function averaged(metrics: readonly MetricsLine[]): MetricsLine[] {
  const bins = Math.min(POINTS, metrics.length);
  return Array.from({ length: bins }, (_, bin) => {
    const from = Math.floor((bin * metrics.length) / bins);
    const part = metrics.slice(from, Math.floor(((bin + 1) * metrics.length) / bins));
    const last = part.at(-1)!;
    return {
      ...last,
      returnByEpisode: last.returnByEpisode.map(
        (_, i) => part.reduce((sum, line) => sum + (line.returnByEpisode[i] ?? 0), 0) / part.length,
      ),
    };
  });
}

/** At most `most` of the numbers 0 … size − 1, evenly, with both ends. */
function spread(size: number, most: number): number[] {
  if (size <= most) return Array.from({ length: size }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (size - 1)) / (most - 1)));
}

/** Neighbouring equal values as one. */
function runsOf(values: readonly number[]): { from: number; to: number; value: number }[] {
  const runs: { from: number; to: number; value: number }[] = [];
  values.forEach((value, i) => {
    const last = runs.at(-1);
    if (last && Math.abs(last.value - value) < 1e-9) last.to = i;
    else runs.push({ from: i, to: i, value });
  });
  return runs.length > 4 ? runs.slice(0, 1).concat(runs.slice(-1)) : runs;
}

/** Steps of the first episode that are drawn, and tasks. */
const FIRST_STEPS = 50;
const DRAWN_TASKS = 6;

/**
 * How the family's first quantity moves in the first steps of the first episode, in tasks spread over its range:
 * what is inferred within an episode shows here. Empty where nothing was measured.
 */
export function firstStepsCurves({ tasks, measurements }: MetaTestResult, horizon: number): string {
  const [quantity] = measurements?.quantities ?? [];
  if (!measurements || !quantity) return '';
  const width = measurements.quantities.length;
  const perTask = measurements.values.length / tasks.length;
  const steps = Math.min(FIRST_STEPS, horizon);
  const valueAt = (task: number, step: number) =>
    measurements.values[task * perTask + step * width] ?? 0;
  const order = tasks
    .map((_, task) => task)
    .sort((a, b) => valueAt(a, steps - 1) - valueAt(b, steps - 1));
  const shown = spread(order.length, DRAWN_TASKS).map((rank) => order[rank] ?? 0);
  const unit = quantity.unit === '' ? '' : `, ${quantity.unit}`;
  return chart({
    title: `${quantity.id} over the first ${steps} steps`,
    xLabel: 'steps of the first episode',
    yLabel: `${quantity.id}${unit}`,
    series: shown.map((task, i) => ({
      name: nameOf(tasks[task]),
      style: `episode-${i}`,
      points: Array.from({ length: steps }, (_, step) => [step + 1, valueAt(task, step)] as const),
    })),
    formatX: String,
  });
}

/** A task in a few letters: `targetVelocity 1.52`. */
function nameOf(task: unknown): string {
  const entries = typeof task === 'object' && task !== null ? Object.entries(task) : [];
  return entries
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toFixed(2)) : '…'}`)
    .join(', ');
}
