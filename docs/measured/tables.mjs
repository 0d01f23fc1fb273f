// How results are drawn as tables. Each takes results and the folder they are linked in.

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

/** A row a result: all its numbers. */
export function summary(results, folder) {
  const rows = results.map((result) => [
    link(result, folder),
    Object.entries(result.numbers)
      .map(([name, value]) => `${name} **${list(value)}**`)
      .join('<br>'),
    code(result.command).join('<br>'),
    list(result.seed),
    origin(result),
    result.machine,
  ]);
  return markdown([['what', 'numbers', 'commands', 'seeds', 'version', 'machine'], ...rows]);
}

/** The table that one result brings, and under it where it comes from. */
export function table(results, folder) {
  if (results.length !== 1 || !results[0].table) {
    throw new Error(
      `${results.map(({ file }) => file).join(', ')}: one result with a table is needed.`,
    );
  }
  const [result] = results;
  const source = `${link(result, folder)}: ${code(result.command).join(', ')}, ${origin(result)}, ${result.machine}.`;
  return `${markdown(result.table)}\n\n${source}`;
}

/** What was learnt: a row a result of `npm run bench:learning` on half-cheetahs, means over its seeds. */
export function learning(results, folder) {
  const header = [
    'training',
    'seeds',
    'return by episode',
    'totals of seeds',
    'by episode, actions drawn',
    'by episode, memory wiped',
    'task-blind, at most, an episode',
    'velocity error, m/s',
    'torso on the floor',
    'version',
  ];
  const rows = results.map((result) => {
    const { kept, drawn, wiped } = result;
    const totals = kept.map(({ total }) => total);
    const bound = kept[0].references?.taskBlind?.returnByEpisode[0];
    return [
      link(result, folder),
      list(result.seed),
      byEpisode(kept),
      `${figure(Math.min(...totals))} to ${figure(Math.max(...totals))}`,
      byEpisode(drawn),
      byEpisode(wiped),
      bound === undefined ? 'not known' : figure(bound),
      atTheEnd(kept, 'velocityError', (value) => figure(value, 2)),
      atTheEnd(kept, 'torsoOnFloor', (value) => `${figure(100 * value, 0)} %`),
      origin(result),
    ];
  });
  return markdown([header, ...rows]);
}

function byEpisode(adapted) {
  return adapted[0].returnByEpisode
    .map((_, episode) => figure(mean(adapted.map((one) => one.returnByEpisode[episode]))))
    .join(', ');
}

/** Mean over the second half of the last episode. */
function atTheEnd(adapted, quantity, draw) {
  const values = adapted.flatMap(
    (one) => one.quantities?.[quantity]?.meanOfSecondHalf?.at(-1) ?? [],
  );
  return values.length === 0 ? 'not measured' : draw(mean(values));
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function figure(value, digits = 1) {
  return value.toFixed(digits).replace('-', '−');
}
