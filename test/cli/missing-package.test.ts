import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { velocityDefinition } from '../../distributions/half-cheetah-velocity.js';
import { MAIN, run, temporaryFolder } from './command-line.js';

/** An installation with all packages but MuJoCo, which is optional, and a folder to work in. */
const folder = temporaryFolder();
const place = join(folder.path, 'place');
const environment = { MAIN: join(folder.path, 'dist/cli/main.js') };

beforeAll(() => {
  const dist = join(dirname(MAIN), '..');
  const root = join(dist, '..');
  cpSync(dist, join(folder.path, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder.path, 'package.json'));
  mkdirSync(join(folder.path, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name === '@mujoco' || name.startsWith('.')) continue;
    symlinkSync(join(root, 'node_modules', name), join(folder.path, 'node_modules', name));
  }
  mkdirSync(place);
  for (const engine of ['rapier', 'mujoco'] as const) {
    const configuration = { ...velocityDefinition.configuration, engine };
    const definition = { ...velocityDefinition, id: `mine/${engine}-v0`, configuration };
    writeFileSync(join(place, `${engine}.json`), JSON.stringify(definition));
  }
});
afterAll(() => folder.remove());

it.each([
  ['train', ['train', 'mujoco.json', '--steps', '1000', '--out', 'out']],
  ['train in two threads', ['train', 'mujoco.json', '--steps', '1000', '--workers', '2']],
  ['check', ['check', 'mujoco.json']],
])(
  '%s says that @mujoco/mujoco is not installed and what to do, and writes nothing',
  async (_, words) => {
    const before = readdirSync(place, { recursive: true });
    const { code, stdout, stderr } = await run(words, place, environment);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.match(/^error /gm)).toHaveLength(1);
    expect(stderr).toMatch(/engine mujoco needs the package @mujoco\/mujoco/);
    expect(stderr).toMatch(/Cannot find package '@mujoco\/mujoco'/);
    expect(stderr).toMatch(/npm install @mujoco\/mujoco, or use the engine rapier/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(readdirSync(place, { recursive: true })).toEqual(before);
  },
);

it('the rest of that installation works', async () => {
  const words = [
    'train',
    'rapier.json',
    '--steps',
    '1000',
    '--slots',
    '8',
    '--out',
    'run',
    '--json',
  ];
  const { code, stderr } = await run(words, place, environment);
  expect({ code, stderr }).toMatchObject({ code: 0 });
});
