import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metaTest } from '../../agents/index.js';
import { loadRun } from '../../cli/index.js';
import { distributions } from '../../distributions/index.js';
import { checkSchema, resultsSchema, runConfigurationSchema } from '../../schemas/index.js';
import { type Ended, run, temporaryFolder } from './command-line.js';

const folder = temporaryFolder();
const inFolder = (...words: string[]): Promise<Ended> => run(words, folder.path);
const read = (...path: string[]) => readFileSync(join(folder.path, ...path), 'utf8');
let trained: Ended;

beforeAll(async () => {
  trained = await inFolder(
    ...['train', 'maze/lecture-v0', '--steps', '20000', '--seed', '1', '--out', 'run', '--json'],
  );
});
afterAll(() => folder.remove());

describe('train', () => {
  it('prints JSON lines only, from started to finished', () => {
    expect(trained.stderr).toBe('');
    expect(trained.code).toBe(0);
    const events = trained.stdout
      .trim()
      .split('\n')
      .map((line): { event: string } => JSON.parse(line));
    expect(events[0]).toMatchObject({
      event: 'started',
      distribution: 'maze/lecture-v0',
      workers: 1,
    });
    expect(events.some(({ event }) => event === 'progress')).toBe(true);
    expect(events.at(-1)).toMatchObject({ event: 'finished', report: 'run/report.html' });
  });

  it('leaves a valid run folder and nothing else', () => {
    expect(readdirSync(folder.path)).toEqual(['run']);
    expect(readdirSync(join(folder.path, 'run')).sort()).toEqual([
      'best',
      'checkpoints',
      'configuration.json',
      'metrics.jsonl',
      'report.html',
    ]);
    expect(readdirSync(join(folder.path, 'run/checkpoints'))).toHaveLength(4);
    const configuration: unknown = JSON.parse(read('run/configuration.json'));
    expect(checkSchema(runConfigurationSchema, configuration)).toEqual([]);
    expect(configuration).toMatchObject({ budget: { steps: 20000 } });
    expect(read('run/metrics.jsonl').trim().split('\n')).toHaveLength(53);
    expect(read('run/metrics.jsonl')).not.toContain('seconds');
  });

  it('writes a report that asks for nothing from elsewhere', () => {
    const report = read('run/report.html').replaceAll('http://www.w3.org/2000/svg', '');
    expect(report).toContain('maze/lecture-v0');
    expect(report.match(/<svg/g)?.length).toBe(5);
    expect(report).not.toMatch(/https?:|<script|<link|@import|url\(/);
  });

  it('gives the same files from the same configuration', async () => {
    const again = await inFolder('train', '--config', 'run/configuration.json', '--out', 'again');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toContain('again/report.html');
    for (const file of ['configuration.json', 'metrics.jsonl', 'report.html']) {
      expect(read('again', file)).toBe(read('run', file));
    }
  });

  it('trains on a definition from a file, which the run folder then contains', async () => {
    const definition = { ...Object(distributions.get('maze/lecture-v0').definition), episodes: 2 };
    writeFileSync(join(folder.path, 'mine.json'), JSON.stringify(definition));
    const ended = await inFolder('train', 'mine.json', '--steps', '600', '--out', 'mine');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    writeFileSync(join(folder.path, 'mine.json'), '{}');
    const { stdout } = await inFolder('adapt', 'mine', '--json', '--tasks', '20');
    expect(JSON.parse(stdout).returnByEpisode).toHaveLength(2);
  });

  it('trains by the clock on several workers, without a word of the time in between', async () => {
    const ended = await inFolder(
      ...['train', 'maze/lecture-v0', '--seconds', '1', '--workers', '2', '--out', 'clock'],
    );
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('2 workers');
  });
});

describe('adapt', () => {
  it('prints one object that matches its schema', async () => {
    const { code, stdout } = await inFolder('adapt', 'run', '--greedy', '--tasks', '300', '--json');
    const results = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(checkSchema(resultsSchema, results)).toEqual([]);
    expect(results).toMatchObject({ split: 'test', tasks: 300, seed: 0, greedy: true });
    expect(results.returnByEpisode).toHaveLength(3);
    expect(results.references.bayesOptimal.total).toBeCloseTo(8 / 3);
    expect(results.total).toBeGreaterThan(2.3);
    // Chance earns 7/24 in each of three episodes.
    expect(results.normalised).toBeCloseTo((results.total - 7 / 8) / (8 / 3 - 7 / 8), 12);
  });

  it('repeats itself, and changes with the seed', async () => {
    const words = ['adapt', 'run', '--tasks', '50', '--json'];
    const [first, second, other] = await Promise.all([
      inFolder(...words),
      inFolder(...words),
      inFolder(...words, '--seed', '1'),
    ]);
    expect(first.stdout).toBe(second.stdout);
    expect(first.stdout).not.toBe(other.stdout);
  });

  it('wiping the memory takes the gain of later episodes away', async () => {
    const words = ['adapt', 'run', '--greedy', '--tasks', '300', '--json', '--wipe-memory'];
    const { returnByEpisode } = JSON.parse((await inFolder(...words)).stdout);
    expect(returnByEpisode[2]).toBeCloseTo(returnByEpisode[0]);
  });

  it('takes another number of episodes, and shows a table to people', async () => {
    const { stdout } = await inFolder('adapt', 'run', '--episodes', '5', '--tasks', '50');
    expect(stdout).toMatch(/episode 5/);
    for (const name of ['agent', 'random', 'bayesOptimal', 'oracle'])
      expect(stdout).toContain(name);
    expect(stdout).toMatch(/% of Bayes-optimal; normalised 0\.\d{3} \(0 random, 1 Bayes-optimal\)/);
  });

  it('keeps the one task and the given context of a run, whatever the number of episodes', async () => {
    const task = '{"cheeses":[{"x":1,"y":0,"reward":1}]}';
    const one = ['--task', task, '--context', 'given'];
    await inFolder(...['train', 'maze/lecture-v0', ...one, '--steps', '2000', '--out', 'one']);
    const words = ['adapt', 'one', '--episodes', '5', '--tasks', '50', '--greedy', '--json'];
    const { code, stdout, stderr } = await inFolder(...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { returnByEpisode } = JSON.parse(stdout);
    expect(returnByEpisode).toHaveLength(5);
    // Most likely actions in the same task 50 times: what is found once is found each time.
    for (const value of returnByEpisode) expect([0, 1]).toContain(value);
  });
});

describe('the Node API', () => {
  it('loads a run with an agent that acts as the command line says', async () => {
    const path = join(folder.path, 'run');
    for (const which of ['best', 'last'] as const) {
      const { agent, distribution, manifest, warnings } = await loadRun(path, which);
      expect(warnings).toEqual([]);
      agent.greedy = true;
      const { total } = metaTest({ policy: agent, distribution, tasks: 300, seed: 0 });
      const words = ['adapt', 'run', '--greedy', '--tasks', '300', '--json'];
      const adapted = JSON.parse((await inFolder(...words, '--checkpoint', which)).stdout);
      expect(adapted).toMatchObject({ total, iteration: manifest.iteration });
      if (which === 'last') expect(manifest.iteration).toBe(53);
      else expect(manifest.iteration).toBeLessThanOrEqual(53);
    }
  });
});

describe('watch', () => {
  it('draws the episodes of a given task side by side', async () => {
    const task = '{"cheeses":[{"x":1,"y":0,"reward":1}]}';
    const { code, stdout } = await inFolder('watch', 'run', '--greedy', '--task', task);
    expect(code).toBe(0);
    expect(stdout).toContain(task);
    expect(stdout).toMatch(/episode 1 +episode 2 +episode 3/);
    expect(stdout).toMatch(/episode 3: 2 steps, return 1\.000/);
  });
});

describe('the rest', () => {
  it('lists, helps and knows its version', async () => {
    const [list, help, version] = await Promise.all([
      inFolder('list', '--json'),
      inFolder('train', '--help'),
      inFolder('--version'),
    ]);
    expect(JSON.parse(list.stdout).map(({ id }: { id: string }) => id)).toContain(
      'maze/gridnavi-v0',
    );
    expect(help.stdout).toContain('--learning-rate');
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('starts', async () => {
    const ended = await inFolder('start', '--seconds', '2', '--out', 'start');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('steps to the cheese');
    expect(existsSync(join(folder.path, 'start/report.html'))).toBe(true);
  });
});
