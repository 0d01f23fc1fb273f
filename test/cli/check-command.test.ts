import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { MAIN, run, start, temporaryFolder } from './command-line.js';

const folder = temporaryFolder();
const library = pathToFileURL(join(MAIN, '../../index.js')).href;

afterAll(() => folder.remove());

/** A stranger's module: guess which of two doors is the good one. */
const module = (observed: string) => `
import { box, discrete } from '${library}';
export const doors = {
  id: 'doors', about: 'Which door is good.',
  taskSchema: { type: 'object', properties: { good: { type: 'integer', minimum: 0, maximum: 1 } }, required: ['good'], additionalProperties: false },
  observationSpace: box([1], 0, 1), actionSpace: discrete(2),
  create() {
    let good = 0;
    return {
      reset(task, rng, observation) { good = task.good; observation[0] = ${observed}; },
      step(action, observation) { observation[0] = ${observed}; return { reward: action === good ? 1 : 0, terminated: false }; },
    };
  },
};
export const tasks = [{ good: 0 }, { good: 1 }];
export const lazy = { begin(slots) {}, act: (batch) => new Float32Array(batch.slots) };
`;

const check = (content: string) => {
  writeFileSync(join(folder.path, 'm.mjs'), content);
  return run(['check', 'm.mjs'], folder.path);
};

it("a stranger's family and policy pass, rule by rule", async () => {
  const { code, stdout, stderr } = await check(module('0'));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/family doors: all \d+ rules hold\n {2}✓ /);
  expect(stdout).toMatch(/policy in maze\/lecture-v0: all \d+ rules hold/);
});

it('a planted fault gives code 1 and the name of the rule', async () => {
  const { code, stdout } = await check(module('good'));
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ the task is hidden\n +Rule "the task is hidden" is broken/);
});

it('parts of the task that show on purpose can be named', async () => {
  const { code } = await run(['check', 'm.mjs', '--shown', '/good'], folder.path);
  expect(code).toBe(0);
});

it('a family without tasks is a mistake of the user', async () => {
  const { code, stderr } = await check(module('0').replace('export const tasks', 'const tasks'));
  expect(code).toBe(2);
  expect(stderr).toMatch(/"doors" without tasks/);
});

it('a distribution is checked by its id', async () => {
  const { code, stdout } = await run(['check', 'maze/lecture-v0', '--json'], folder.path);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([
    { subject: 'distribution maze/lecture-v0', passed: true },
  ]);
});

it('without a module it checks what is built in, part by part', async () => {
  // All of them are checked by built-ins.test.ts; here it is enough to see that one comes after the other.
  const { process: child, ended } = start(['check'], folder.path);
  let seen = '';
  child.stdout.on('data', (chunk) => {
    seen += chunk;
    if (seen.includes('distribution maze/gridnavi-v0')) child.kill();
  });
  await ended;
  expect(seen).toMatch(/distribution maze\/lecture-v0: all \d+ rules hold\n {2}✓ /);
  expect(seen).toMatch(/distribution maze\/gridnavi-v0: all \d+ rules hold/);
});
