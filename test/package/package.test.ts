import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedFiles } from './expected-files.js';
import { adopt, compile, execute, install, pack, printed, root, type Tarball } from './project.js';

/** The README's and the documentation's programs. */
const examples = readdirSync(join(root, 'docs/examples')).filter((name) => name.endsWith('.ts'));

let folder = '';
let tarball: Tarball;
let project = '';
let thirdParty = '';

const cheese = (words: readonly string[], cwd = thirdParty) =>
  execute('npx', ['--no-install', 'moving-cheese', ...words], cwd);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'moving-cheese-package-'));
  tarball = await pack(folder);
  project = await install(folder, tarball);
  thirdParty = adopt(project, 'test/packages/third-party', 'third-party');
  adopt(project, 'docs/examples', 'examples');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the tarball', () => {
  it('holds what follows from the sources, and nothing else', () => {
    const paths = tarball.files.map(({ path }) => path);
    const expected = expectedFiles(root);
    // Left over from sources that are gone: `rm -rf dist` and build again.
    expect(paths.filter((path) => !expected.includes(path))).toEqual([]);
    expect(expected.filter((path) => !paths.includes(path))).toEqual([]);
  });

  it('is small', () => {
    const { size, unpackedSize, files } = tarball;
    const kB = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
    console.log(`tarball: ${kB(size)}, unpacked ${kB(unpackedSize)}, ${files.length} files`);
    // Compiled sources and their types with docstrings: four families, six encoders with a kernel for attention, their
    // references, ten experiments. No run, no picture and no page, the smallest of which would show here.
    expect(size).toBeLessThan(440_000);
    expect(unpackedSize).toBeLessThan(1_500_000);
  });
});

describe('imports', () => {
  it('every sub-path loads, and nothing behind them', async () => {
    const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const subPaths = Object.keys(exports).filter((path) => !path.endsWith('.json'));
    const words = subPaths.map((path) => name + path.slice(1));
    const counting = `const counts = {};
      for (const id of process.argv.slice(1)) counts[id] = Object.keys(await import(id)).length;
      const inner = await import('moving-cheese/dist/index.js').catch((error) => error.code);
      console.log(JSON.stringify({ counts, inner }));`;
    const { counts, inner } = JSON.parse(
      await printed(process.execPath, ['--input-type=module', '-e', counting, ...words], project),
    );
    const parts = ['envs', 'distributions', 'agents', 'schemas', 'testing', 'node'];
    expect(Object.keys(counts)).toEqual([name, ...parts.map((part) => `${name}/${part}`)]);
    expect(Object.values(counts).every((count) => Number(count) > 1)).toBe(true);
    expect(inner).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

describe.each([
  { resolution: 'nodenext', module: 'nodenext' },
  { resolution: 'bundler', module: 'esnext' },
])('types under $resolution, strict and without skipLibCheck', ({ resolution, module }) => {
  /** Compiles the files, and leaves JavaScript beside them. */
  const errorsOf = async (files: readonly string[], lib: readonly string[]) => {
    const name = `tsconfig.${resolution}.${lib.length}.json`;
    const strictest = {
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: true,
    };
    const compilerOptions = {
      ...{ target: 'es2022', module, moduleResolution: resolution, lib, types: [] },
      ...{ skipLibCheck: false, noEmit: resolution === 'bundler', ...strictest },
    };
    writeFileSync(join(project, name), JSON.stringify({ compilerOptions, files }));
    return compile(['-p', name], project);
  };

  // TensorFlow.js 4.22 itself needs `skipLibCheck`: `@webgpu/types`, which it brings, contradicts
  // TypeScript's own `lib.dom`, and `tfjs-layers` contradicts itself. None of it is in our words.
  it('of the examples, only declarations behind TensorFlow.js have errors', async () => {
    const files = examples.map((name) => `examples/${name}`);
    const errors = await errorsOf(files, ['es2023', 'dom']);
    const behind =
      /^node_modules\/(@tensorflow|@webgpu)\/|^[^(]*\/typescript\/lib\/lib\.dom\.d\.ts/;
    expect(errors.filter((error) => !behind.test(error))).toEqual([]);
  });

  it('the parts apart from agents have no errors, even without DOM and Node', async () => {
    const parts = ['envs', 'distributions', 'schemas', 'testing'];
    const lines = parts.map((part) => `export * as ${part} from 'moving-cheese/${part}';\n`);
    writeFileSync(join(project, 'parts.ts'), lines.join(''));
    expect(await errorsOf(['parts.ts'], ['es2023'])).toEqual([]);
  });
});

describe('programs', () => {
  it.each(['quickstart', 'my-encoder', 'my-algorithm'])('the example %s runs', async (name) => {
    const { code, stderr } = await execute(process.execPath, [`examples/${name}.js`], project);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('the command line lists what is built in', async () => {
    const { code, stdout } = await cheese(['list'], project);
    expect(code).toBe(0);
    expect(stdout).toMatch(/maze\/gridnavi-v0/);
  });
});

describe("a stranger's package", () => {
  beforeAll(async () => {
    expect(await compile(['-p', '.'], thirdParty)).toEqual([]);
  });

  it('registers a distribution and uses it by its id', async () => {
    const seen = JSON.parse(await printed(process.execPath, ['program.js'], thirdParty));
    expect(seen.ids).toContain('lock/hidden-combination-v0');
    expect(seen).toMatchObject({ first: [0, 0, 0, 0, 0], passed: true });
    expect(seen.twice).toMatch(/already registered/);
    // By the third episode every wheel is known; three presses earn 1 − 2 × 0.02.
    expect(seen.inTurn[3]).toBeCloseTo(0.96, 5);
    expect(seen.inTurn[0]).toBeLessThan(0.6);
    expect(seen.random[3]).toBeLessThan(0.2);
  });

  it.each([
    ['family.js', /^family lock: all \d+ rules hold$/m],
    ['distribution.js', /^distribution lock\/hidden-combination-v0: all \d+ rules hold$/m],
    ['policy.js --distribution ./distribution.js', /^policy in lock\S+: all \d+ rules hold$/m],
  ])('check ./%s passes', async (words, verdict) => {
    const { code, stdout } = await cheese(['check', ...`./${words}`.split(' ')]);
    expect(stdout).toMatch(verdict);
    expect(code).toBe(0);
  });

  it.each([
    ['visible-task', 'the task is hidden'],
    ['surviving-history', 'reset erases history'],
    ['global-randomness', 'no global randomness and no clock'],
    ['wrong-shape', 'observations fill their row'],
    ['non-finite-reward', 'rewards are finite'],
    ['task-lost-in-json', 'tasks survive JSON'],
    ['previous-task', 'reset erases history'],
    ['tasks-in-turn', 'tasks do not tell of each other'],
    ['cue-in-last-bits', 'what is seen earns no more than is possible'],
    ['bound-too-low', 'what is seen earns no more than is possible'],
    ['random-too-low', 'random play earns the reference random'],
  ])('the planted fault %s breaks the rule: %s', async (fault, rule) => {
    const { code, stdout } = await cheese(['check', `./faults/${fault}.js`]);
    expect(stdout).toContain(`✗ ${rule}\n`);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`Rule "${rule}" is broken.`);
    expect(code).toBe(1);
  });

  it('a row that only step writes too far is seen', async () => {
    expect((await cheese(['check', './faults/wrong-shape-in-step.js'])).code).toBe(1);
  });

  it('can be trained on, and adapted to', async () => {
    const training = ['./distribution.js', '--steps', '2000', '--seed', '1', '--out', 'run'];
    const trained = await cheese(['train', ...training]);
    expect(trained).toMatchObject({ code: 0 });
    const options = ['--split', 'ood', '--tasks', '50', '--episodes', '6', '--json'];
    const { code, stdout } = await cheese(['adapt', 'run', ...options]);
    expect(code).toBe(0);
    const results = JSON.parse(stdout);
    expect(results).toMatchObject({ distribution: 'lock/hidden-combination-v0', split: 'ood' });
    expect(results.returnByEpisode).toHaveLength(6);
  });
});
