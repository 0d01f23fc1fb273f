import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../bench/site/faults.js';
import type { Look, Reading } from '../../bench/site/reader.js';
import type { ExperimentResults } from '../../schemas/experiment-results.js';
import { read as text } from '../docs/pages.js';
import { PICTURES } from './pictures.js';

const resultsOf = (name: string): ExperimentResults =>
  JSON.parse(text(`docs/results/experiments/${name}/results.json`));
const [kept, markov] = [resultsOf('memory-kept-or-wiped'), resultsOf('markov-fails')];

/** What a reader does on the page of experiments, in the built site; `open` opens one of its pages. */
export function describeExperiments(open: (path: string, look?: Look) => Promise<Reading>): void {
  const shows = ({ experiment }: ExperimentResults, page: Page) =>
    page.getByRole('heading', { name: experiment.question }).waitFor();
  const curves = (page: Page) =>
    page
      .locator('g[data-curve^="arm "]')
      .evaluateAll((found) => found.map((each) => each.getAttribute('data-curve')));
  const reading = (page: Page) => page.locator('.experiment-reading').innerText();

  describe('experiments', () => {
    it('another one is chosen, an arm of it is switched off, and Back leads to the first', async () => {
      const { page, complaints } = await open('/live/experiments#markov-fails');
      await shows(markov, page);
      await page.getByRole('combobox', { name: 'Experiment' }).selectOption('memory-kept-or-wiped');
      await shows(kept, page);
      expect(new URL(page.url()).hash).toBe('#memory-kept-or-wiped');
      const arms = kept.arms.map(({ name }) => `arm ${name}`);
      expect(await curves(page)).toEqual(arms);

      await page.getByRole('checkbox', { name: 'memory kept' }).uncheck();
      expect(await curves(page)).toEqual(arms.slice(1));
      await page.getByRole('checkbox', { name: 'Bayes-optimal' }).uncheck();
      expect(await page.locator('g[data-curve="reference bayesOptimal"]').count()).toBe(0);
      await page.getByRole('checkbox', { name: 'memory kept' }).check();
      expect(await curves(page)).toEqual(arms);

      await page.goBack();
      await shows(markov, page);
      expect(complaints).toEqual([]);
      await page.close();
    });

    it('dots and episodes are read with the keyboard, as results.json has them', async () => {
      const { page, complaints } = await open('/live/experiments#memory-kept-or-wiped');
      await shows(kept, page);
      const told = (arm: number) => {
        const { name, seeds } = kept.arms[arm]!;
        return `${name}, seed 1: ${seeds[0]!.measured.toFixed(3)}`;
      };
      await page.locator('.strip-dot').first().focus();
      expect(await reading(page)).toContain(told(0));
      await page.keyboard.press('ArrowDown');
      expect(await reading(page)).toContain(told(1));

      const value = page.locator('.curve-value').first();
      const { returnByEpisode, intervalByEpisode } = kept.arms[0]!;
      await page.getByRole('slider').press('Home');
      expect(await value.innerText()).toBe(
        `${returnByEpisode[0]!.toFixed(3)} ${intervalByEpisode![0]!.map((end) => end.toFixed(3)).join(' … ')}`,
      );
      await page.keyboard.press('ArrowRight');
      expect(await value.innerText()).toContain(returnByEpisode[1]!.toFixed(2));
      expect(complaints).toEqual([]);
      await page.close();
    });

    it('a dot is told when it is pointed at, the chart by the episode; the command is copied', async () => {
      const look: Look = { width: 390, colours: 'dark' };
      const { page, complaints } = await open('/live/experiments#memory-kept-or-wiped', look);
      await shows(kept, page);
      const last = kept.arms[2]!.seeds[4]!;
      await page.locator('.strip-dot').last().hover({ force: true });
      expect(await reading(page)).toContain(`seed 5: ${last.measured.toFixed(3)}`);

      const chart = page.locator('.curve-frame svg');
      await chart.hover({ position: { x: 60, y: 100 } });
      expect(await page.getByRole('slider').inputValue()).toBe('1');

      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'Copy the command that runs the experiment' }).click();
      await page.getByText('Copied.').waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`npx ${kept.command}`);

      for (const summary of await page.locator('summary').all()) await summary.click();
      expect(await page.locator('.episode-curves tbody tr').count()).toBe(4);
      expect(await faultsOf(page)).toEqual([]);
      await page.screenshot({ path: join(PICTURES, 'experiments-open.png'), fullPage: true });
      expect(complaints).toEqual([]);
      await page.close();
    });
  });
}
