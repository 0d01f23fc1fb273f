import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, temporaryFolder } from './command-line.js';

const folder = temporaryFolder();
const NEWEST = 'checkpoints/iteration-00000006';
const OLDER = 'checkpoints/iteration-00000001';

beforeAll(async () => {
  const words = ['train', 'maze/lecture-v0', '--steps', '2304', '--out', 'run', '--json'];
  expect((await run(words, folder.path)).code).toBe(0);
});
afterAll(() => folder.remove());

let copies = 0;

/** A copy of the run, spoilt. */
function spoilt(spoil: (path: (file: string) => string) => void): string {
  const name = `copy-${copies++}`;
  cpSync(join(folder.path, 'run'), join(folder.path, name), { recursive: true });
  spoil((file) => join(folder.path, name, file));
  return name;
}

function edit(path: string, change: (manifest: { [key: string]: unknown }) => void): void {
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  change(manifest);
  writeFileSync(path, JSON.stringify(manifest));
}

function flipBit(path: string): void {
  const bytes = readFileSync(path);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

const FAULTS: readonly (readonly [string, (file: (name: string) => string) => void, RegExp])[] = [
  [
    'a truncated binary',
    (file) => truncateSync(file(`${NEWEST}.bin`), 100),
    /00000006\.bin must be \d+ bytes .*received "100 bytes/,
  ],
  [
    'an edited binary',
    (file) => flipBit(file(`${NEWEST}.bin`)),
    /00000006\.bin .*SHA-256 .*truncated or edited/,
  ],
  [
    'a longer binary',
    (file) => appendFileSync(file(`${NEWEST}.bin`), 'x'),
    /00000006\.bin must be/,
  ],
  ['a missing binary', (file) => rmSync(file(`${NEWEST}.bin`)), /00000006\.bin cannot be read/],
  [
    'a truncated manifest',
    (file) => truncateSync(file(`${NEWEST}.json`), 50),
    /00000006\.json is not JSON at line 3/,
  ],
  [
    'an empty manifest',
    (file) => truncateSync(file(`${NEWEST}.json`), 0),
    /00000006\.json is empty/,
  ],
  [
    'an edited manifest',
    (file) =>
      edit(file(`${NEWEST}.json`), (manifest) => {
        manifest.iteration = 7;
      }),
    /00000006\.json must have the content hash/,
  ],
  [
    'a later version',
    (file) =>
      edit(file(`${NEWEST}.json`), (manifest) => {
        manifest.formatVersion = 9;
      }),
    /\/formatVersion must be 2.*received 9/,
  ],
  [
    'a manifest without a hash',
    (file) =>
      edit(file(`${NEWEST}.json`), (manifest) => {
        delete manifest.binary;
      }),
    /must have the property "binary"/,
  ],
];

describe('a damaged newest checkpoint', () => {
  it.each(FAULTS)('%s is named, and the one before is used', async (_, spoil, message) => {
    const name = spoilt(spoil);
    const { code, stderr, stdout } = await run(
      ['adapt', name, '--tasks', '5', '--json'],
      folder.path,
    );
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/Using the checkpoint of iteration 1\./);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).iteration).toBe(1);
  });

  it('does not stop training from ending where it would have', async () => {
    const name = spoilt((file) => truncateSync(file(`${NEWEST}.bin`), 100));
    const { code, stderr } = await run(['train', '--resume', name], folder.path);
    expect({ code, warnings: stderr.match(/warning/g)?.length }).toEqual({ code: 0, warnings: 1 });
    for (const file of ['metrics.jsonl', `${NEWEST}.bin`, `${NEWEST}.json`]) {
      const [mine, theirs] = [name, 'run'].map((run) => readFileSync(join(folder.path, run, file)));
      expect(mine).toEqual(theirs);
    }
  });

  it('code 2 when none is good', async () => {
    const name = spoilt((file) => {
      truncateSync(file(`${NEWEST}.bin`), 100);
      flipBit(file(`${OLDER}.bin`));
    });
    for (const words of [
      ['adapt', name],
      ['watch', name],
      ['train', '--resume', name],
    ]) {
      const { code, stderr } = await run(words, folder.path);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error No checkpoint .*\n.*00000006\.bin .*\n.*00000001\.bin/);
    }
    expect(readdirSync(join(folder.path, name, 'checkpoints'))).toHaveLength(4);
  });

  it('code 2 when the configuration was changed since', async () => {
    const name = spoilt((file) =>
      edit(file('configuration.json'), (all) => {
        all.seed = 9;
      }),
    );
    const { code, stderr } = await run(['adapt', name], folder.path);
    expect(code).toBe(2);
    expect(stderr).toMatch(/configuration\.json was changed since/);
  });
});
