import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { judge } from '../../bench/site/budgets.js';
import { pagesOf } from '../../bench/site/built-site.js';
import { temporaryFolder } from '../cli/command-line.js';

describe('the budgets of the site', () => {
  const figures = { script: 250, firstDemo: 3, training: 0.5, faults: 0 };
  const met = (changed: Partial<typeof figures>) =>
    judge({ ...figures, ...changed }).map(({ isMet }) => isMet);

  it('are met at their limits', () => {
    expect(met({})).toEqual([true, true, true, true]);
    expect(judge(figures).map(({ budget }) => budget)).toEqual([
      'at most 250',
      'at most 3',
      'at least 0.5',
      'at most 0',
    ]);
  });

  it('are missed beyond them, however little, and where nothing was measured', () => {
    expect(met({ script: 250.001 })).toEqual([false, true, true, true]);
    expect(met({ firstDemo: 3.001 })).toEqual([true, false, true, true]);
    expect(met({ training: 0.4999 })).toEqual([true, true, false, true]);
    expect(met({ faults: 1 })).toEqual([true, true, true, false]);
    expect(met({ training: Number.NaN, firstDemo: Number.NaN })).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('the pages of a built site', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('are found as links have them', () => {
    mkdirSync(join(folder.path, 'api/core'), { recursive: true });
    const files = ['index.html', 'live.html', 'api/index.html', 'api/core/index-of.html', 'x.js'];
    for (const file of files) writeFileSync(join(folder.path, file), '');
    expect(pagesOf(folder.path)).toEqual(['/', '/api/', '/api/core/index-of', '/live']);
  });
});
