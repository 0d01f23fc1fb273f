import type { MetaTestResult } from '../../agents/meta-test.js';
import type { Measurements } from '../../agents/quantities.js';
import { settlingTimes } from '../../agents/settling.js';
import type { TaskDistribution } from '../../core/distribution.js';
import type { Quantity } from '../../core/env.js';
import type { Results } from '../../schemas/results.js';
import { chart, episodeStyle, type Series, spread } from './chart.js';
import { escapeHtml } from './html.js';

/** Steps of the first episode that are drawn, and tasks. */
const FIRST_STEPS = 50;
const DRAWN_TASKS = 5;
/** Episodes whose settling is drawn, at most. */
const DRAWN_EPISODES = 4;

/**
 * The card on what happens within the first episode: how a quantity moves in its first steps, and, where tasks
 * want a certain value of it, after how many steps it is kept. Empty where nothing was measured.
 */
export function withinFirstEpisode(
  details: MetaTestResult,
  results: Results,
  distribution: TaskDistribution,
): string {
  const { measurements } = details;
  if (!measurements) return '';
  const index = Math.max(
    0,
    measurements.quantities.findIndex(({ aim }) => aim),
  );
  const quantity = measurements.quantities[index];
  if (!quantity) return '';
  const dashed = quantity.aim ? ' Dashed: what the task wants.' : '';
  return `<section class="card"><h2>Within the first episode</h2>
<p class="soft">${escapeHtml(quantity.id)}: ${escapeHtml(quantity.about)}${dashed} Tasks of the ${results.split} split, most likely actions.</p>
${firstStepsCurves(details.tasks, measurements, index, distribution.horizon)}
${settling(measurements, index, results, distribution)}</section>`;
}

/** How the quantity moves in the first steps of the first episode, in tasks spread over its range. */
function firstStepsCurves(
  tasks: readonly unknown[],
  { quantities, values, aims }: Measurements,
  index: number,
  horizon: number,
): string {
  const quantity = quantities[index]!;
  const width = quantities.length;
  const perTask = values.length / tasks.length;
  const steps = Math.min(FIRST_STEPS, horizon);
  const valueAt = (task: number, step: number) =>
    values[task * perTask + step * width + index] ?? Number.NaN;
  const aimOf = (task: number) => aims[task * width + index]!;
  const rankBy = (task: number) => (quantity.aim ? aimOf(task) : valueAt(task, steps - 1));
  const order = tasks.map((_, task) => task).sort((a, b) => rankBy(a) - rankBy(b));
  const shown = spread(order.length, DRAWN_TASKS).map((rank) => order[rank] ?? 0);
  const series = shown.flatMap((task, i): Series[] => {
    const style = `episode-${i}`;
    const name = nameOf(tasks[task]);
    const points = Array.from({ length: steps }, (_, i) => [i + 1, valueAt(task, i)] as const);
    const curve = { style, points: points.filter(([, value]) => !Number.isNaN(value)) };
    if (!quantity.aim) return [{ ...curve, name }];
    const aim = aimOf(task);
    const level: Series = {
      ...{ name, style, isDashed: true },
      points: [
        [1, aim],
        [steps, aim],
      ],
    };
    return [level, { ...curve, name: '' }];
  });
  return chart({
    title: `${quantity.id} over the first ${steps} steps`,
    xLabel: 'steps of the first episode',
    yLabel: withUnit(quantity),
    series,
    formatX: String,
  });
}

/** In how many tasks the aim is kept, after how many steps. Empty where there is no aim. */
function settling(
  measurements: Measurements,
  index: number,
  results: Results,
  { episodes, horizon }: TaskDistribution,
): string {
  const { id, unit } = measurements.quantities[index]!;
  const times = settlingTimes(measurements, index, episodes, horizon);
  const summary = results.quantities?.[id]?.settling;
  if (!times || !summary) return '';
  const { tolerance, window, share, medianSteps } = summary;
  const figures = spread(episodes, DRAWN_EPISODES).map((episode) => {
    const median = medianSteps[episode] ?? null;
    const value = median === null ? 'most never' : `${median} steps`;
    return `<div><div class="figure">${value}</div><small>episode ${episode + 1}: median until settled; ${percent(share[episode] ?? 0)} of tasks settle</small></div>`;
  });
  const near = `${tolerance}${unit === '' ? '' : ` ${unit}`}`;
  return `<h3>Settling</h3>
<p class="soft">An episode has settled after the first step from which on the mean ${escapeHtml(id)} of the last ${window} steps stays within ±${escapeHtml(near)} of what the task wants, to the end of the episode and for at least a quarter of the horizon. Medians are over all tasks, also those that never settle.</p>
<div class="figures">${figures.join('')}</div>
${settledCurves(times, episodes, horizon)}`;
}

/** The share of tasks that have settled, by step, in some episodes. */
function settledCurves(times: Float64Array, episodes: number, horizon: number): string {
  const tasks = times.length / episodes;
  const shown = spread(episodes, DRAWN_EPISODES);
  const settledBy = (episode: number, step: number) =>
    times.filter((time, i) => i % episodes === episode && time <= step).length / tasks;
  const series = shown.map((episode, i) => ({
    name: `episode ${episode + 1}`,
    style: episodeStyle(i, shown.length),
    points: Array.from({ length: horizon + 1 }, (_, step) => {
      return [step, 100 * settledBy(episode, step)] as const;
    }),
  }));
  return chart({
    title: 'Tasks that have settled, by step of the episode',
    xLabel: 'steps of the episode',
    yLabel: '% of tasks that have settled',
    series,
    formatX: String,
    yRange: [0, 100],
  });
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function withUnit({ id, unit }: Quantity): string {
  return unit === '' ? id : `${id}, ${unit}`;
}

/** A task in a few letters: `targetVelocity 1.52`. */
function nameOf(task: unknown): string {
  const entries = typeof task === 'object' && task !== null ? Object.entries(task) : [];
  return entries
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toFixed(2)) : '…'}`)
    .join(', ');
}
