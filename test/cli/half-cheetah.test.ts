import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { distributions } from '../../distributions/index.js';
import { checkSchema, resultsSchema } from '../../schemas/index.js';
import { type Ended, run, temporaryFolder } from './command-line.js';

const folder = temporaryFolder();
const inFolder = (...words: string[]): Promise<Ended> => run(words, folder.path);
const read = (...path: string[]) => readFileSync(join(folder.path, ...path), 'utf8');

beforeAll(async () => {
  const { definition } = distributions.get('half-cheetah/velocity-v0');
  const short = { ...Object(definition), horizon: 40 };
  writeFileSync(join(folder.path, 'short.json'), JSON.stringify(short));
  const ended = await inFolder('train', 'short.json', '--steps', '1280', '--out', 'run');
  expect(ended).toMatchObject({ code: 0, stderr: '' });
}, 120_000);
afterAll(() => folder.remove());

it('the report shows the first steps beside their targets, settling, and a film strip', () => {
  const report = read('run/report.html');
  expect(report).toContain('Within the first episode');
  expect(report).toMatch(/the mean velocity of the last 10 steps stays within ±0\.3 m\/s/);
  expect(report).toContain('aria-label="Tasks that have settled, by step of the episode"');
  const [chart = ''] =
    /aria-label="velocity over the first 40 steps".*?<\/svg>/s.exec(report) ?? [];
  expect(chart.match(/class="series episode-\d dashed"/g)).toHaveLength(5);
  expect(chart.match(/class="series episode-\d"/g)).toHaveLength(5);
  // Of the ten moments two are the start.
  expect(report.match(/>step \d+, [\d.]+ s</g)).toHaveLength(16);
  expect(report).toContain('blind to the task, at most');
  expect(report).toContain('standing still');
});

it('adapt says how fast velocities settle', async () => {
  const words = ['adapt', 'run', '--tasks', '20', '--greedy'];
  const [json, text] = await Promise.all([inFolder(...words, '--json'), inFolder(...words)]);
  const results = JSON.parse(json.stdout);
  expect(checkSchema(resultsSchema, results)).toEqual([]);
  const { velocity, velocityError } = results.quantities;
  expect(velocity.settling).toMatchObject({ tolerance: 0.3, window: 10 });
  expect(velocity.settling.share).toHaveLength(2);
  expect(velocity.settling.medianSteps).toHaveLength(2);
  expect(velocityError).not.toHaveProperty('settling');
  expect(text.stdout).toMatch(/velocity settled by episode {2}.*\d+ % of tasks/);
});

it('watch writes a film strip, whole or not at all', async () => {
  const ended = await inFolder('watch', 'run', '--greedy', '--svg', 'strip.svg');
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toMatch(/episode 2: 40 steps, return .*\n\nsvg {2}strip\.svg\n$/);
  const svg = read('strip.svg');
  expect(svg).toMatch(/^<svg .*<\/svg>\n$/s);
  expect(svg.match(/>now −?[\d.]+, target [\d.]+ m\/s</g)).toHaveLength(18);
  expect(readdirSync(folder.path).sort()).toEqual(['run', 'short.json', 'strip.svg']);
});

it.each([
  ['nowhere/strip.svg', 'there is no folder nowhere'],
  ['run', 'is a folder'],
  ['short.json/strip.svg', 'there is no folder short.json'],
])('watch --svg %s is refused', async (path, problem) => {
  const { code, stderr } = await inFolder('watch', 'run', '--svg', path);
  expect(code).toBe(2);
  expect(stderr).toContain(`--svg ${path}`);
  expect(stderr).toContain(problem);
});
