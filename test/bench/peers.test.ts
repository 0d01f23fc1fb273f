import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import {
  compare,
  comparisonNumbers,
  comparisonTable,
  descriptionTable,
  toFastestLibrary,
} from '../../bench/peers/comparison.js';
import { type Contestant, contestantsOf, together } from '../../bench/peers/contestants.js';
import { Conversation, jsonLines } from '../../bench/peers/conversation.js';
import { peersFolder, runScript } from '../../bench/peers/python.js';
import { type Outcome, takeTurns } from '../../bench/peers/rounds.js';
import { root as measuredRoot } from '../../bench/result-file.js';
import { temporaryFolder } from '../cli/command-line.js';
import { root } from '../docs/pages.js';
import { execute } from '../package/project.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = [];
  for await (const value of values) list.push(value);
  return list;
}

const node = (code: string) =>
  new Conversation([process.execPath, '--input-type=module', '--eval', code], { program: 'it' });

/** Echoes what it is told, once for each line. */
const ECHO = `import { createInterface } from 'node:readline';
for await (const line of createInterface({ input: process.stdin })) console.log(line);`;

describe('jsonLines', () => {
  test('reads a value a line, however the text is cut, and passes over empty lines', async () => {
    const lines = jsonLines(Readable.from(['{"a":', '1}\n\n[2', ',3]\n"four"']), 'it');
    expect(await all(lines)).toEqual([{ a: 1 }, [2, 3], 'four']);
  });

  test('says what was no JSON', async () => {
    const lines = jsonLines(Readable.from(['1\nWarning: slow\n']), 'it');
    await expect(all(lines)).rejects.toThrow(
      'it must print lines of JSON; received "Warning: slow".',
    );
  });
});

describe('Conversation', () => {
  test('asks in turn, and gives what is left', async () => {
    const it = node(ECHO);
    expect(await it.ask({ first: 1 })).toEqual({ first: 1 });
    expect(await it.ask(2)).toBe(2);
    it.tell('last');
    expect(await all(it.rest())).toEqual(['last']);
  });

  test('tells what a program complained about that ended too early', async () => {
    const it = node('console.error("no such library"); process.exitCode = 3;');
    await expect(it.ask(1)).rejects.toThrow(
      'it ended with code 3 before it answered. What it said last: no such library',
    );
  });

  test('does not take the end of a program that failed for the end of its lines', async () => {
    const it = node('console.log(1); console.error("out of memory"); process.exitCode = 1;');
    await expect(all(it.rest())).rejects.toThrow('it ended with code 1. out of memory');
  });

  test('tells of a program that cannot be started', async () => {
    const it = new Conversation([join(folder.path, 'nothing')], { program: 'it' });
    await expect(it.next()).rejects.toThrow(/it ended .* before it answered.*ENOENT/);
  });
});

describe('the folder of peers', () => {
  test('is made by setup.sh, which is said where it is missing', () => {
    const missing = join(folder.path, 'missing');
    expect(() => peersFolder(missing)).toThrow(
      `the folder of peers must be a Python virtual environment; received "${missing}". Make it by bench/peers/setup.sh ${missing}, or name another by --python or MOVING_CHEESE_PEERS.`,
    );
  });

  test('runs a script in it, hands it a value and reads its lines', async () => {
    // Stands in for Python: says by what it was called, then what it was told.
    const bin = join(folder.path, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'python'), '#!/bin/sh\necho "\\"$*\\""\ncat\n');
    chmodSync(join(bin, 'python'), 0o755);
    const peers = peersFolder(folder.path);
    const script = join(measuredRoot, 'bench/peers/update.py');
    expect(await all(runScript(peers, 'update.py', { hidden: 64 }, { words: ['jax'] }))).toEqual([
      `${script} jax`,
      { hidden: 64 },
    ]);
    expect(await all(runScript(peers, 'update.py', 0, { cores: 1 }))).toEqual([
      `${join(measuredRoot, 'bench/peers/on_cores.py')} 1 0 ${peers.python} ${script}`,
      0,
    ]);
  });
});

/** One that gives these speeds, round by round, and notes when it is at work. */
function contestant(name: string, speeds: number[], log: string[] = []): Contestant {
  let round = 0;
  return {
    ...{ name, version: undefined, cores: 1, beside: '', absent: undefined },
    takes: (batch) => batch !== 3,
    async prepare(batch) {
      log.push(`${name} prepares ${batch}`);
      return 0.5;
    },
    async run() {
      log.push(name);
      const speed = speeds[round++ % speeds.length]!;
      if (Number.isNaN(speed)) throw new Error('it broke');
      return speed;
    },
  };
}

describe('takeTurns', () => {
  const sizes = { batches: [1, 3], rounds: 2, seconds: 0 };

  test('lets each do one turn a round, at the batches it takes', async () => {
    const log: string[] = [];
    const outcomes = await takeTurns(
      [contestant('a', [1, 2], log), contestant('b', [3, 4], log)],
      sizes,
      () => {},
    );
    expect(log).toEqual(['a prepares 1', 'b prepares 1', 'a', 'b', 'a', 'b']);
    expect(outcomes.map(({ seen }) => seen)).toEqual([
      [{ batch: 1, prepare: 0.5, speeds: [1, 2] }],
      [{ batch: 1, prepare: 0.5, speeds: [3, 4] }],
    ]);
  });

  test('leaves out who fails, with the reason, and goes on with the others', async () => {
    const broken = contestant('a', [1, Number.NaN]);
    const outcomes = await takeTurns([broken, contestant('b', [3])], sizes, () => {});
    expect(outcomes[0]).toMatchObject({ absent: 'failed: it broke', seen: [] });
    expect(outcomes[1]!.seen[0]!.speeds).toEqual([3, 3]);
  });
});

test('two at the same time share the batch and add up', async () => {
  const log: string[] = [];
  const both = together(contestant('a', [1], log), contestant('b', [10], log));
  expect([both.cores, both.takes(2), both.takes(3), both.takes(6)]).toEqual([
    2,
    true,
    false,
    false,
  ]);
  await both.prepare(64);
  expect(log).toEqual(['a prepares 32', 'b prepares 32']);
  expect(await both.run(1)).toBe(11);
});

describe('compare', () => {
  const outcome = (name: string, speeds: { [batch: number]: number[] }, more = {}): Outcome => ({
    ...{ name, version: undefined, cores: 1, beside: `${name}'s rules`, absent: undefined },
    seen: Object.entries(speeds).map(([batch, list]) => ({
      ...{ batch: Number(batch), prepare: 0.25, speeds: list },
    })),
    ...more,
  });
  const outcomes = [
    outcome('ours', { 1: [10e6, 20e6, 30e6], 1024: [4e6, 4e6, 4e6] }),
    outcome('ours', { 1024: [6e6, 6e6, 6e6] }, { cores: 2 }),
    outcome('walls', { 1: [5e6, 5e6, 5e6], 1024: [2e6, 2e6, 2e6] }),
    outcome('slow', { 1: [1e5, 4e5, 1e5] }, { version: 'slow 1.0' }),
    outcome(
      'swift',
      { 1: [1e6, 1e6, 1e6], 1024: [8e6, 8e6, 8e6] },
      { version: 'swift 2.0', cores: 2 },
    ),
    outcome('by hand', { 1024: [40e6, 40e6, 40e6] }),
    outcome('gone', {}, { absent: 'not installed, because no wheel' }),
  ];
  const compared = compare(outcomes, ['ours', 'walls']);
  const table = comparisonTable(compared, [1, 1024]);

  test('takes ratios round by round, on as many cores where ours can use them', () => {
    const ratiosOf = (name: string) => compared.find((each) => each.name === name)!.ratios;
    expect(ratiosOf('slow')).toEqual([[{ batch: 1, ratio: 100 }], [{ batch: 1, ratio: 50 }]]);
    expect(ratiosOf('swift')[0]).toEqual([
      { batch: 1, ratio: 20 },
      { batch: 1024, ratio: 0.75 },
    ]);
  });

  test('draws ratios before speeds, losses first, and who could not be measured with the reason', () => {
    expect(table[0]).toEqual(['env', 'cores', 'batch 1', 'batch 1\u00a0024', 'compiling, s']);
    const cell = (text: string) => text.replaceAll(' ', '\u00a0');
    expect(table.slice(1, 3)).toEqual([
      ['by hand', '1', '–', cell('0.1 / 0.05 (40 M)'), '0.3'],
      ['swift (swift 2.0)', '2', cell('20 / 5 (1.0 M)'), cell('0.75 / 0.25 (8.0 M)'), '0.3'],
    ]);
    expect(table.find(([name]) => name === 'slow (slow 1.0)')).toContain(cell('100 / 50 (100 k)'));
    expect(table.at(-1)).toEqual(['gone', '1', '–', '–', '–']);
  });

  test('says once what each does, and why one was not measured', () => {
    const descriptions = descriptionTable(compared);
    expect(descriptions.filter(([name]) => name === 'ours')).toEqual([['ours', "ours's rules"]]);
    expect(descriptions).toContainEqual([
      'gone',
      "gone's rules **Not measured: not installed, because no wheel**",
    ]);
    const failed = compare(
      [outcome('ours', {}), outcome('ours', {}, { cores: 2, absent: 'failed: no memory' })],
      [],
    );
    expect(descriptionTable(failed)[1]![1]).toBe(
      "ours's rules **Not measured: failed: no memory**",
    );
  });

  test('names every figure, and the fastest library, which code by hand is not', () => {
    const numbers = comparisonNumbers(compared, ['ours', 'walls']);
    expect(numbers).toMatchObject({
      'ours to swift (swift 2.0), 2 cores, batch 1, 1024': [20, 0.75],
      'walls to slow (slow 1.0), 1 core, batch 1': [50],
      'env steps a second of ours, 2 cores, batch 1024': [6e6],
    });
    expect(Object.keys(numbers).join()).not.toContain('gone');
    expect(toFastestLibrary(compared, 1024)).toBe(0.75);
    expect(toFastestLibrary(compared, 64)).toBeUndefined();
  });
});

describe('the programs', () => {
  const program = (name: string) => join(root, 'dist/bench/peers', `${name}.js`);

  test('our envs are served as others are', async () => {
    const name = 'maze/gridnavi-v0';
    const it = new Conversation([process.execPath, program('our-env'), name], { program: 'it' });
    const { contestants } = await contestantsOf(it, 1);
    expect(contestants).toMatchObject([{ name, cores: 1, absent: undefined }]);
    expect(await contestants[0]!.prepare(2)).toBeGreaterThan(0);
    expect(await contestants[0]!.run(0.01)).toBeGreaterThan(1000);
    await it.end();
  });

  test('rl-ts says why it is not there', async () => {
    const it = new Conversation([process.execPath, program('rl-ts')], {
      program: 'it',
      environment: { MOVING_CHEESE_PEERS: join(folder.path, 'missing') },
    });
    const { contestants } = await contestantsOf(it, 1);
    expect(contestants[0]!.absent).toBe('not installed, because bench/peers/setup.sh was not run');
    await it.end();
  });

  test.each([
    ['a part that there is not', ['engines'], 'a part must be one of engine, half-cheetah'],
    ['a flag that there is not', ['--tiny'], "Unknown option '--tiny'"],
    ['no environment', ['--python', 'nowhere'], 'Make it by bench/peers/setup.sh nowhere'],
  ])('npm run bench:peers refuses %s', async (_, words, message) => {
    const { code, stderr } = await execute(process.execPath, [program('main'), ...words], root);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
