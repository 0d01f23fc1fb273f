import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gridNaviDefinition } from '../../distributions/maze-gridnavi.js';
import { checkSchema, type References, referencesSchema } from '../../schemas/index.js';
import { read } from '../docs/pages.js';
import { run, temporaryFolder } from './command-line.js';

const folder = temporaryFolder();
const inFolder = (...words: string[]) => run(['reference', ...words], folder.path);

afterAll(() => folder.remove());

async function json(...words: string[]): Promise<References> {
  const { code, stdout, stderr } = await inFolder(...words, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const known = JSON.parse(stdout);
  expect(checkSchema(referencesSchema, known)).toEqual([]);
  return known;
}

const totalOf = ({ references }: References, wanted: string) =>
  references.find(({ name }) => name === wanted)?.total;

describe('reference', () => {
  it('prints what the README shows of GridNavi', async () => {
    const { code, stdout } = await inFolder('maze/gridnavi-v0');
    expect(code).toBe(0);
    const [, shown = ''] =
      /moving-cheese reference maze\/gridnavi-v0\n```\n\n```text\n([\s\S]*?)```/.exec(
        read('README.md'),
      ) ?? [];
    expect(stdout).toBe(shown);
    expect(stdout).toMatch(/^bayesOptimal +4\.000 +11\.071 +11\.071 +11\.071 +37\.214 +exact$/m);
    expect(stdout).toMatch(/^markov +-0\.767 /m);
  });

  it('prints one object that matches its schema, with all digits', async () => {
    const known = await json('maze/gridnavi-v0', '--split', 'train');
    expect(known).toMatchObject({ split: 'train', horizon: 15, episodes: 4, tasks: 21 });
    expect(known.isWholeSplit).toBe(true);
    expect(totalOf(known, 'bayesOptimal')).toBeCloseTo(37.214, 3);
    expect(totalOf(known, 'wipedMemory')).toBeCloseTo(16, 9);
  });

  it('takes another number of episodes, and a file with other numbers', async () => {
    const single = await json('maze/gridnavi-v0', '--episodes', '1');
    expect(totalOf(single, 'bayesOptimal')).toBeCloseTo(4, 9);
    writeFileSync(
      join(folder.path, 'mine.json'),
      JSON.stringify({ ...gridNaviDefinition, horizon: 2 }),
    );
    // Of two steps the second leads to a cell where the goal may be: −0.2 + 1.1 / 21.
    const short = await json('mine.json', '--episodes', '1');
    expect(totalOf(short, 'bayesOptimal')).toBeCloseTo(-0.2 + 1.1 / 21, 12);
  });

  it('knows a cheese that moves, for any number of episodes, and histories of other modules for theirs', async () => {
    const known = await json('maze/restless-cheese-v0', '--tasks', '3');
    expect(known.references.every(({ exact }) => exact)).toBe(true);
    expect(totalOf(known, 'bayesOptimal')).toBeCloseTo(2.366, 3);
    const two = await json('maze/restless-cheese-v0', '--tasks', '3', '--episodes', '2');
    expect(totalOf(two, 'bayesOptimal')).toBeGreaterThan(totalOf(two, 'wipedMemory')! + 0.4);
    writeFileSync(
      join(folder.path, 'moving.mjs'),
      `const family = { id: 'mine', taskSchema: {}, actionSpace: { kind: 'discrete', size: 2 },
        episodeTask: (task, episode) => task.slice(episode, episode + 1),
        taskFaults: (task, episodes = 1) => task.length < episodes
          ? [{ pointer: '', rule: 'must be ' + episodes + ' places', remedy: 'Add some.' }] : [] };
      export const mine = { id: 'mine-v0', about: 'Mine.', horizon: 3, episodes: 2, splits: ['train', 'test'],
        overlap: 'shared', definition: {}, family, sample: (split, rng) => [rng.integer(2), 1] };`,
    );
    expect((await inFolder('moving.mjs', '--episodes', '1')).code).toBe(0);
    const longer = await inFolder('moving.mjs', '--episodes', '3');
    expect(longer.code).toBe(2);
    expect(longer.stderr).toContain('task of mine-v0 with 3 episodes at / must be 3 places');
  });

  it('draws tasks where they cannot be listed', async () => {
    const known = await json('maze/moving-walls-v0', '--tasks', '5', '--split', 'ood');
    expect(known).toMatchObject({ tasks: 5, isWholeSplit: false });
    expect(known.references.map(({ name }) => name)).toEqual(['oracle', 'random']);
    const other = await json('maze/moving-walls-v0', '--tasks', '5', '--seed', '1');
    expect(totalOf(other, 'random')).not.toBe(totalOf(known, 'random'));
    const { stdout } = await inFolder('maze/moving-walls-v0', '--tasks', '5');
    expect(stdout).toContain('5 tasks drawn');
  });

  it('says that nothing is known, and refuses splits that are not there', async () => {
    writeFileSync(
      join(folder.path, 'mine.mjs'),
      `export const mine = { id: 'mine-v0', about: 'Mine.', horizon: 3, episodes: 2, splits: ['train', 'test'],
        overlap: 'shared', definition: {}, family: { id: 'mine', actionSpace: { kind: 'discrete', size: 2 } },
        sample: (split, rng) => rng.integer(2) };`,
    );
    const { code, stdout } = await inFolder('mine.mjs');
    expect(code).toBe(0);
    expect(stdout).toContain('mine-v0 · split test · 1000 tasks drawn');
    expect(stdout).toContain('Nothing is known of it exactly.');
    const refused = await inFolder('maze/gridnavi-v0', '--split', 'ood');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--split must be one of train, test');
  });
});
