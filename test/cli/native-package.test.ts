import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copiedPackage } from './copied-package.js';

const copy = copiedPackage();
afterAll(() => copy.remove());

const TRAIN = ['train', 'maze/lecture-v0', '--json'];
const BY_STEPS = ['--steps', '800'];
/** Two copies of the run, of which the second must not warn again. */
const BY_CLOCK = ['--seconds', '.3', '--workers', '2'];

/** What a run said first. */
const startOf = (stdout: string): unknown => JSON.parse(stdout.split('\n', 1)[0] ?? '');
const backendOf = (run: string): string =>
  JSON.parse(readFileSync(copy.at(`${run}/configuration.json`), 'utf8')).backend;

/** Runs a program that imports the package's Node part, and gives what it prints as JSON. */
async function program(script: string): Promise<unknown> {
  const entry = JSON.stringify(pathToFileURL(copy.at('dist/cli/index.js')));
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--input-type=module', '--eval'],
    `import { loadTensorFlow } from ${entry}; ${script}`,
  ]);
  return JSON.parse(stdout);
}

describe('a native package that does not load', () => {
  beforeAll(() => copy.plantNative('throw new Error("no libtensorflow.so.2");'));
  const warning = /does not load \(no libtensorflow\.so\.2\)\. Reinstall it by npm rebuild/;

  it('is a mistake where it is asked for by name', async () => {
    const named = await copy.run([...TRAIN, ...BY_STEPS, '--backend', 'tensorflow']);
    expect(named.code).toBe(2);
    expect(named.stderr).toMatch(warning);
  });

  it('gives auto one warning, and the kernel trains', async () => {
    const { code, stdout, stderr } = await copy.run([...TRAIN, ...BY_CLOCK, '--out', 'fallen']);
    expect(code).toBe(0);
    expect(stderr).toMatch(warning);
    expect(stderr.match(/warning/g)).toHaveLength(1);
    expect(startOf(stdout)).toMatchObject({ backend: 'kernel' });
    expect(backendOf('fallen')).toBe('kernel');
  });

  it('is not even tried by steps, where auto is the kernel anyway', async () => {
    const { code, stderr } = await copy.run([...TRAIN, ...BY_STEPS, '--out', 'steps']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('makes loadTensorFlow warn once in a process, and take the next', async () => {
    const loaded = await program(`
      const loads = [await loadTensorFlow(), await loadTensorFlow()];
      console.log(JSON.stringify(loads.map(({ backend, warnings }) => ({ backend, warnings }))));`);
    expect(loaded).toEqual([
      { backend: 'wasm', warnings: [expect.stringMatching(warning)] },
      { backend: 'wasm', warnings: [] },
    ]);
  });
});

/** Plain JavaScript by the name of the native backend; like the real package it needs what Node 23 removed. */
const DISGUISED = `
  const util = require('node:util');
  const tf = require('@tensorflow/tfjs');
  if (util.isNullOrUndefined(0) || !util.isNullOrUndefined(null)) throw new Error('no such function');
  if (!util.isArray([]) || util.isArray({ length: 0 })) throw new Error('no such function');
  for (const kernel of tf.getKernelsForBackend('cpu')) {
    tf.registerKernel({ ...kernel, backendName: 'tensorflow' });
  }
  tf.registerBackend('tensorflow', () => tf.findBackendFactory('cpu')());`;

describe('a native package that loads', () => {
  beforeAll(() => copy.plantNative(DISGUISED));

  it('finds the functions that Node 23 removed', async () => {
    const strip = copy.at('strip.cjs');
    writeFileSync(
      strip,
      'for (const name of ["isNullOrUndefined", "isArray"]) delete require("node:util")[name];',
    );
    const words = [...TRAIN, ...BY_STEPS, '--backend', 'tensorflow', '--out', 'stripped'];
    const { code, stderr } = await copy.run(words, { NODE_OPTIONS: `--require=${strip}` });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('is compared by auto, which records what it chose; resuming keeps to that', async () => {
    const { code, stdout, stderr } = await copy.run([...TRAIN, ...BY_CLOCK, '--out', 'compared']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // Plain JavaScript is no faster than the kernel.
    const microsecondsPerStep = { kernel: expect.any(Number), tensorflow: expect.any(Number) };
    expect(startOf(stdout)).toMatchObject({ backend: 'kernel', microsecondsPerStep });
    expect(backendOf('compared')).toBe('kernel');
    const resumed = await copy.run(['train', '--resume', 'compared', '--json']);
    expect(resumed.code).toBe(0);
    expect(startOf(resumed.stdout)).not.toHaveProperty('microsecondsPerStep');
  });

  it('is said to people in the first line of the run', async () => {
    const { stdout } = await copy.run(['train', 'maze/lecture-v0', ...BY_CLOCK]);
    expect(stdout).toMatch(
      /backend kernel \(a trained step takes kernel [\d.]+ µs, tensorflow [\d.]+ µs\)/,
    );
  });

  it('is not compared by steps, whose result must not depend on the machine', async () => {
    const { stdout } = await copy.run([...TRAIN, ...BY_STEPS, '--out', 'by-steps']);
    expect(startOf(stdout)).toMatchObject({ backend: 'kernel' });
    expect(startOf(stdout)).not.toHaveProperty('microsecondsPerStep');
  });

  it('is kept by a run that was begun with it', async () => {
    const words = [...TRAIN, ...BY_STEPS, '--backend', 'tensorflow', '--out', 'named'];
    expect((await copy.run(words)).code).toBe(0);
    expect(backendOf('named')).toBe('tensorflow');
    const resumed = await copy.run(['train', '--resume', 'named', '--json']);
    expect(startOf(resumed.stdout)).toMatchObject({ backend: 'tensorflow' });
  });

  it('is what loadTensorFlow takes first', async () => {
    const loaded = await program(`
      const { tf, backend, warnings } = await loadTensorFlow();
      console.log(JSON.stringify({ used: tf.getBackend(), backend, warnings }));`);
    expect(loaded).toEqual({ used: 'tensorflow', backend: 'tensorflow', warnings: [] });
  });
});
