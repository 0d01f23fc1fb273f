import type { ExperimentResults } from '../../schemas/experiment-results.js';
import { chart, type Series, spread } from '../report/chart.js';
import { escapeHtml, REPORT_STYLE } from '../report/html.js';
import { referenceTitle } from '../report/reference-titles.js';
import { stripChart } from '../report/strips.js';
import { count, figure } from '../terminal/text.js';
import {
  ARM_COLOURS,
  type ArmResults,
  armColour,
  comparedWith,
  curveGroups,
  pair,
} from './figures.js';
import { measureTitle, shortTitle } from './measure-titles.js';
import { differenceText } from './verdict.js';

/** Episodes above which curves have no dots and bars. */
const MOST_DOTS = 12;

/** What the report's style does not have: a colour for each arm, and what a verdict looks like. */
const EXPERIMENT_STYLE = `
:root{--a0:#c2553a;--a1:#2f6fb2;--a2:#7d5ba6;--a3:#2e8f8a;--a4:#b07d12;--a5:#7a7384}
@media(prefers-color-scheme:dark){:root{--a0:#ff9d73;--a1:#7ba7dd;--a2:#c3a3ea;--a3:#63c9c3;--a4:#ffcf4d;--a5:#aaa3b8}}
${Array.from({ length: ARM_COLOURS }, (_, i) => `.arm-${i}{color:var(--a${i})}`).join('')}
.chart .axis,.chart .tick{font-size:13px}.series .seed{opacity:.45}.series .interval{stroke-width:2.5}.mark{stroke:var(--known);stroke-width:2;stroke-dasharray:3 3;fill:none}
.verdict{border-left:5px solid var(--soft)}.verdict.holds{border-color:var(--known)}.verdict.fails{border-color:var(--agent)}.verdict p:last-child{margin:0}
.outcome{font-weight:650;white-space:nowrap}.outcome.holds{color:var(--known)}.outcome.fails{color:var(--agent)}
td.claim.claim{text-align:left;white-space:normal;min-width:260px}td.swatch::before{content:"";display:inline-block;width:.65em;height:.65em;border-radius:50%;background:currentColor;margin-right:.55em}td.swatch span{color:var(--text)}
.card h3:first-of-type{margin-top:6px}.notice{border-color:var(--accent)}.notice p{margin:0}
`.replaceAll('\n', '');

/** An experiment as one page that needs nothing else: no script, no request. */
export function renderPage(results: ExperimentResults): string {
  const { experiment, seeds, version, commit, machine, steps } = results;
  const { name, question, expectation } = experiment;
  const chips = [
    `${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}`,
    `${experiment.runs.length * seeds.length} runs`,
    `moving-cheese ${version}${commit === undefined ? '' : `, commit ${commit}`}`,
    machine,
  ];
  const notice =
    steps === undefined
      ? ''
      : `<section class="card notice"><p>Tried with ${count(steps)} steps a run instead of the experiment's own budgets: this page decides nothing.</p></section>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(name)}: experiment</title>
<style>${REPORT_STYLE}${EXPERIMENT_STYLE}</style>
</head>
<body>
<main>
<p class="eyebrow">moving-cheese · experiment ${escapeHtml(name)}</p>
<h1>${escapeHtml(question)}</h1>
<ul class="chips">${chips.map((chip) => `<li>${escapeHtml(chip)}</li>`).join('')}</ul>
${notice}
${verdict(results, expectation)}
${measured(results)}
${curves(results)}
${table(results)}
${commands(results)}
</main>
</body>
</html>
`;
}

function outcomeClass(outcome: ExperimentResults['verdict']['outcome']): string {
  return outcome === 'holds' ? 'holds' : outcome === 'does not hold' ? 'fails' : 'open';
}

function verdict({ verdict: { outcome, sentence }, claims }: ExperimentResults, expected: string) {
  const rows = claims.map(
    (each) =>
      `<tr><td class="outcome ${outcomeClass(each.outcome)}">${each.outcome}</td><td class="claim">${escapeHtml(each.claim)}</td><td>${escapeHtml(differenceText(each).replace('difference ', ''))}</td></tr>`,
  );
  return `<section class="card verdict ${outcomeClass(outcome)}"><h2>Verdict</h2>
<p>${escapeHtml(sentence)}</p>
<p class="soft"><b>Expected beforehand:</b> ${escapeHtml(expected)}</p></section>
<section class="card"><h2>Claims</h2>
<p class="soft">The expectation holds when all of them do. Differences are by seed, paired where arms are compared; a claim holds, or does not, where the whole 95 % interval of the mean difference says so (Student's t over seeds).</p>
<table><thead><tr><th></th><th></th><th>difference, 95 % interval</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></section>`;
}

/** The measure of every arm, with what claims compare it with. */
function measured(results: ExperimentResults): string {
  const { experiment, arms } = results;
  const title = measureTitle(experiment.measure);
  const strips = arms.map((arm, i) => ({
    name: arm.name,
    style: styleOf(i, arms),
    values: arm.seeds.map(({ measured }) => measured),
    mean: arm.mean,
    ...(arm.interval && { interval: pair(arm.interval) }),
    marks: comparedWith(results, arm),
  }));
  const compared = strips.some(({ marks }) => marks.length > 0)
    ? ' Dashed: the value or reference that a claim compares it with.'
    : '';
  return `<section class="card"><h2>${escapeHtml(capitalised(title))}</h2>
<p class="soft">A small dot is one seed, the large one their mean, the bar its 95 % interval.${compared}</p>
${stripChart({ title, xLabel: title, strips })}</section>`;
}

/** One chart for all arms that are tested on the same, where there is more than one episode. */
function curves({ arms }: ExperimentResults): string {
  const groups = curveGroups(arms);
  if (groups.length === 0) return '';
  const charts = groups.map(
    ({ title, arms: group }) => `<h3>${escapeHtml(title)}</h3>\n${adaptation(title, group, arms)}`,
  );
  return `<section class="card"><h2>Adaptation</h2>
<p class="soft">Return by episode, means over seeds; bars are 95 % intervals. Nothing is learnt here but what the memory holds. Dashed: what is known of the tasks.</p>
${charts.join('\n')}</section>`;
}

function adaptation(
  title: string,
  group: readonly ArmResults[],
  arms: readonly ArmResults[],
): string {
  const [first] = group;
  const episodes = first?.returnByEpisode.length ?? 0;
  const numbered = (values: readonly number[]) =>
    values.map((value, i): [number, number] => [i + 1, value]);
  const hasDots = episodes <= MOST_DOTS;
  const known = Object.entries(first?.references ?? {}).map(
    ([name, { returnByEpisode }]): Series => ({
      name: referenceTitle(name),
      style: name === 'random' ? 'chance-line' : 'known-line',
      isDashed: true,
      points: numbered(returnByEpisode),
    }),
  );
  const series = group.map(
    (arm): Series => ({
      name: arm.name,
      style: styleOf(arms.indexOf(arm), arms),
      hasDots,
      points: numbered(arm.returnByEpisode),
      ...(hasDots && arm.intervalByEpisode && { intervals: arm.intervalByEpisode.map(pair) }),
    }),
  );
  return chart({
    title: `Return by episode: ${title}`,
    xLabel: 'episode of the meta-episode',
    yLabel: 'mean return',
    series: [...known, ...series],
    formatX: String,
    xTicks: spread(episodes, MOST_DOTS).map((episode) => episode + 1),
  });
}

function table({ experiment, arms }: ExperimentResults): string {
  const hasPublished = arms.some(({ published }) => published !== undefined);
  const header = [
    'arm',
    shortTitle(experiment.measure),
    '95 % interval',
    'total',
    ...(hasPublished ? ['published'] : []),
  ];
  const rows = arms.map(({ name, mean, interval, total, published, seeds }, i) => {
    const cells = [
      figure(mean),
      interval ? interval.map(figure).join(' … ') : '',
      figure(total),
      ...(hasPublished ? [published === undefined ? '' : String(published)] : []),
      seeds.map(({ measured }) => figure(measured)).join('  '),
    ];
    return `<tr><td class="swatch ${styleOf(i, arms)}"><span>${escapeHtml(name)}</span></td>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  });
  const heads = [...header, 'by seed'].map((cell) => `<th>${escapeHtml(cell)}</th>`);
  return `<section class="card"><h2>Numbers</h2>
<table><thead><tr>${heads.join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></section>`;
}

function commands({ command, arms }: ExperimentResults): string {
  const lines = arms.flatMap((arm) => [`# ${arm.name}`, ...arm.commands]);
  return `<section class="card"><h2>Again</h2>
<pre>${escapeHtml(command)}</pre>
<details><summary>Each arm by hand, its first seed</summary><pre>${escapeHtml(lines.join('\n'))}</pre></details></section>`;
}

function styleOf(index: number, arms: readonly ArmResults[]): string {
  return `arm-${armColour(index, arms)}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
