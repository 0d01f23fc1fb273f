import type { Results } from '../../schemas/results.js';
import type { MetricsLine } from '../../schemas/run.js';
import { count } from '../terminal/text.js';
import { chart, episodeStyle, type Series, spread } from './chart.js';
import { referenceTitle } from './reference-titles.js';

/** Colours there are for episodes; of longer meta-episodes some are shown. */
const COLOURS = 6;
/** Points of a learning curve: each is a mean over equal numbers of iterations. */
const POINTS = 60;

/** Return of each episode while training, against what is known. */
export function learningCurves(metrics: readonly MetricsLine[], { references }: Results): string {
  const points = averaged(metrics);
  const first = points[0]?.steps ?? 0;
  const last = points.at(-1)?.steps ?? 1;
  const episodes = points[0]?.returnByEpisode.length ?? 0;
  const shown = spread(episodes, COLOURS);
  const curves = shown.map((episode, i): Series => {
    return {
      name: `episode ${episode + 1}`,
      style: episodeStyle(i, shown.length),
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
