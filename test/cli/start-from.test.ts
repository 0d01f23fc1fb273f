import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginRun } from '../../cli/begin-run.js';
import { startFrom } from '../../cli/start-from.js';
import { loadTraining } from '../../cli/training.js';
import { root } from '../docs/pages.js';
import { run, temporaryFolder } from './command-line.js';

const folder = temporaryFolder();
const at = (...path: string[]) => join(folder.path, ...path);
const read = (...path: string[]) => readFileSync(at(...path));
const cli = (words: string) => run(words.split(' '), folder.path);
const nameOf = (iteration: number) => `iteration-${String(iteration).padStart(8, '0')}`;

/** The parameters of a checkpoint: the first third of its numbers. */
function parametersOf(name: string, checkpoints: string, iteration: number): Buffer {
  const bytes = read(name, checkpoints, `${nameOf(iteration)}.bin`);
  return bytes.subarray(0, bytes.length / 3);
}

function newestOf(name: string, checkpoints: string): number {
  const files = readdirSync(at(name, checkpoints)).filter((file) => file.endsWith('.bin'));
  return Math.max(...files.map((file) => Number(/\d+/.exec(file)?.[0])));
}

const configurationOf = (name: string) => JSON.parse(read(name, 'configuration.json').toString());

/** Mean return of the meta-episode in every iteration. */
function totalsOf(name: string): number[] {
  const lines = read(name, 'metrics.jsonl').toString().trim().split('\n');
  return lines.map((line) =>
    JSON.parse(line).returnByEpisode.reduce((sum: number, each: number) => sum + each, 0),
  );
}

const AGAIN = 'train maze/lecture-v0 --start-from source --steps 2000 --seed 5 --episodes 2 --json';

beforeAll(async () => {
  const { code } = await cli('train maze/lecture-v0 --steps 6000 --seed 2 --out source --json');
  expect(code).toBe(0);
  expect(await cli(`${AGAIN} --out whole`)).toMatchObject({ code: 0, stderr: '' });
});
afterAll(() => folder.remove());

/** Of an array of the checkpoint's parameters, the numbers. */
function numbersOf(run: string, checkpoints: string, array: string): number[] {
  const folder = join(run, checkpoints);
  const file = readdirSync(folder).find((name) => name.endsWith('.json')) ?? '';
  const { parameters, binary } = JSON.parse(readFileSync(join(folder, file)).toString());
  let offset = 0;
  for (const { name, shape } of parameters as { name: string; shape: number[] }[]) {
    const length = shape.reduce((product, side) => product * side, 1);
    if (name === array) {
      const bytes = readFileSync(join(folder, binary.file));
      return Array.from({ length }, (_, i) => bytes.readFloatLE(4 * (offset + i)));
    }
    offset += length;
  }
  throw new Error(`${file} has no ${array}`);
}

describe('train --start-from', () => {
  it('a Gaussian policy takes over what it can do, and explores anew', async () => {
    const runs = join(root, 'docs/results/runs');
    const source = join(runs, readdirSync(runs).find((name) => name.includes('velocity-v0')) ?? '');
    const configuration = JSON.parse(readFileSync(join(source, 'configuration.json')).toString());
    await beginRun(
      at('sparse'),
      await loadTraining({
        ...configuration,
        distribution: { id: 'half-cheetah/velocity-sparse-v0' },
        agent: { ...configuration.agent, initialDeviation: 0.5 },
        startFrom: await startFrom(source),
      }),
    );
    const [own, theirs] = ['policy/log-deviation', 'gru/recurrent-weights'].map((array) => [
      numbersOf(source, 'best', array),
      numbersOf(at('sparse'), 'checkpoints', array),
    ]);
    expect(own?.[0]?.[0]).toBeLessThan(Math.log(0.2));
    for (const value of own?.[1] ?? []) expect(value).toBeCloseTo(Math.log(0.5), 6);
    expect(own?.[1]?.length).toBe(6);
    expect(theirs?.[1]).toEqual(theirs?.[0]);
  });

  it('begins with the best parameters of the other run, and says which those are', async () => {
    const best = newestOf('source', 'best');
    const { code } = await cli(`${AGAIN} --steps 1 --out short`.replace('--steps 2000 ', ''));
    expect(code).toBe(0);
    expect(parametersOf('short', 'checkpoints', 0)).toEqual(parametersOf('source', 'best', best));
    expect(newestOf('short', 'checkpoints')).toBe(1);
    const manifest = JSON.parse(read('source/best', `${nameOf(best)}.json`).toString());
    expect(configurationOf('short').startFrom).toEqual({
      run: 'source',
      distribution: 'maze/lecture-v0',
      iteration: best,
      steps: manifest.steps,
      parametersHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(read('short/report.html').toString()).toContain('parametersHash');
  });

  it('tells people where it begins', async () => {
    const { stdout } = await cli('train maze/lecture-v0 --start-from source --steps 1 --out told');
    const best = newestOf('source', 'best');
    expect(stdout).toContain(`from iteration ${best} of source on maze/lecture-v0`);
  });

  it('copies of a run begin with the same parameters', async () => {
    for (const out of ['one', 'two']) {
      const words = 'train maze/lecture-v0 --start-from source --steps 384 --slots 64 --workers 2';
      expect(await cli(`${words} --json --out ${out}`)).toMatchObject({ code: 0, stderr: '' });
    }
    expect(read('one/metrics.jsonl')).toEqual(read('two/metrics.jsonl'));
    const initial = parametersOf('one', 'checkpoints', 0);
    expect(initial).toEqual(parametersOf('source', 'best', newestOf('source', 'best')));
    // It has learnt already, and earns more than half of what that run gained.
    const [before = 0, ...later] = totalsOf('source');
    expect(totalsOf('one')[0]).toBeGreaterThan((before + Math.max(...later)) / 2);
  });
});

describe('resuming such a run', () => {
  it('needs the other run no more, and ends where it would have', async () => {
    // What there is of a run that was killed before its first iteration.
    const configuration = configurationOf('whole');
    configuration.startFrom.run = at('source');
    await beginRun(at('begun'), await loadTraining(configuration));
    expect(newestOf('begun', 'checkpoints')).toBe(0);
    cpSync(at('begun'), at('lost'), { recursive: true });
    rmSync(at('lost', 'checkpoints'), { recursive: true });
    renameSync(at('source'), at('elsewhere'));
    try {
      const { code, stderr } = await cli('train --resume begun --json');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(read('begun/metrics.jsonl')).toEqual(read('whole/metrics.jsonl'));
      const last = newestOf('whole', 'checkpoints');
      expect(newestOf('begun', 'checkpoints')).toBe(last);
      expect(parametersOf('begun', 'checkpoints', last)).toEqual(
        parametersOf('whole', 'checkpoints', last),
      );
      const lost = await cli('train --resume lost');
      expect(lost.code).toBe(2);
      expect(lost.stderr).toMatch(/not even the one of iteration 0/);
    } finally {
      renameSync(at('elsewhere'), at('source'));
    }
  });

  it('refuses to start from elsewhere', async () => {
    const { code, stderr } = await cli('train --resume whole --start-from source');
    expect(code).toBe(2);
    expect(stderr).toMatch(/Leave out --start-from/);
  });
});

describe('a run that cannot start from another', () => {
  it.each([
    ['maze/lecture-v0 --start-from nowhere', /There is no run folder nowhere/],
    ['maze/lecture-v0 --start-from source/checkpoints', /is not a run folder/],
    [
      'maze/lecture-v0 --start-from source --hidden 16',
      /hidden of a run that starts from source must be 32, as in that run; received 16\. Give --hidden 32\./,
    ],
    [
      'maze/lecture-v0 --start-from source --head-hidden 16',
      /headHidden .* must be null, .*received 16\. Leave out --head-hidden\./,
    ],
    [
      'maze/lecture-v0 --start-from source --encoder lstm',
      /encoder .* must be "gru", .*received "lstm"\. Give --encoder gru/,
    ],
    [
      'maze/lecture-v0 --start-from source --normalise',
      /normalise .* must be false, .*received true\. Give --no-normalise/,
    ],
    [
      'maze/lecture-v0 --start-from source --context given',
      /context .* must be "inferred", .*Give --context inferred/,
    ],
    ['bandit/bernoulli-v0 --start-from source', /observation space .* must be \{.*received/],
  ])('code 2 and no folder: %s', async (words, reason) => {
    const { code, stderr } = await cli(`train ${words} --steps 1 --out none`);
    expect(stderr).toMatch(reason);
    expect(code).toBe(2);
    expect(() => readdirSync(at('none'))).toThrow();
  });

  it('code 2 when a configuration means parameters that are no longer there', async () => {
    const configuration = configurationOf('whole');
    configuration.startFrom.parametersHash = '0'.repeat(64);
    writeFileSync(at('changed.json'), JSON.stringify(configuration));
    const { code, stderr } = await cli('train --config changed.json --out none');
    expect(code).toBe(2);
    expect(stderr).toMatch(/parameters of the run in source must have the SHA-256 000000000000…/);
    writeFileSync(at('same.json'), JSON.stringify(configurationOf('whole')));
    expect(await cli('train --config same.json --json --out same')).toMatchObject({ code: 0 });
    expect(read('same/metrics.jsonl')).toEqual(read('whole/metrics.jsonl'));
  });
});
