import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorFlow } from '../../cli/backend.js';
import { type Ended, MAIN, run, temporaryFolder } from './command-line.js';

const folder = temporaryFolder();
const root = join(MAIN, '../../..');
const NATIVE = join(folder.path, 'node_modules/@tensorflow/tfjs-node');

/** The package with other packages around it: a copy, its dependencies by links. */
beforeAll(async () => {
  for (const part of ['dist', 'package.json']) {
    cpSync(join(root, part), join(folder.path, part), { recursive: true });
  }
  mkdirSync(join(folder.path, 'node_modules/@tensorflow'), { recursive: true });
  for (const scope of ['', '@tensorflow']) {
    for (const name of readdirSync(join(root, 'node_modules', scope))) {
      if (name === '@tensorflow' || name === 'tfjs-node' || name.startsWith('.')) continue;
      const at = join('node_modules', scope, name);
      symlinkSync(join(root, at), join(folder.path, at), 'junction');
    }
  }
});
afterAll(() => folder.remove());

const train = (backend: string): Promise<Ended> =>
  run(
    [
      'train',
      'maze/lecture-v0',
      '--steps',
      '800',
      '--backend',
      backend,
      '--out',
      backend,
      '--json',
    ],
    folder.path,
    { MAIN: join(folder.path, 'dist/cli/main.js') },
  );

describe('without the native package', () => {
  it('asking for it is a mistake with a remedy, and auto is silent', async () => {
    const native = await train('tensorflow');
    expect(native.code).toBe(2);
    expect(native.stderr).toMatch(/@tensorflow\/tfjs-node, which is not installed.*--backend wasm/);
    expect(await train('auto')).toMatchObject({ code: 0, stderr: '' });
  });

  it('cpu trains as well, without advertisements', async () => {
    expect(await train('cpu')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('with a native package that does not load', () => {
  it('auto warns once and falls back, asking for it by name is a mistake', async () => {
    mkdirSync(NATIVE);
    writeFileSync(
      join(NATIVE, 'package.json'),
      '{"name":"@tensorflow/tfjs-node","main":"index.js"}',
    );
    writeFileSync(join(NATIVE, 'index.js'), 'throw new Error("no libtensorflow.so.2");');
    const native = await train('tensorflow');
    expect(native.code).toBe(2);
    expect(native.stderr).toMatch(/does not load \(no libtensorflow\.so\.2\)/);
    const { code, stdout, stderr } = await run(
      ['train', 'maze/lecture-v0', '--steps', '800', '--out', 'fallback', '--json'],
      folder.path,
      { MAIN: join(folder.path, 'dist/cli/main.js') },
    );
    expect(code).toBe(0);
    expect(stderr.match(/warning .*no libtensorflow/g)).toHaveLength(1);
    expect(stdout).toContain('"backend":"wasm"');
  });
});

describe('loadTensorFlow', () => {
  it('gives a ready backend', async () => {
    const { tf, backend, warnings } = await loadTensorFlow('wasm');
    expect({ backend, warnings }).toEqual({ backend: 'wasm', warnings: [] });
    expect([...tf.tensor1d([1, 2, 3]).sum().dataSync()]).toEqual([6]);
  });
});
