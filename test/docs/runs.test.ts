import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { metaTest } from '../../agents/index.js';
import { loadRun } from '../../cli/index.js';
import { normalised } from '../../core/index.js';
import { read, root } from './pages.js';

const folder = join(root, 'docs/results/runs');
/** What live pages fetch. */
const live = readdirSync(join(root, 'docs/live')).filter((file) => /\.runs?\.ts$/.test(file));
const pages = live.map((file) => read(`docs/live/${file}`));
const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());

test('there are runs', () => {
  expect(names).toContain('half-cheetah-velocity-v0-600s');
});

describe.each(names)('the committed run %s', (name) => {
  const size = (path: string): number =>
    statSync(path).isDirectory()
      ? readdirSync(path).reduce((sum, each) => sum + size(join(path, each)), 0)
      : statSync(path).size;

  test('is small, belongs to a result or to a live page, and has its curve', () => {
    expect(size(join(folder, name))).toBeLessThan(1e6);
    const isMeasured = existsSync(join(root, 'docs/results', `${name}.json`));
    expect(isMeasured || pages.some((page) => page.includes(`/${name}/`))).toBe(true);
    const metrics = read(`docs/results/runs/${name}/metrics.jsonl`).trim().split('\n');
    expect(metrics.length).toBeGreaterThan(100);
    expect(Object.keys(JSON.parse(metrics.at(-1)!))).toContain('returnByEpisode');
  });

  test('adapts as it did: nearly as well as can be, or far better than standing still', async () => {
    const { agent, distribution, warnings } = await loadRun(join(folder, name));
    expect(warnings).toEqual([]);
    agent.greedy = true;
    const count = distribution.family.id === 'half-cheetah' ? 8 : 200;
    const { total, returnByEpisode, tasks } = metaTest({
      policy: agent,
      distribution,
      tasks: count,
      seed: 5,
    });
    const references = distribution.references?.('test', tasks) ?? [];
    const score = normalised(total, references);
    if (score !== undefined) {
      expect(score).toBeGreaterThan(0.8);
      return;
    }
    const standing = references.find((reference) => reference.name === 'standing');
    returnByEpisode.forEach((value, episode) => {
      expect(value).toBeGreaterThan((standing?.returnByEpisode[episode] ?? 0) + 30);
    });
  });
});
