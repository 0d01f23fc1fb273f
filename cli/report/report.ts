import type { MetaTestResult } from '../../agents/meta-test.js';
import type { Recording } from '../../agents/recording.js';
import type { TaskDistribution } from '../../core/distribution.js';
import { episodeScene, sceneToSvg } from '../../envs/index.js';
import type { Results } from '../../schemas/results.js';
import type { MetricsLine, RunConfiguration } from '../../schemas/run.js';
import { shareOfBayesOptimal } from '../evaluation.js';
import { episodeCaption, isDrawn } from '../picture.js';
import { count, figure } from '../terminal/text.js';
import { adaptationCurves, learningCurves } from './curves.js';
import { escapeHtml, REPORT_STYLE } from './html.js';
import { referenceTitle } from './reference-titles.js';
import { withinFirstEpisode } from './within-episode.js';

/** Episodes that are drawn, at most; and the width of a film strip, pixels. */
const DRAWN_EPISODES = 8;
const STRIP_WIDTH = 900;

export interface ReportContents {
  readonly configuration: RunConfiguration;
  readonly distribution: TaskDistribution;
  readonly metrics: readonly MetricsLine[];
  /** Of the most likely actions. */
  readonly results: Results;
  /** Of drawn actions. */
  readonly drawn: Results;
  /** With the memory wiped between episodes. */
  readonly wiped: Results;
  readonly recording: Recording;
  /** Every task of `results`, with what the family measured. */
  readonly details: MetaTestResult;
}

/** A run as one page that needs nothing else: no script, no request. */
export function renderReport(contents: ReportContents): string {
  const { configuration, distribution, metrics, results, wiped, recording, details } = contents;
  const { seed, workers, backend, slots, agent, budget } = configuration;
  const chips = [
    `seed ${seed}`,
    budget.steps === undefined
      ? `${budget.seconds} s of training`
      : `${budget.steps} steps asked for`,
    `${count(results.steps)} steps in ${results.iteration} iterations`,
    `${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    `backend ${backend}`,
    `memory of ${agent.hidden}`,
    `${slots} slots`,
    `horizon ${distribution.horizon}, K = ${distribution.episodes}`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(distribution.id)}: meta-training report</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<p class="eyebrow">moving-cheese · meta-training report</p>
<h1>${escapeHtml(distribution.id)}</h1>
<p class="soft">${escapeHtml(distribution.about)}</p>
<ul class="chips">${chips.map((chip) => `<li>${escapeHtml(chip)}</li>`).join('')}</ul>
${figures(results, wiped)}
<section class="card"><h2>Adaptation</h2>
<p class="soft">Mean return of each episode over ${results.tasks} tasks of the split ${results.split}, most likely actions. Nothing is learnt here but what the memory holds; bars are 95 % bootstrap intervals.</p>
${adaptationCurves(results, wiped)}</section>
${withinFirstEpisode(details, results, distribution)}
${drawing(recording, results.tasks)}
<section class="card"><h2>Learning curve</h2>
<p class="soft">Return of each episode while training, drawn actions.</p>
${learningCurves(metrics, results)}</section>
${numbers(contents)}
<section class="card"><details><summary>Configuration</summary><pre>${escapeHtml(JSON.stringify(configuration, null, 2))}</pre></details></section>
</main>
</body>
</html>
`;
}

function figures(results: Results, wiped: Results): string {
  const share = shareOfBayesOptimal(results);
  const last = results.returnByEpisode.length - 1;
  const cards: (readonly [string, string])[] = [
    [
      `${figure(results.returnByEpisode[0] ?? 0)} → ${figure(results.returnByEpisode[last] ?? 0)}`,
      `return of the first → last episode`,
    ],
    ...(share === undefined
      ? []
      : [
          [`${(100 * share).toFixed(1)} %`, 'of Bayes-optimal, whole meta-episode'] as [
            string,
            string,
          ],
        ]),
    ...(results.normalised === undefined
      ? []
      : [
          [results.normalised.toFixed(3), 'normalised: 0 is random, 1 Bayes-optimal'] as [
            string,
            string,
          ],
        ]),
    [
      `${figure(results.stepsByEpisode[0] ?? 0)} → ${figure(results.stepsByEpisode[last] ?? 0)}`,
      'steps in the first → last episode',
    ],
    [figure(results.total - wiped.total), 'return that memory is worth, against wiping it'],
  ];
  return `<div class="figures">${cards.map(([value, about]) => `<div class="card"><div class="figure">${value}</div><small>${about}</small></div>`).join('')}</div>`;
}

function drawing(recording: Recording, tasks: number): string {
  if (!isDrawn(recording)) return '';
  const { task, film, episodes } = recording;
  const pictures = episodes.slice(0, DRAWN_EPISODES).map((episode, i) => {
    const title = episodeCaption(episode, i);
    const scene = episodeScene(episode.frames, film);
    const svg = sceneToSvg(scene, { title, pixelsPerUnit: film ? STRIP_WIDTH / scene.width : 32 });
    const [name = '', about = ''] = title.split(': ');
    return `<figure>${svg}<figcaption><b>${name}</b><span class="soft">${about}</span></figcaption></figure>`;
  });
  const moments = film
    ? ' The frames are closer together at the beginning, where an agent adapts.'
    : '';
  return `<section class="card"><h2>One meta-episode</h2>
<p class="soft">All episodes of one task of the test split, the memory kept between them: one at the upper quartile, of ${tasks} tasks, of what the last episode gains on the first.${moments}</p>
<div class="episodes${film ? ' film' : ''}">${pictures.join('')}</div>
<details><summary>Task</summary><pre>${escapeHtml(JSON.stringify(task))}</pre></details></section>`;
}

function numbers({ results, drawn, wiped }: ReportContents): string {
  const interval = ({ confidence95: [low = 0, high = 0] }: Results) =>
    `95 % interval of the total: ${figure(low)} to ${figure(high)}.`;
  const rows = [
    { ...results, name: 'agent, most likely actions', about: interval(results), style: 'agent' },
    { ...drawn, name: 'agent, drawn actions', about: interval(drawn), style: '' },
    { ...wiped, name: 'agent, memory wiped', about: interval(wiped), style: '' },
    ...Object.entries(results.references).map(([name, reference]) => ({
      ...reference,
      name: referenceTitle(name),
      about: `${reference.exact ? 'Exact.' : 'Not exact.'} ${reference.about}`,
      style: '',
    })),
  ];
  const cells = (values: readonly string[], tag: string) =>
    values.map((value) => `<${tag}>${escapeHtml(value)}</${tag}>`).join('');
  const episodes = results.returnByEpisode.map((_, i) => `episode ${i + 1}`);
  return `<section class="card"><h2>Return by episode</h2>
<table><thead><tr>${cells(['', ...episodes, 'total', ''], 'th')}</tr></thead><tbody>
${rows
  .map(
    ({ name, returnByEpisode, total, about, style }) =>
      `<tr class="${style}">${cells([name, ...returnByEpisode.map(figure), figure(total)], 'td')}<td class="about">${escapeHtml(about)}</td></tr>`,
  )
  .join('\n')}
</tbody></table></section>`;
}
