import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, start, temporaryFolder } from './command-line.js';

/** `MOVING_CHEESE_KILLS=10` for the whole exercise. */
const KILLS = Number(process.env.MOVING_CHEESE_KILLS ?? 3);
const TRAIN = ['train', 'maze/lecture-v0', '--steps', '50000', '--seed', '7'];

const folder = temporaryFolder();
const read = (...path: string[]) => readFileSync(join(folder.path, ...path));
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
let seconds = 0;

beforeAll(async () => {
  const { code, stdout } = await run([...TRAIN, '--out', 'whole', '--json'], folder.path);
  expect(code).toBe(0);
  seconds = JSON.parse(stdout.trim().split('\n').at(-1) ?? '').seconds;
});
afterAll(() => folder.remove());

/** Starts training and waits until the run folder is there. */
async function begin(words: readonly string[], out: string) {
  const begun = start(words, folder.path);
  while (!existsSync(join(folder.path, out, 'metrics.jsonl'))) {
    if (begun.process.exitCode !== null) break;
    await wait(5);
  }
  return begun;
}

function expectSameAsWhole(out: string) {
  expect(read(out, 'metrics.jsonl').equals(read('whole', 'metrics.jsonl'))).toBe(true);
  expect(read(out, 'configuration.json').equals(read('whole', 'configuration.json'))).toBe(true);
  const last = 'checkpoints/iteration-00000131.bin';
  expect(read(out, last).equals(read('whole', last))).toBe(true);
  const best = readdirSync(join(folder.path, 'whole/best')).filter((file) => file.endsWith('.bin'));
  const newest = join('best', best.sort().at(-1) ?? 'none');
  expect(read(out, newest).equals(read('whole', newest))).toBe(true);
  expect(read(out, 'report.html').equals(read('whole', 'report.html'))).toBe(true);
}

describe('resuming', () => {
  it(`equals an uninterrupted run to the bit after ${KILLS} × kill -9`, async () => {
    const moments: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const words = kill === 0 ? [...TRAIN, '--out', 'killed'] : ['train', '--resume', 'killed'];
      const { process, ended } = await begin(words, 'killed');
      const moment = Math.random() * (seconds + 0.5);
      moments.push(moment);
      await wait(moment * 1000);
      process.kill('SIGKILL');
      await ended;
    }
    const { code, stderr } = await run(['train', '--resume', 'killed'], folder.path);
    expect({ code, stderr, moments }).toEqual({ code: 0, stderr: '', moments });
    expectSameAsWhole('killed');
  });

  it('Ctrl-C saves, says how to go on, and loses nothing', async () => {
    const { process, ended } = await begin([...TRAIN, '--out', 'stopped'], 'stopped');
    await wait(300);
    process.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain('moving-cheese train --resume stopped');
    const iterations = read('stopped/metrics.jsonl').toString().trim().split('\n').length;
    const { stdout: resumed } = await run(['train', '--resume', 'stopped'], folder.path);
    expect(resumed).toContain(`from iteration ${iterations}`);
    expectSameAsWhole('stopped');
  });

  it('cuts half a line and lines beyond the checkpoint away', async () => {
    cpSync(join(folder.path, 'whole'), join(folder.path, 'longer'), { recursive: true });
    appendFileSync(join(folder.path, 'longer/metrics.jsonl'), '{"iteration":132,"ste');
    expect((await run(['train', '--resume', 'longer'], folder.path)).code).toBe(0);
    expectSameAsWhole('longer');
  });

  it('refuses another configuration, and another budget with the reason', async () => {
    for (const [words, reason] of [
      [['--hidden', '16'], /hidden .*must stay 32; received 16/],
      [['--seed', '8'], /seed .*must stay 7; received 8/],
      [['--steps', '60000'], /budget .*schedules .*depend on the budget/],
      [['--out', 'elsewhere'], /--out/],
      [['--workers', '2'], /workers .*must stay 1/],
    ] as const) {
      const { code, stderr } = await run(['train', '--resume', 'whole', ...words], folder.path);
      expect(code).toBe(2);
      expect(stderr).toMatch(reason);
    }
    expect((await run([...TRAIN, '--resume', 'whole'], folder.path)).code).toBe(0);
    expectSameAsWhole('whole');
  });
});
