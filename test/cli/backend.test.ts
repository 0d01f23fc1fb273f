import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTensorFlow } from '../../cli/backend.js';
import type { Ended } from './command-line.js';
import { copiedPackage } from './copied-package.js';

const copy = copiedPackage();
afterAll(() => copy.remove());

const train = (backend: string, out = backend, ...more: string[]): Promise<Ended> =>
  copy.run([
    ...['train', 'maze/lecture-v0', '--steps', '800', '--backend', backend, '--out', out],
    ...['--json', ...more],
  ]);

describe('without the native package', () => {
  it('asking for it is a mistake with a remedy, and auto is silent', async () => {
    const native = await train('tensorflow');
    expect(native.code).toBe(2);
    expect(native.stderr).toMatch(/@tensorflow\/tfjs-node, which is not installed.*--backend wasm/);
    const auto = await train('auto');
    expect(auto).toMatchObject({ code: 0, stderr: '' });
    expect(auto.stdout).toContain('"backend":"kernel"');
  });

  it('auto measures nothing, for there is nothing to choose from', async () => {
    const words = ['train', 'maze/lecture-v0', '--seconds', '.2', '--json', '--out', 'by-clock'];
    const auto = await copy.run(words);
    expect(auto).toMatchObject({ code: 0, stderr: '' });
    expect(auto.stdout).toContain('"backend":"kernel"');
    expect(auto.stdout).not.toContain('microsecondsPerStep');
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
    expect(existsSync(copy.at('odd'))).toBe(false);
  });

  it('cpu trains as well, without advertisements', async () => {
    expect(await train('cpu')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('loadTensorFlow', () => {
  it('gives a ready backend', async () => {
    const { tf, backend, warnings } = await loadTensorFlow('wasm');
    expect({ backend, warnings }).toEqual({ backend: 'wasm', warnings: [] });
    expect([...tf.tensor1d([1, 2, 3]).sum().dataSync()]).toEqual([6]);
  });
});
