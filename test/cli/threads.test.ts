import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { createSharedMemory, sharedCollective } from '../../cli/threads/shared-collective.js';
import { MAIN, run, temporaryFolder } from './command-line.js';

const folder = temporaryFolder();
const collectiveUrl = pathToFileURL(join(MAIN, '../threads/shared-collective.js')).href;

afterAll(() => folder.remove());

/** What copy `rank` brings in a round. */
const numberOf = (rank: number, round: number, i: number) =>
  Math.fround(Math.sin(rank * 7 + round * 3 + i) * 10 ** (i % 9));

describe('sums over threads', () => {
  it('are right, and equal to the bit on every copy', async () => {
    const size = 3;
    const rounds = 40;
    const length = 250;
    const memory = createSharedMemory(size, 100);
    const script = `
      import { parentPort, workerData } from 'node:worker_threads';
      const { sharedCollective } = await import(workerData.url);
      const numberOf = ${numberOf};
      const collective = sharedCollective(workerData.memory, workerData.rank);
      const results = [];
      for (let round = 0; round < ${rounds}; round++) {
        const values = Float32Array.from({ length: ${length} }, (_, i) => numberOf(workerData.rank, round, i));
        collective.sum(values);
        results.push(values);
      }
      parentPort.postMessage(results);`;
    const url = new URL(`data:text/javascript,${encodeURIComponent(script)}`);
    const results = await Promise.all(
      Array.from(
        { length: size },
        (_, rank) =>
          new Promise<Float32Array[]>((resolve, reject) => {
            const worker = new Worker(url, { workerData: { memory, rank, url: collectiveUrl } });
            worker.on('message', resolve);
            worker.on('error', reject);
          }),
      ),
    );
    for (let round = 0; round < rounds; round++) {
      const expected = Float32Array.from(
        { length },
        (_, i) => numberOf(0, round, i) + numberOf(1, round, i) + numberOf(2, round, i),
      );
      for (const copy of results) expect(copy[round]).toEqual(expected);
    }
  });

  it('of one copy alone are the values themselves', () => {
    const collective = sharedCollective(createSharedMemory(1, 4), 0);
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    collective.sum(values);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('a run of two copies', () => {
  const words = 'train maze/lecture-v0 --steps 4000 --slots 64 --workers 2 --json'.split(' ');

  it('is a function of its configuration and seed', async () => {
    for (const out of ['one', 'two']) {
      expect(await run([...words, '--out', out], folder.path)).toMatchObject({
        code: 0,
        stderr: '',
      });
    }
    for (const file of ['metrics.jsonl', 'checkpoints/iteration-00000011.bin']) {
      const [one, two] = ['one', 'two'].map((out) => readFileSync(join(folder.path, out, file)));
      expect(one).toEqual(two);
    }
  });

  it.each([
    ['throws', 'throw new Error("the cheese is gone")', /Worker 1 failed: the cheese is gone/],
    ['ends', 'process.exit(0)', /Worker 1 failed: it ended early/],
    [
      'runs out of memory',
      'const all = []; while (true) all.push(new Array(1e6).fill(Math.random()))',
      /Worker 1 failed: .*memory/i,
    ],
  ])('code 1 with the reason when a copy %s', async (name, deed, reason) => {
    const path = join(folder.path, `${name.replaceAll(' ', '-')}.mjs`);
    writeFileSync(
      path,
      `import { isMainThread } from 'node:worker_threads';
       import { distributions } from '${pathToFileURL(join(MAIN, '../../index.js')).href}';
       const good = distributions.get('maze/lecture-v0');
       let draws = 0;
       export const bad = { ...good, sample(split, rng) {
         if (!isMainThread && ++draws > 200) { ${deed} }
         return good.sample(split, rng);
       } };`,
    );
    const started = ['train', path, '--steps', '100000', '--workers', '2', '--out', `out-${name}`];
    const { code, stderr } = await run(started, folder.path, {
      NODE_OPTIONS: '--max-old-space-size=150',
    });
    expect(stderr).toMatch(reason);
    expect(code).toBe(1);
  });
});
