// Writes the tables of measured results in README.md, docs/*.md, docs/guide/*.md and docs/live/*.md from
// docs/results/*.json.
//
//   node docs/measured.mjs            rewrites the tables
//   node docs/measured.mjs --check    only compares, for the tests: code 1 when a table is out of date
//
// With --root <folder> it is those of another folder. A table stands between two lines,
//
//   <!-- measured: table of half-cheetah-stress; written by docs/measured.mjs -->
//   <!-- /measured -->
//
// of which the first says how to draw (a key of `drawings` below) which files of docs/results; * in their names is
// any text. What experiments found is drawn from their folders instead: verdicts of experiments/*, returns of
// experiments/name.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readExperiment, readResult } from './measured/results.mjs';
import {
  descriptions,
  figures,
  learning,
  returns,
  summary,
  table,
  verdicts,
} from './measured/tables.mjs';

const here = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, root: { type: 'string', default: here } },
});
const results = join(values.root, 'docs/results');
const drawings = { summary, table, descriptions, figures, learning, verdicts, returns };
const OF_EXPERIMENTS = ['verdicts', 'returns'];
const MARKED =
  /(<!-- measured: (\w+) of (\S+); written by docs\/measured\.mjs -->)[\s\S]*?(<!-- \/measured -->)/g;

const names = (folder, ending) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ending)) : [];
const files = names(results, '.json').sort();
const experiments = existsSync(join(results, 'experiments'))
  ? readdirSync(join(results, 'experiments'))
      .sort()
      .map((name) => `experiments/${name}/results.json`)
  : [];

function filesLike(pattern) {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[^\w-]/g, '\\$&'));
  const like = new RegExp(`^${parts.join('[^/]*')}(/results)?\\.json$`);
  return [...files, ...experiments].filter((file) => like.test(file));
}

/** Links to results are relative to the page. */
function drawn(page, kind, pattern) {
  const draw = drawings[kind];
  if (!draw)
    throw new Error(`${page} asks for "${kind}", not ${Object.keys(drawings).join(', ')}.`);
  const reader = OF_EXPERIMENTS.includes(kind) ? readExperiment : readResult;
  const measured = filesLike(pattern).map((file) => reader(results, file));
  if (measured.length === 0) return 'No measurement is committed yet.';
  return draw(measured, posix.relative(posix.dirname(page), 'docs/results'));
}

const pages = [
  'README.md',
  ...['docs', 'docs/guide', 'docs/live'].flatMap((folder) =>
    names(join(values.root, folder), '.md').map((name) => `${folder}/${name}`),
  ),
];
for (const page of pages) {
  const path = join(values.root, page);
  const text = readFileSync(path, 'utf8');
  const wanted = text.replaceAll(MARKED, (_, begin, kind, pattern, end) =>
    [begin, drawn(page, kind, pattern), end].join('\n\n'),
  );
  // A marker that is not closed, or not written as above, would be a table that nobody keeps up to date.
  const [opened, closed] = [/<!-- measured/g, MARKED].map(
    (each) => wanted.match(each)?.length ?? 0,
  );
  if (opened !== closed)
    throw new Error(`${page} has a marker that docs/measured.mjs cannot read.`);
  if (wanted === text) continue;
  if (values.check) {
    console.error(`A measured table of ${page} is out of date: run node docs/measured.mjs.`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, wanted);
  }
}
