import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRnnAgent, discretePreset, metaTest, metaTrain, ppo } from '../../agents/index.js';
import { distributionFromDefinition, getDistribution } from '../../distributions/index.js';
import { TrainHere } from '../../docs/live/train-here.js';
import { defaultSettings } from '../../docs/live/train-settings.js';
import { run, temporaryFolder } from '../cli/command-line.js';
import { checkDistribution } from '../conformance/index.js';
import { filesBelow, pages, quotationsOf, read, root } from './pages.js';

/** A project of somebody else's, into which the package was installed. */
const project = temporaryFolder();

function execute(command: string, words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd: project.path,
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

beforeAll(() => {
  mkdirSync(join(project.path, 'node_modules'));
  symlinkSync(root, join(project.path, 'node_modules/moving-cheese'));
  // What npm puts beside the package, because it depends on it, and what the page of its own needs.
  for (const name of ['@tensorflow', 'comlink', 'vite']) {
    symlinkSync(join(root, 'node_modules', name), join(project.path, 'node_modules', name));
  }
  cpSync(join(root, 'docs/examples'), project.path, { recursive: true });
  writeFileSync(join(project.path, 'package.json'), '{ "type": "module" }');
  // As the quickstart says, but stricter.
  const compilerOptions = { noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true };
  const include = ['*.ts', 'page/*.ts'];
  const settings = { extends: './project.tsconfig.json', compilerOptions, include };
  writeFileSync(join(project.path, 'tsconfig.json'), JSON.stringify(settings));
});

afterAll(() => project.remove());

test.each([
  { part: 'an encoder', files: ['my-encoder.ts'], lines: 40 },
  { part: 'an algorithm', files: ['my-algorithm.ts'], lines: 120 },
  {
    part: 'a family and its distribution',
    files: ['smallest-family.ts', 'my-distribution.ts'],
    lines: 80,
  },
])("$part of one's own takes at most $lines lines", ({ files, lines }) => {
  const all = files.map((name) => read(`docs/examples/${name}`).trimEnd().split('\n').length);
  expect(all.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(lines);
});

test('the examples type-check and compile', () => {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  expect(execute(process.execPath, [compiler, '-p', '.'])).toEqual({ status: 0, output: '' });
});

describe('compiled', () => {
  test('the quickstart prints what the README shows, and its agent adapts', () => {
    const { status, output } = execute(process.execPath, ['compiled/quickstart.js']);
    expect(status, output).toBe(0);
    const [, shown = ''] = /```text\n([\s\S]*?)```/.exec(read('README.md')) ?? [];
    // What the agent has learnt may differ between tensor backends; the rest is computed.
    const isComputed = (line: string) => !line.startsWith('agent ');
    const lines = shown.trim().split('\n');
    expect(lines).toHaveLength(7);
    expect(output).toContain(lines.slice(2).join('\n'));
    for (const line of lines.filter(isComputed)) expect(output).toContain(line);
    const [, first, second, third] =
      /^agent \[ ([\d.]+), ([\d.]+), ([\d.]+) \]$/m.exec(output) ?? [];
    expect(Number(first)).toBeGreaterThan(0.6);
    expect(Number(second)).toBeGreaterThan(0.98);
    expect(Number(third)).toBeGreaterThan(0.98);
  });

  test('the policy with a memory of its own is Bayes-optimal', () => {
    const { status, output } = execute(process.execPath, ['compiled/memory-policy.js']);
    expect({ status, output }).toEqual({ status: 0, output: '[ 0.6666666666666666, 1, 1 ]\n' });
  });

  // Exact: Bayes-optimal 2/3, 1, 1; the best that wipes its memory 2/3 three times.
  test.each(['my-encoder.js', 'my-algorithm.js'])(
    'an agent with the part in %s learns to adapt',
    (module) => {
      const { status, output } = execute(process.execPath, [`compiled/${module}`]);
      expect(status, output).toBe(0);
      const returns = /^\[ ?([-\d., ]+) ?\]$/m.exec(output)?.[1]?.split(',').map(Number) ?? [];
      expect(returns).toHaveLength(3);
      expect(returns[0]).toBeGreaterThan(0.55);
      expect(returns[2]).toBeGreaterThan(0.9);
    },
  );

  test('what was trained in the page acts in Node as it did there', async () => {
    const page = new TrainHere({ version: '0.0.0-test', now: () => 0, turn: async () => {} });
    const settings = {
      ...defaultSettings('maze/lecture-v0'),
      episodes: 4,
      hidden: 8,
      budget: 8000,
    };
    const { examination: fresh } = await page.begin(settings);
    await page.train(() => {});
    const { name, text } = page.save();
    const file = { name, size: text.length, text: async () => text };
    const { examination } = await page.open(file, [settings.distribution]);
    const { openCheckpoint }: typeof import('../../docs/examples/page-checkpoint.js') =
      await import(join(project.path, 'compiled/page-checkpoint.js'));
    const { agent, distribution } = await openCheckpoint(text);
    const tasks = distribution.support?.('test').map(({ task }) => task) ?? [];
    const { returnByEpisode } = metaTest({ policy: agent, distribution, tasks, seed: 0 });
    expect(returnByEpisode).toEqual(examination.returnByEpisode);
    expect(returnByEpisode).toHaveLength(4);
    expect(returnByEpisode).not.toEqual(fresh.returnByEpisode);
  });

  test.each([
    ['smallest-family.js', 'family doors: all 21 rules hold'],
    ['my-distribution.js', 'distribution example/doors-v0: all 36 rules hold'],
    ['doors-kind.js', 'distribution example/doors-v1: all 36 rules hold'],
    ['point-robot-distribution.js', 'distribution example/point-robot-v0: all 36 rules hold'],
  ])('%s passes the conformance suite', async (module, verdict) => {
    const { code, stdout, stderr } = await run(['check', `compiled/${module}`], project.path);
    expect(stderr).toBe('');
    expect(stdout).toContain(verdict);
    expect(code).toBe(0);
  });

  test('a trained agent is its files', async () => {
    const run = join(root, 'docs/results/runs/maze-moving-cheese-v0-12000000-steps');
    const { trainedAgent }: typeof import('../../docs/examples/trained-agent.js') = await import(
      join(project.path, 'compiled/trained-agent.js')
    );
    const binary = readdirSync(join(run, 'best')).find((name) => name.endsWith('.bin')) ?? '';
    const { buffer } = Uint8Array.from(readFileSync(join(run, 'best', binary)));
    const configuration = JSON.parse(readFileSync(join(run, 'configuration.json'), 'utf8'));
    const policy = await trainedAgent(configuration, buffer);
    const distribution = getDistribution('maze/moving-cheese-v0');
    // Exact: 0.855 for the best that wipes its memory, 2.915 Bayes-optimal.
    expect(metaTest({ policy, distribution, tasks: 300, seed: 0 }).total).toBeGreaterThan(2.5);
  });

  test('the distribution in code can be trained on by the command line', async () => {
    const words = ['train', 'compiled/my-distribution.js', '--steps', '640', '--json'];
    const { code, stdout, stderr } = await run([...words, '--out', 'run'], project.path);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('example/doors-v0');
  });
});

/** What was learnt may differ between machines: of such lines only the words are compared. */
const IS_LEARNT = /^(agent|steps by episode|[\d.]+ % of|episode \d: )/;

/** A line as it must be printed. */
function wordsOf(line: string): string {
  const blanks = line.trim().replaceAll(/ +/g, ' ');
  return IS_LEARNT.test(blanks) ? blanks.replaceAll(/[\d.]+/g, '#') : blanks;
}

describe('pages show what is printed', () => {
  const outputs = pages.flatMap((page) =>
    quotationsOf(page).filter(({ kind }) => kind === 'output'),
  );

  // In order: commands read what those before them wrote.
  test.each(outputs)('$page: $of', async ({ of, text }) => {
    const name = /^docs\/examples\/(.+)\.ts$/.exec(of)?.[1];
    const { code, stdout } = name
      ? await node(`compiled/${name}.js`)
      : await run(wordsIn(of.replace(/^npx moving-cheese /, '')), project.path);
    expect(code).toBe(0);
    const printed = stdout.split('\n').map(wordsOf);
    const missing = text.split('\n').filter((line) => !printed.includes(wordsOf(line)));
    expect(missing, stdout).toEqual([]);
  });

  test('every example is run by a test, or imported by one that is', () => {
    const tests = ['test/docs/examples.test.ts', 'test/cli/experiments/definitions.test.ts'];
    const known = [...tests.map(read), ...outputs.map(({ of }) => of)].join('\n');
    const names = filesBelow('docs/examples', '').flatMap((path) =>
      path.includes('/page/') ? [] : (path.split('/').at(-1)?.split('.')[0] ?? []),
    );
    const imported = filesBelow('docs/examples', '.ts').map(read).join('\n');
    expect(names.filter((name) => !known.includes(name) && !imported.includes(name))).toEqual([]);
  });
});

/** Words of a command line, of which some are in single quotes. */
function wordsIn(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

async function node(path: string) {
  const { status: code, stdout } = spawnSync(process.execPath, [path], {
    ...{ cwd: project.path, encoding: 'utf8' },
  });
  return { code, stdout };
}

test('a page whose policy forbids generated code can have agents and families, not distributions', () => {
  const tried = (path: string) =>
    execute(process.execPath, [
      '--disallow-code-generation-from-strings',
      ...['--input-type=module', '--eval', `await import('${path}')`],
    ]);
  expect(tried('moving-cheese/agents').status).toBe(0);
  expect(tried('moving-cheese/envs').status).toBe(0);
  expect(tried('moving-cheese').output).toContain('EvalError');
  expect(tried('moving-cheese/distributions').output).toContain('EvalError');
});

test('the distribution as JSON passes the conformance suite and can be trained on', async () => {
  const path = 'docs/examples/my-maze.json';
  const distribution = distributionFromDefinition(JSON.parse(read(path)), { subject: path });
  const report = await checkDistribution(distribution);
  expect(report.results.filter(({ passed }) => !passed)).toEqual([]);

  const agent = await createRnnAgent({ family: distribution.family, hidden: 8 });
  const options = {
    agent,
    distribution,
    algorithm: ppo(discretePreset.algorithms.ppo),
    seed: 1,
    slots: 8,
  };
  let trained = 0;
  for await (const { steps } of metaTrain({ ...options, budget: { steps: 400 } })) trained = steps;
  expect(trained).toBeGreaterThanOrEqual(400);
  const { returnByEpisode } = metaTest({ policy: agent, distribution, tasks: 10, seed: 0 });
  expect(returnByEpisode.every(Number.isFinite)).toBe(true);

  // One arm in vain, the other in the next episode: −0.05 a step, and 1 instead of it on the cheese.
  const optimal = distribution.references?.('test', []).find(({ name }) => name === 'bayesOptimal');
  const found = 1 - 3 * 0.05;
  expect(optimal?.returnByEpisode[0]).toBeCloseTo((found - 6 * 0.05) / 2);
  expect(optimal?.returnByEpisode[1]).toBeCloseTo(found);
});
