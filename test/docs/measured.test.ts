import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../cli/command-line.js';
import { read, root, tableUnder } from './pages.js';

/** A folder of pages and results. */
const folder = temporaryFolder();

function measured(...words: string[]) {
  const program = join(root, 'docs/measured.mjs');
  const { status, stderr } = spawnSync(
    process.execPath,
    [program, '--root', folder.path, ...words],
    { encoding: 'utf8' },
  );
  return { status, stderr };
}

function write(path: string, content: unknown): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(folder.path, path), text);
}

function page(path = 'docs/page.md'): string {
  return readFileSync(join(folder.path, path), 'utf8');
}

const marked = (what: string) =>
  `<!-- measured: ${what}; written by docs/measured.mjs -->\n<!-- /measured -->\n`;

const result = {
  title: 'A measurement',
  command: 'npm run bench',
  seed: [1, 2],
  version: '0.1.0',
  commit: '0123456',
  machine: 'a | machine',
  numbers: { 'speed, m/s': [1, 2] },
};
const table = [
  ['what', 'unit'],
  ['speed', 'm/s'],
];
/** What `adapt --json` says of one seed, as far as the table needs it. */
const adapted = (first: number, second: number, error: number, median: number | null = 10) => ({
  total: first + second,
  returnByEpisode: [first, second],
  quantities: {
    velocity: { settling: { share: [Math.abs(error) / 10, 0], medianSteps: [median, 99] } },
    velocityError: { meanOfSecondHalf: [9, error] },
    pitch: { largest: [0.1, error + 0.25] },
    torsoOnFloor: { meanAfterTenth: [0, error / 10] },
  },
});
const learningHeader =
  '| training | seeds | return by episode | totals of seeds | by episode, actions drawn | by episode, memory wiped | how it runs in the second half of the last episode | velocity settled in episode 1 | largest pitch, rad | torso on the floor | version |';
const learnt = {
  ...result,
  title: 'half-cheetah/velocity-v0 after 600 s of training',
  kept: [adapted(-50, -40, 0.2), adapted(-60, -30, 0.4, 20)],
  drawn: [adapted(-55, -45, 0.3), adapted(-65, -35, 0.3)],
  wiped: [adapted(-50, -50, 0.3), adapted(-60, -60, 0.3)],
};

beforeEach(() => {
  folder.remove();
  mkdirSync(join(folder.path, 'docs/results'), { recursive: true });
  write('README.md', marked('summary of *'));
  write(
    'docs/page.md',
    `Before.\n\n${marked('table of one')}\n${marked('learning of *-v0-*s*')}\nAfter.\n`,
  );
});
afterAll(() => folder.remove());

test('the tables of all pages are what docs/results say', () => {
  const { status, stderr } = spawnSync(process.execPath, ['docs/measured.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(read('README.md')).toContain('<!-- measured: summary of *;');
});

/** What one experiment found, as far as the table needs it. */
const found = {
  experiment: { name: 'memory' },
  verdict: { outcome: 'holds' },
  arms: [
    {
      ...{ name: 'A', total: 6.6149, published: 6.7, tasks: 100 },
      seeds: [{ total: 6.6, other: 1 }, { total: 6.6298 }],
    },
    { name: 'B', total: 1965.26, tasks: 10, seeds: [{ total: 1965.26 }] },
  ],
  claims: [{ claim: 'A is above B', outcome: 'holds', mean: -0.25, interval: [-0.5, 0.125] }],
  ...{ seeds: [1, 2, 3, 4, 5], command: 'c', version: '0.1.0', commit: '0123456' },
};

test('what experiments found is a table of verdicts', () => {
  mkdirSync(join(folder.path, 'docs/results/experiments/memory'), { recursive: true });
  write('docs/results/experiments/memory/results.json', found);
  write('docs/page.md', marked('verdicts of experiments/*'));
  expect(measured().status).toBe(0);
  expect(page()).toContain(
    '| [`memory`](live/experiments.md#memory), [page](results/experiments/memory/page.html) | **holds** | holds: A is above B (−0.250, −0.500 … 0.125) | 5 | 0.1.0 (0123456) |',
  );
});

test('what its arms earned is a table, beside what is published', () => {
  mkdirSync(join(folder.path, 'docs/results/experiments/memory'), { recursive: true });
  write('docs/results/experiments/memory/results.json', found);
  write('docs/page.md', marked('returns of experiments/memory'));
  expect(measured()).toEqual({ status: 0, stderr: '' });
  expect(tableUnder(page(), '| arm | return | by seed | tasks a seed | published |')).toEqual([
    ['A', '6.615', '6.600, 6.630', '100', '6.7'],
    ['B', '1965', '1965', '10', ''],
  ]);
});

describe('docs/measured.mjs', () => {
  test('writes the tables of guides, such as of all figures, with links that begin there', () => {
    mkdirSync(join(folder.path, 'docs/guide'));
    write('docs/results/one.json', { ...result, numbers: { a: 1, b: [2, 3] }, table });
    write('docs/guide/page.md', marked('figures of one'));
    measured();
    const guide = page('docs/guide/page.md');
    expect(tableUnder(guide, '| what | figure |')).toEqual([
      ['a', '1'],
      ['b', '2, 3'],
    ]);
    expect(guide).toContain('[A measurement](../results/one.json): `npm run bench`, 0.1.0');
  });

  test('says plainly that nothing is there', () => {
    expect(measured()).toEqual({ status: 0, stderr: '' });
    expect(page().match(/No measurement is committed yet\./g)).toHaveLength(2);
    expect(page('README.md')).toContain('No measurement is committed yet.');
  });

  test('writes every table from its results, and leaves the rest alone', () => {
    write('docs/results/one.json', { ...result, table });
    write('docs/results/half-cheetah-velocity-v0-600s.json', learnt);
    expect(measured()).toEqual({ status: 0, stderr: '' });
    expect(page()).toMatch(/^Before\.\n\n<!-- [\s\S]* -->\n\nAfter\.\n$/);
    expect(tableUnder(page(), '| what | unit |')).toEqual([['speed', 'm/s']]);
    expect(page()).toContain(
      '[A measurement](results/one.json): `npm run bench`, 0.1.0 (0123456), a | machine.',
    );
    const [row = []] = tableUnder(page(), learningHeader);
    expect(row).toEqual([
      '[half-cheetah/velocity-v0 after 600 s of training](results/half-cheetah-velocity-v0-600s.json)',
      '1, 2',
      '−55.0, −35.0',
      '−90.0 to −90.0',
      '−60.0, −40.0',
      '−55.0, −55.0',
      '0.30 m/s off',
      '3 % of tasks, median 15 steps',
      '0.65',
      '1.5 %',
      '0.1.0 (0123456)',
    ]);
    const header = '| what | numbers | commands | seeds | version | machine |';
    expect(tableUnder(page('README.md'), header)).toHaveLength(2);
    expect(page('README.md')).toContain('(docs/results/one.json) | speed, m/s **1, 2** |');
    expect(measured('--check')).toEqual({ status: 0, stderr: '' });
  });

  test('tells directions by the right way, and no median where half of the tasks do not settle', () => {
    const numbers = { 'tasks run the right way in every episode, %, by seed': [98, 100] };
    const kept = [adapted(500, 510, -3), adapted(520, 530, -4, null)];
    write('docs/results/half-cheetah-direction-v0-600s.json', { ...learnt, numbers, kept });
    write('docs/results/one.json', { ...result, table });
    expect(measured()).toEqual({ status: 0, stderr: '' });
    const [row = []] = tableUnder(page(), learningHeader);
    expect(row[6]).toBe('3.50 m/s the right way; 99 % of tasks that way');
    expect(row[7]).toBe('35 % of tasks');
  });

  test('shows four numbers of a result, and says how many there are besides', () => {
    const numbers = { a: 1, b: [2, 3], c: 4, d: 5, e: 6, f: 7 };
    write('docs/results/one.json', { ...result, numbers, table });
    measured();
    expect(page('README.md')).toContain(
      '| a **1**<br>b **2, 3**<br>c **4**<br>d **5**<br>and 2 more |',
    );
  });

  test('finds out-of-date pages, and changes none when it only checks', () => {
    write('docs/results/one.json', { ...result, table });
    measured();
    write('docs/results/one.json', { ...result, table: [...table, ['mass', 'kg']] });
    const before = page();
    expect(measured('--check')).toEqual({
      status: 1,
      stderr: 'A measured table of docs/page.md is out of date: run node docs/measured.mjs.\n',
    });
    expect(page()).toBe(before);
  });

  test.each([
    ['a table that is ragged', { ...result, table: [...table, ['mass']] }, 'needs "table"'],
    ['a result without a machine', { ...result, machine: undefined }, 'needs "machine"'],
    ['a result without the table that is asked for', result, 'one result with a table is needed'],
  ])('refuses %s', (_, content, message) => {
    write('docs/results/one.json', content);
    expect(measured()).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
  });

  test.each([
    ['of an unknown kind', marked('picture of one'), 'asks for "picture"'],
    ['that is not closed', marked('table of one').split('\n')[0], 'cannot read'],
    ['of another form', '<!-- measured: written by hand -->\n<!-- /measured -->', 'cannot read'],
  ])('refuses a marker %s', (_, text, message) => {
    write('docs/page.md', text);
    write('docs/results/one.json', { ...result, table });
    expect(measured()).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
  });
});
