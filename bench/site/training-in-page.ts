import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { RunConfiguration } from '../../schemas/run.js';
import { read } from './reader.js';

const PATIENCE_MILLISECONDS = 300_000;
/** How the page shortens numbers. */
const UNITS: { readonly [letter: string]: number } = { '': 1, k: 1e3, M: 1e6 };

/** A training that a reader of the site has watched to its end. */
export interface TrainedInPage {
  /** As the page tells it: examinations once a second and drawing are in it, loading is not. */
  readonly stepsPerSecond: number;
  /** Of the checkpoint that the page saved: what Node repeats. */
  readonly configuration: RunConfiguration;
}

/** Trains in a fresh page with the settings that it offers. */
export async function trainInPage(browser: Browser, site: string): Promise<TrainedInPage> {
  const { page } = await read(browser, site, '/live/train');
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await press('Train');
  const isTrained = page.locator('.demo-status', { hasText: 'Trained' });
  await isTrained.waitFor({ timeout: PATIENCE_MILLISECONDS });
  const told = await page.locator('.train-numbers').innerText();
  const [, figure, unit = ''] = /([\d.]+)(?: ([kM]))? steps\/s/.exec(told) ?? [];
  if (figure === undefined) throw new Error(`The page does not tell its speed, but: ${told}`);
  const saved = page.waitForEvent('download');
  await press('Save checkpoint');
  const file = readFileSync(await (await saved).path(), 'utf8');
  await page.close();
  const { configuration }: { configuration: RunConfiguration } = JSON.parse(file);
  return { stepsPerSecond: Number(figure) * UNITS[unit]!, configuration };
}
