import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium as playwright } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium } from '../../bench/site/chromium.js';
import { read, root, tableUnder } from '../docs/pages.js';
import { POLICY, type Site, serve } from './site.js';

const folder = mkdtempSync(join(tmpdir(), 'moving-cheese-page-example-'));

/** The library as it is published. */
const published = {
  name: 'the library as it is published',
  enforce: 'pre',
  resolveId: (id: string) => (id === 'moving-cheese' ? join(root, 'dist/index.js') : null),
} as const;

beforeAll(async () => {
  const page = join(root, 'docs/examples/page');
  await build({
    root: page,
    configFile: join(page, 'vite.config.ts'),
    logLevel: 'error',
    plugins: [published],
    build: { outDir: folder, chunkSizeWarningLimit: 10_000 },
    worker: { plugins: () => [published] },
  });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the page in docs/examples/page', () => {
  it('is as small as the guide says', () => {
    const header = '| file | when it is fetched | kB at most | compressed, at most |';
    const rows = tableUnder(read('docs/guide/deploying-in-a-page.md'), header);
    const assets = readdirSync(join(folder, 'assets'));
    for (const [name = '', , plain, compressed] of rows) {
      const file = assets.find((each) => each.startsWith(name.replaceAll('`', '')));
      const bytes = readFileSync(join(folder, 'assets', file ?? name));
      const sizes = [bytes.length, gzipSync(bytes, { level: 9 }).length].map((size) => size / 1000);
      expect(sizes[0], name).toBeLessThanOrEqual(Number(plain));
      expect(sizes[1], name).toBeLessThanOrEqual(Number(compressed));
      // Not much smaller either, or the guide is out of date.
      expect(sizes[0], name).toBeGreaterThan(0.8 * Number(plain));
    }
    expect(rows).toHaveLength(3);
  });

  describe.skipIf(chromium === undefined)('in Chromium', () => {
    let site: Site | undefined;
    let browser: Browser | undefined;

    beforeAll(async () => {
      // As the guide says: only the worker may run code that was written by code.
      const isWorker = (path: string) => path.startsWith('/assets/worker');
      site = await serve(folder, '[]', (path) => (isWorker(path) ? POLICY : "default-src 'self'"));
      browser = await playwright.launch({
        executablePath: chromium ?? '',
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      });
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await site?.close();
    });

    it('loads the library after the click, trains in a worker, and adapts', async () => {
      const page = await browser!.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(site!.address);
      expect(asked.filter((url) => url.includes('worker'))).toEqual([]);
      await page.getByRole('button').click();
      await page.getByText('Return by episode').waitFor({ timeout: 110_000 });
      const text = await page.locator('output').textContent();
      const returns = text?.match(/[\d.]+/g)?.map(Number) ?? [];
      expect(returns[0]).toBeLessThan(0.75);
      expect(returns[2]).toBeGreaterThan(0.95);
      expect(asked.some((url) => url.includes('worker'))).toBe(true);
      expect(asked.filter((url) => url.includes('rapier'))).toEqual([]);
    }, 120_000);
  });
});
