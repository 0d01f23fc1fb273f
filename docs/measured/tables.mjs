// How results are drawn as tables. Each takes results and the folder they are linked in.
import { posix } from 'node:path';

/** Rows of text, of which the first is the header, as Markdown. */
function markdown([header, ...rows]) {
  return [header, header.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |`)
    .join('\n');
}

function cell(value) {
  return String(value).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function link({ title, file }, folder) {
  return `[${title}](${folder}/${file})`;
}

function list(value) {
  return [value].flat().join(', ');
}

function origin({ version, commit }) {
  return `${version} (${commit})`;
}

function code(commands) {
  return [commands].flat().map((each) => `\`${each}\``);
}

/** Numbers of a result that its row shows. */
const MOST_NUMBERS = 4;

/** A row a result: its first numbers, for files begin with what matters most. */
export function summary(results, folder) {
  const rows = results.map((result) => [
    link(result, folder),
    shown(result.numbers).join('<br>'),
    code(result.command).join('<br>'),
    list(result.seed),
    origin(result),
    result.machine,
  ]);
  return markdown([['what', 'numbers', 'commands', 'seeds', 'version', 'machine'], ...rows]);
}

function shown(numbers) {
  const all = Object.entries(numbers).map(([name, value]) => `${name} **${list(value)}**`);
  const more = all.length - MOST_NUMBERS;
  return more > 0 ? [...all.slice(0, MOST_NUMBERS), `and ${more} more`] : all;
}

/** The table that one result brings, and under it where it comes from. */
export function table(results, folder) {
  if (results.length !== 1 || !results[0].table) {
    throw new Error(
      `${results.map(({ file }) => file).join(', ')}: one result with a table is needed.`,
    );
  }
  const [result] = results;
  return `${markdown(result.table)}\n\n${source(result, folder)}`;
}

/** What the rows of such a table are, in words: the result's "descriptions". */
export function descriptions([{ file, descriptions: rows }]) {
  if (!rows) throw new Error(`${file} has no descriptions.`);
  return markdown(rows);
}

/** Every number of each result, and under them where they come from. */
export function figures(results, folder) {
  const drawn = results.map((result) => {
    const rows = Object.entries(result.numbers).map(([name, value]) => [name, list(value)]);
    return `${markdown([['what', 'figure'], ...rows])}\n\n${source(result, folder)}`;
  });
  return drawn.join('\n\n');
}

function source(result, folder) {
  const { machine } = result;
  return `${link(result, folder)}: ${code(result.command).join(', ')}, ${origin(result)}, ${machine}.`;
}

const RIGHT_WAY = 'tasks run the right way in every episode, %, by seed';

/** What was learnt: a row a result of `npm run bench:learning` on half-cheetahs, means over its seeds. */
export function learning(results, folder) {
  const header = [
    'training',
    'seeds',
    'return by episode',
    'totals of seeds',
    'by episode, actions drawn',
    'by episode, memory wiped',
    'how it runs in the second half of the last episode',
    'velocity settled in episode 1',
    'largest pitch, rad',
    'torso on the floor',
    'version',
  ];
  const rows = results.map((result) => {
    const { kept, drawn, wiped } = result;
    const totals = kept.map(({ total }) => total);
    return [
      link(result, folder),
      list(result.seed),
      byEpisode(kept),
      `${figure(Math.min(...totals))} to ${figure(Math.max(...totals))}`,
      byEpisode(drawn),
      byEpisode(wiped),
      run(result),
      settled(kept),
      figure(Math.max(...allOf(kept, 'pitch', 'largest')), 2),
      `${figure(100 * mean(allOf(kept, 'torsoOnFloor', 'meanAfterTenth')))} %`,
      origin(result),
    ];
  });
  return markdown([header, ...rows]);
}

/** What experiments found: a row each, with what came of every claim. */
export function verdicts(results, folder) {
  const figures = posix.join(folder, '../live/experiments.md');
  const rows = results.map(({ file, experiment, verdict, claims, seeds, command, ...result }) => [
    `[\`${experiment.name}\`](${figures}#${experiment.name}), [page](${folder}/${file.replace('results.json', 'page.html')})`,
    `**${verdict.outcome}**`,
    claims
      .map(({ claim, outcome, mean: middle, interval }) => {
        const [from, to] = interval.map((end) => figure(end, 3));
        return `${outcome}: ${claim} (${figure(middle, 3)}, ${from} … ${to})`;
      })
      .join('<br>'),
    seeds.length,
    origin(result),
  ]);
  return markdown([
    [
      'experiment',
      'the expectation',
      'claims, with the difference and its 95 % interval',
      'seeds',
      'version',
    ],
    ...rows,
  ]);
}

/** What every arm of one experiment earned in a meta-episode, beside what is published of it. */
export function returns(results) {
  if (results.length !== 1) throw new Error('returns are drawn of one experiment.');
  const [{ arms }] = results;
  const rows = arms.map(({ name, total, published, tasks, seeds }) => [
    name,
    significant(total),
    seeds.map((seed) => significant(seed.total)).join(', '),
    tasks,
    published ?? '',
  ]);
  return markdown([['arm', 'return', 'by seed', 'tasks a seed', 'published'], ...rows]);
}

/** To four digits, and large numbers to the last before the point. */
function significant(value) {
  return figure(value, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value) || 1))));
}

/** How fast the right way, or how far from the target. */
function run({ kept, numbers }) {
  const error = mean(
    kept.map(({ quantities }) => quantities.velocityError.meanOfSecondHalf.at(-1)),
  );
  const share = numbers[RIGHT_WAY];
  if (!share) return `${figure(error, 2)} m/s off`;
  return `${figure(-error, 2)} m/s the right way; ${figure(mean(share), 0)} % of tasks that way`;
}

/** In how many tasks, and after how many steps in the median task, of the mean seed. */
function settled(adapted) {
  const all = adapted.flatMap(({ quantities }) => quantities.velocity?.settling ?? []);
  if (all.length === 0) return '';
  const share = `${figure(100 * mean(all.map((one) => one.share[0])), 0)} % of tasks`;
  const medians = all.flatMap((one) => one.medianSteps[0] ?? []);
  return medians.length < all.length ? share : `${share}, median ${figure(mean(medians), 0)} steps`;
}

/** One statistic of every seed and episode. */
function allOf(adapted, quantity, statistic) {
  return adapted.flatMap(({ quantities }) => quantities[quantity][statistic]);
}

function byEpisode(adapted) {
  return adapted[0].returnByEpisode
    .map((_, episode) => figure(mean(adapted.map((one) => one.returnByEpisode[episode]))))
    .join(', ');
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function figure(value, digits = 1) {
  return value.toFixed(digits).replace('-', '−');
}
