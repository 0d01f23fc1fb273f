import { drawTestTasks } from '../../agents/meta-test.js';
import { continuousPreset, discretePreset } from '../../agents/presets.js';
import type { Reference, Split, TaskDistribution } from '../../core/distribution.js';
import type { References } from '../../schemas/references.js';
import { defineCommand } from '../command.js';
import { distributionSourceOf, loadDistribution, withEpisodes } from '../distribution-source.js';
import { assertSplit, defaultTasks } from '../evaluation.js';
import { columnsOf, episodeTable } from '../terminal/episodes.js';
import { type Painter, painter, table, wrap } from '../terminal/text.js';
import { episodesFlag, splitOf, taskFlags } from './task-flags.js';

export const reference = defineCommand({
  name: 'reference',
  about: 'Prints what is known of a task distribution: the return by episode of its references.',
  positionals: [
    {
      name: 'distribution',
      about: 'An id (see moving-cheese list), a .json file, or a .js module.',
      required: true,
    },
  ],
  flags: {
    split: taskFlags.split,
    episodes: episodesFlag,
    tasks: {
      kind: 'integer',
      value: 'n',
      minimum: 1,
      maximum: 10_000_000,
      about: `Where tasks cannot be listed, how many are drawn, those that adapt draws. Default ${discretePreset.testTasks}, or ${continuousPreset.testTasks} for continuous actions.`,
    },
    seed: { kind: 'integer', value: 'n', minimum: 0, about: 'Of the tasks drawn. Default 0.' },
    json: { kind: 'switch', about: 'Print one JSON object.' },
  },
  async run({ values, positionals }) {
    const source = distributionSourceOf(positionals[0] ?? '');
    const given = await loadDistribution(source);
    const distribution = withEpisodes(source, given, values.number('episodes') ?? given.episodes);
    const split = splitOf(values.text('split'));
    assertSplit(distribution, split);
    const known = referencesOf(distribution, split, {
      tasks: values.number('tasks') ?? defaultTasks(distribution),
      seed: values.number('seed') ?? 0,
    });
    const text = values.switch('json')
      ? JSON.stringify(known, null, 2)
      : textOf(known, painter(process.stdout));
    process.stdout.write(`${text}\n`);
    return 0;
  },
});

function referencesOf(
  distribution: TaskDistribution,
  split: Split,
  { tasks, seed }: { readonly tasks: number; readonly seed: number },
): References {
  const { id, horizon, episodes } = distribution;
  const listed = distribution.support?.(split);
  const drawn = listed
    ? listed.map(({ task }) => task)
    : drawTestTasks(distribution, split, tasks, seed);
  const references = distribution.references?.(split, drawn) ?? [];
  return {
    ...{ distribution: id, split, horizon, episodes, tasks: drawn.length },
    isWholeSplit: listed !== undefined,
    references: references.map(({ name, returnByEpisode, total, exact, about }: Reference) => ({
      ...{ name, returnByEpisode: [...returnByEpisode], total, exact, about },
    })),
  };
}

function textOf(known: References, paint: Painter): string {
  const { distribution, split, horizon, episodes, tasks, isWholeSplit, references } = known;
  const title = [
    distribution,
    `split ${split}`,
    isWholeSplit ? `all of its ${tasks} tasks` : `${tasks} tasks drawn`,
    `horizon ${horizon}`,
    `K = ${episodes}`,
  ].join(' · ');
  if (references.length === 0) return `${paint('bold', title)}\n\nNothing is known of it exactly.`;
  const sorted = [...references].sort((a, b) => a.total - b.total);
  const width = Math.max(...sorted.map(({ name }) => name.length));
  const words = sorted.flatMap(({ name, about }) =>
    wrap(about, 94 - width).map((line, i) => [i === 0 ? name : '', line]),
  );
  return [
    paint('bold', title),
    episodeTable({
      title: 'return',
      episodes,
      columns: columnsOf(process.stdout),
      soft: (text) => paint('dim', text),
      rows: sorted.map(({ name, returnByEpisode, total, exact }) => ({
        name,
        byEpisode: returnByEpisode.map((value) => value.toFixed(3)),
        total: total.toFixed(3),
        note: exact ? 'exact' : 'not exact',
        style: (text) => text,
      })),
    }),
    table(words, [0, 1]),
  ].join('\n\n');
}
