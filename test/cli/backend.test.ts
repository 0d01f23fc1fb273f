import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
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

const train = (backend: string, out = backend, ...more: string[]): Promise<Ended> =>
  run(
    [
      ...['train', 'maze/lecture-v0', '--steps', '800', '--backend', backend, '--out', out],
      ...['--json', ...more],
    ],
    folder.path,
    { MAIN: join(folder.path, 'dist/cli/main.js') },
  );

describe('without the native package', () => {
  it('asking for it is a mistake with a remedy, and auto is silent', async () => {
    const native = await train('tensorflow');
    expect(native.code).toBe(2);
    expect(native.stderr).toMatch(/@tensorflow\/tfjs-node, which is not installed.*--backend wasm/);
    const auto = await train('auto');
    expect(auto).toMatchObject({ code: 0, stderr: '' });
    expect(auto.stdout).toContain('"backend":"kernel"');
  });

  it.each(['lstm', 'pooled', 'transformer', 'snail'])(
    'the encoder %s learns without it',
    async (encoder) => {
      const flags = ['--encoder', encoder, '--hidden', '8', '--minibatches', '1'];
      const trained = await train('auto', encoder, ...flags);
      expect(trained).toMatchObject({ code: 0, stderr: '' });
      expect(trained.stdout).toContain('"backend":"kernel"');
    },
  );

  it('a width that does not fit the encoder is a mistake, and leaves nothing behind', async () => {
    const odd = await train('auto', 'odd', '--encoder', 'transformer', '--hidden', '9');
    expect(odd.code).toBe(2);
    expect(odd.stderr).toMatch(/width of a transformer must be even.*received 9/s);
    expect(existsSync(join(folder.path, 'odd'))).toBe(false);
  });

  it('cpu trains as well, without advertisements', async () => {
    expect(await train('cpu')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('with a native package that does not load', () => {
  it('asking for it by name is a mistake, and auto does not need it', async () => {
    mkdirSync(NATIVE);
    writeFileSync(
      join(NATIVE, 'package.json'),
      '{"name":"@tensorflow/tfjs-node","main":"index.js"}',
    );
    writeFileSync(join(NATIVE, 'index.js'), 'throw new Error("no libtensorflow.so.2");');
    const native = await train('tensorflow');
    expect(native.code).toBe(2);
    expect(native.stderr).toMatch(/does not load \(no libtensorflow\.so\.2\)/);
    expect(await train('auto', 'again')).toMatchObject({ code: 0, stderr: '' });
  });

  it('loadTensorFlow warns and takes the next one', async () => {
    const entry = pathToFileURL(join(folder.path, 'dist/cli/index.js'));
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { loadTensorFlow } from ${JSON.stringify(entry)};
       const { backend, warnings } = await loadTensorFlow();
       console.log(JSON.stringify({ backend, warnings }));`,
    ]);
    expect(JSON.parse(stdout)).toEqual({
      backend: 'wasm',
      warnings: [expect.stringContaining('no libtensorflow.so.2')],
    });
  });
});

describe('loadTensorFlow', () => {
  it('gives a ready backend', async () => {
    const { tf, backend, warnings } = await loadTensorFlow('wasm');
    expect({ backend, warnings }).toEqual({ backend: 'wasm', warnings: [] });
    expect([...tf.tensor1d([1, 2, 3]).sum().dataSync()]).toEqual([6]);
  });
});
