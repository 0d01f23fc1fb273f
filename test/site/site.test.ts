import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { budgets } from '../../bench/site/budgets.js';
import { buildSite, pagesOf, type Served, serve } from '../../bench/site/built-site.js';
import { chromium, NO_CHROMIUM } from '../../bench/site/chromium.js';
import { faultsOf } from '../../bench/site/faults.js';
import { type Look, read, startBrowser } from '../../bench/site/reader.js';
import { guides, live } from '../../docs/.vitepress/contents.js';
import { root } from '../docs/pages.js';
import { describeExperiments } from './experiment-page.js';
import { PICTURES } from './pictures.js';

const LOOKS: readonly Look[] = [
  { width: 1280, colours: 'light' },
  { width: 1280, colours: 'dark' },
  { width: 390, colours: 'light' },
  { width: 390, colours: 'dark' },
];

if (chromium === undefined) console.log(`skipped: ${NO_CHROMIUM}`);

describe.skipIf(chromium === undefined)('the built site, in Chromium', () => {
  let folder = '';
  let site: Served;
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'moving-cheese-site-'));
    mkdirSync(PICTURES, { recursive: true });
    await buildSite(root, folder);
    site = await serve(folder);
    browser = await startBrowser(chromium ?? '');
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  // Guides look all alike: in two looks each of the colours and each of the widths is seen.
  const pages = [
    ...[{ text: 'Landing page', link: '/' }, ...live].map((page) => ({ ...page, looks: LOOKS })),
    ...guides.map((page) => ({ ...page, looks: [LOOKS[0]!, LOOKS[3]!] })),
  ];

  it.each(pages)('$text: no complaint, whatever the looks', async ({ link, looks }) => {
    for (const look of looks) {
      const { page, complaints } = await read(browser, site.address, link, look);
      const name = `${link.replaceAll('/', '-').slice(1) || 'landing'}-${look.width}-${look.colours}`;
      await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
      expect(await faultsOf(page), name).toEqual([]);
      expect(complaints, name).toEqual([]);
      await page.close();
    }
  });

  it('the title of a page is its heading, also of what is generic', async () => {
    const headingOf = (path: string) =>
      /<h1 [^>]*>(.*?) <a /.exec(readFileSync(join(folder, `${path}.html`), 'utf8'))?.[1] ?? '';
    const generic = pagesOf(folder)
      .filter((path) => !path.endsWith('/'))
      .map((path) => ({ path, heading: headingOf(path) }))
      .filter(({ heading }) => heading.includes('&lt;'));
    expect(generic.map(({ heading }) => heading)).toContain('Interface: Env&lt;Task, A&gt;');
    for (const { path, heading } of generic) {
      const { page } = await read(browser, site.address, path);
      const plain = heading.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
      expect(await page.title()).toBe(`${plain} | moving-cheese`);
      await page.close();
    }
  });

  it('the reference names modules as they are imported, and parameters by what they are', async () => {
    const path = '/api/moving-cheese/agents/functions/createRnnAgent';
    const { page } = await read(browser, site.address, path);
    expect(await page.locator('.vp-doc').innerText()).toMatch(/createRnnAgent\(options\)/);
    expect(await page.locator('.vp-doc p').first().innerText()).toContain(
      '/ moving-cheese/agents /',
    );
    // Nor is it followed by the first page of the sidebar.
    expect(await page.locator('.pager-link').count()).toBe(0);
    await page.close();
    const pages = pagesOf(folder).filter((each) => each.startsWith('/api/') && !each.endsWith('/'));
    const unnamed = pages.filter((each) =>
      readFileSync(join(folder, `${each}.html`), 'utf8').includes('__namedParameters'),
    );
    expect(unnamed).toEqual([]);
  });

  it('the landing page is light until a demo starts', async () => {
    const { page, scriptBytes } = await read(browser, site.address, '/');
    const bytes = await scriptBytes();
    console.log(`landing page: ${Math.round(bytes / 1000)} kB of script`);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(1000 * budgets.script.limit);
    await page.close();
  });

  describe('moving cheese', () => {
    const cells = (page: Page) => page.locator('.agent-steps').allInnerTexts();
    const run = async (page: Page) => {
      const begin = page.getByRole('button', { name: 'Let the mouse run' });
      await begin.click();
      await page.getByRole('button', { name: 'Stop' }).waitFor();
      await begin.waitFor();
      return cells(page);
    };
    const steps = (text: string) => Number.parseInt(text, 10);

    it('a search, and then the straight way; not with a wiped memory', async () => {
      const { page, complaints } = await read(browser, site.address, '/');
      const kept = await run(page);
      expect(kept.length).toBe(4);
      expect(steps(kept[0]!)).toBeGreaterThan(9);
      expect(kept.slice(1)).toEqual(['9 steps', '9 steps', '9 steps']);

      await page.getByLabel('Wipe its memory').check();
      const wiped = await run(page);
      expect(wiped).toEqual([kept[0], kept[0], kept[0], kept[0]]);
      expect(complaints).toEqual([]);
      await page.close();
    });

    it('the posterior adds up to 1 as long as the mouse walks', async () => {
      const { page } = await read(browser, site.address, '/');
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      await page.getByRole('button', { name: 'Let the mouse run' }).click();
      await page.locator('.board-path').waitFor();
      for (let look = 0; look < 5; look++) {
        const sum = await page.locator('.maze-board').getAttribute('data-posterior-sum');
        expect(Number(sum)).toBeCloseTo(1, 9);
        await page.waitForTimeout(100);
      }
      await page.close();
    });

    it('the cheese is dragged, and moved by keys', async () => {
      const { page } = await read(browser, site.address, '/');
      const cheese = page.locator('.board-cheese');
      const box = (await page.locator('.maze-board').boundingBox())!;
      const centre = (x: number, y: number) =>
        [box.x + ((x + 0.5) * box.width) / 7, box.y + ((y + 0.5) * box.height) / 7] as const;
      await page.mouse.move(...centre(0, 0));
      await page.mouse.down();
      await page.mouse.move(...centre(6, 0), { steps: 20 });
      await page.mouse.up();
      expect(await cheese.getAttribute('data-cell')).toBe('6,0');
      await cheese.focus();
      await page.keyboard.press('ArrowDown');
      expect(await cheese.getAttribute('data-cell')).toBe('6,1');
      await page.close();
    });

    it('the Bayes-optimal mouse is raced, also between walls of the reader', async () => {
      const { page, complaints } = await read(browser, site.address, '/');
      await page.getByLabel('Race the Bayes-optimal mouse').check();
      await page.getByLabel('Build walls').check();
      await page.getByLabel('wall in column 4, row 1').click();
      await run(page);
      const rows = await page.locator('.demo-table tbody tr').allInnerTexts();
      const best = rows.map((row) => row.split('\t')[2] ?? '');
      expect(best.slice(2)).toEqual(['9 steps', '9 steps']);
      expect(complaints).toEqual([]);
      await page.close();
    });
  });

  describe('train it here', () => {
    const press = (page: Page, name: string) =>
      page.getByRole('button', { name, exact: true }).click();
    const tells = (page: Page, words: string) =>
      page.locator('.demo-status', { hasText: words }).waitFor();
    const share = async (page: Page) =>
      Number.parseFloat(await page.locator('.train-share strong').innerText());

    it('a fresh network becomes Bayes-optimal in the lecture’s maze', async () => {
      const { page, complaints } = await read(browser, site.address, '/live/train');
      await page.getByLabel('Task distribution').selectOption('maze/lecture-v0');
      await press(page, 'Train');
      await tells(page, 'Trained');
      expect(await share(page)).toBeGreaterThan(95);
      expect(await page.locator('.chart-curve').count()).toBe(3);
      expect(await page.locator('.train-pictures svg').count()).toBe(3);
      expect(complaints).toEqual([]);
      await page.close();
    });

    it('stands still while it is paused, and goes on from a file in a fresh page', async () => {
      const { page } = await read(browser, site.address, '/live/train');
      await page.getByLabel('Hidden size').fill('8');
      await press(page, 'Train');
      await page.locator('.chart-curve[points*=" "]').first().waitFor();
      await press(page, 'Pause');
      await tells(page, 'Paused');
      const numbers = await page.locator('.train-numbers').innerText();
      const [trained = ''] = numbers.split(' of ');
      expect(trained).toMatch(/^[1-9]/);
      await page.waitForTimeout(300);
      expect(await page.locator('.train-numbers').innerText()).toBe(numbers);
      const saved = page.waitForEvent('download');
      await press(page, 'Save checkpoint');
      const path = await (await saved).path();

      const { page: fresh, complaints } = await read(browser, site.address, '/live/train');
      const pick = (file: string) => fresh.locator('.train-picker').setInputFiles(file);
      await pick(join(root, 'package.json'));
      await tells(fresh, 'package.json must be a file that this page saved');
      await pick(path);
      await tells(fresh, trained);
      expect(await fresh.getByLabel('Hidden size').inputValue()).toBe('8');
      await press(fresh, 'Go on');
      await fresh.locator('.train-numbers', { hasText: 'steps/s' }).waitFor();
      await press(fresh, 'Pause');
      await tells(fresh, 'Paused');
      expect(complaints).toEqual([]);
      await page.close();
      await fresh.close();
    });

    it('a half-cheetah learns by the clock, is filmed, and goes on from a file where its clock stood', async () => {
      const { page, complaints } = await read(browser, site.address, '/live/train-cheetah');
      await page.getByLabel('Hidden size').fill('8');
      await page.getByLabel('Seconds of training').fill('60');
      await press(page, 'Train');
      await page.locator('.chart-curve[points*=" "]').first().waitFor();
      // Motion being reduced, the film stands until it is asked for, and then leaps.
      const body = () => page.locator('.cheetah-run .scene').last().innerHTML();
      const before = await body();
      await press(page, 'Play the film');
      const played = page.locator('.velocity-now:not([x1="1"])').first();
      await played.waitFor({ state: 'attached' });
      expect(await body()).not.toBe(before);
      await press(page, 'Pause');
      await tells(page, 'Paused');
      expect(await faultsOf(page)).toEqual([]);
      await page.screenshot({ path: join(PICTURES, 'train-cheetah-run.png'), fullPage: true });
      const numbers = await page.locator('.train-numbers').innerText();
      const [, trained = ''] = numbers.split(' · ');
      expect(trained).toMatch(/^[1-9].* env steps$/);
      await page.waitForTimeout(300);
      expect(await page.locator('.train-numbers').innerText()).toBe(numbers);
      const saved = page.waitForEvent('download');
      await press(page, 'Save checkpoint');
      const path = await (await saved).path();
      expect(complaints).toEqual([]);

      const { page: fresh } = await read(browser, site.address, '/live/train-cheetah');
      await fresh.locator('.train-picker').setInputFiles(path);
      await tells(fresh, trained);
      expect(await fresh.getByLabel('Seconds of training').inputValue()).toBe('60');
      const second = (text: string) => Number.parseFloat(text);
      expect(second(await fresh.locator('.train-numbers').innerText())).toBeGreaterThan(0);
      await press(fresh, 'Go on');
      await fresh.locator('.train-numbers', { hasText: 'steps/s' }).waitFor();
      expect(await fresh.locator('.chart-curve').count()).toBe(2);
      await page.close();
      await fresh.close();
    });
  });

  describe('half-cheetah', () => {
    const steps = async (page: Page) =>
      (await page.locator('.velocity-present').getAttribute('points'))!.split(' ').length;
    const reach = (page: Page, count: number) =>
      page.waitForFunction(
        `document.querySelector(".velocity-present")?.getAttribute("points").split(" ").length >= ${count}`,
      );
    // Motion being reduced, this is a hundred steps in one go.
    const run = async (page: Page, name: string, before = 0) => {
      await page.getByRole('button', { name }).click();
      await reach(page, before + 100);
      await page.getByRole('button', { name: 'Go on' }).waitFor();
      expect(await steps(page)).toBe(before + 100);
    };
    const lastSecond = async (page: Page) =>
      Number((await page.locator('.cheetah-off').innerText()).split(' ')[0]);

    it('finds out its target; the next one, too, and what it remembers is seen and wiped', async () => {
      const { page, complaints } = await read(browser, site.address, '/live/half-cheetah');
      await run(page, 'Let it run');
      expect(await lastSecond(page)).toBeLessThan(0.3);
      await page.getByRole('slider').fill('2.8');
      await page.getByText('It was not told').waitFor();
      await run(page, 'Go on', 100);
      expect(await lastSecond(page)).toBeLessThan(0.3);
      await page.getByRole('button', { name: 'Wipe its memory now' }).click();
      expect(await page.locator('.velocity-wipe').count()).toBe(0);
      await run(page, 'Go on', 200);
      expect(await page.locator('.velocity-wipe').count()).toBe(1);
      expect(await faultsOf(page)).toEqual([]);
      await page.screenshot({ path: join(PICTURES, 'half-cheetah-run.png'), fullPage: true });
      expect(complaints).toEqual([]);
      await page.close();
    });

    it('another agent begins anew, and runs in real time where motion is wanted', async () => {
      const { page, complaints } = await read(browser, site.address, '/live/half-cheetah');
      await run(page, 'Let it run');
      await page.getByLabel('What it must find out').selectOption('direction');
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      await page.getByRole('button', { name: 'Let it run' }).click();
      await reach(page, 30);
      await page.getByRole('button', { name: 'Pause' }).click();
      const first = await steps(page);
      await page.waitForTimeout(300);
      expect(await steps(page)).toBeLessThan(first + 13);
      expect(complaints).toEqual([]);
      await page.close();
    });
  });

  describe('bandit', () => {
    it('is played to its end by the keyboard alone', async () => {
      const { page, complaints } = await read(browser, site.address, '/live/bandit');
      await page.getByRole('button', { name: 'Play' }).focus();
      await page.keyboard.press('Enter');
      await page.locator('.bandit-arms').waitFor();
      const status = page.getByRole('status');
      for (let left = 9; left > 0; left--) {
        await page.keyboard.press(left % 2 === 0 ? '2' : '1');
        await status.getByText(`${left} pulls left`).waitFor();
      }
      await page.keyboard.press('1');
      await status.getByText('The game is over').waitFor();
      const totals = await page.locator('.bandit-total').allInnerTexts();
      const own = await page.locator('.bandit-you .paid').count();
      expect(totals.length).toBe(4);
      expect(Number(totals[0])).toBe(own);
      expect(await page.locator('.belief-truth').count()).toBe(5);
      expect(await faultsOf(page)).toEqual([]);
      await page.screenshot({ path: join(PICTURES, 'bandit-over.png'), fullPage: true });

      // The focus is on what comes next.
      await page.keyboard.press('Enter');
      await status.getByText('New arms').waitFor();
      expect(await page.getByLabel('Seed').inputValue()).toBe('2');
      expect(complaints).toEqual([]);
      await page.close();
    });

    it('hints at what the index would do, and shows the others when asked to', async () => {
      const { page } = await read(browser, site.address, '/live/bandit');
      await page.getByRole('button', { name: 'Play' }).click();
      await page.locator('.bandit-arms').waitFor();
      await page.getByLabel('Gittins index would do').check();
      expect(await page.locator('.bandit-index.best').innerText()).toContain('0.703');
      await page.getByRole('button', { name: 'Arm 3' }).click();
      const others = page.locator('.bandit-gittins td').first();
      await page.getByText('9 pulls left').waitFor();
      expect(await others.innerText()).toBe('·');
      await page.getByLabel('others’ pulls').check();
      expect(await others.innerText()).toContain('1');
      await page.close();
    });
  });

  describeExperiments((path, look) => read(browser, site.address, path, look));
});
