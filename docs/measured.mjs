// Writes the table of measured results in README.md from docs/results/*.json.
//
//   node docs/measured.mjs            rewrites the table
//   node docs/measured.mjs --check    only compares, for the tests: code 1 when the table is out of date
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const results = new URL('results/', import.meta.url);
const readme = new URL('../README.md', import.meta.url);
const BEGIN = '<!-- measured: written by docs/measured.mjs from docs/results -->';
const END = '<!-- /measured -->';

/** What each file must hold; see docs/results/README.md. */
const checks = {
  title: (value) => typeof value === 'string',
  command: (value) => typeof value === 'string' || isListOf('string')(value),
  seed: (value) => Number.isInteger(value) || isListOf('number')(value),
  version: (value) => typeof value === 'string',
  commit: (value) => typeof value === 'string',
  machine: (value) => typeof value === 'string',
  numbers: (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every(isNumberOrNumbers),
};

function isListOf(type) {
  return (value) => Array.isArray(value) && value.every((item) => typeof item === type);
}

function isNumberOrNumbers(value) {
  return typeof value === 'number' || isListOf('number')(value);
}

function readResult(file) {
  const result = JSON.parse(readFileSync(new URL(file, results), 'utf8'));
  for (const [name, isGood] of Object.entries(checks)) {
    if (!isGood(result[name])) {
      throw new Error(`docs/results/${file} needs "${name}" as docs/results/README.md says.`);
    }
  }
  return { file, ...result };
}

function cell(value) {
  return String(value).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function row({ file, title, command, seed, version, commit, machine, numbers }) {
  const values = Object.entries(numbers).map(
    ([name, value]) => `${name} **${[value].flat().join(', ')}**`,
  );
  const commands = [command].flat().map((each) => `\`${each}\``);
  return [
    `[${title}](docs/results/${file})`,
    values.join('<br>'),
    commands.join('<br>'),
    [seed].flat().join(', '),
    `${version} (${commit})`,
    machine,
  ].map(cell);
}

function table() {
  const files = readdirSync(results).filter((file) => file.endsWith('.json'));
  if (files.length === 0) return 'No measurement is committed yet.';
  const head = ['what', 'numbers', 'commands', 'seeds', 'version', 'machine'];
  return [head, head.map(() => '---'), ...files.sort().map((file) => row(readResult(file)))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const text = readFileSync(readme, 'utf8');
const begin = text.indexOf(BEGIN);
const end = text.indexOf(END);
if (begin < 0 || end < begin) throw new Error(`README.md must hold ${BEGIN} and ${END}.`);
const wanted = `${text.slice(0, begin)}${BEGIN}\n\n${table()}\n\n${text.slice(end)}`;
if (process.argv.includes('--check')) {
  if (wanted !== text) {
    console.error('The measured table of README.md is out of date: run node docs/measured.mjs.');
    process.exitCode = 1;
  }
} else {
  writeFileSync(fileURLToPath(readme), wanted);
}
