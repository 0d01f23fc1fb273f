import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { CheckpointManifest } from '../../schemas/checkpoint.js';
import type { RunConfiguration } from '../../schemas/run.js';
import { read } from './reader.js';

/** For the longest that a page sets to be over. */
const PATIENCE_MILLISECONDS = 3_600_000;
/** How pages shorten numbers. */
const UNITS: { readonly [letter: string]: number } = { '': 1, k: 1e3, M: 1e6 };

/** A training that a reader of the site has watched to its end. */
export interface TrainedInPage {
  /** How far it came, and how fast, in the page's words. */
  readonly told: string;
  /** What the page saved, as far as it is read here. */
  readonly saved: {
    readonly configuration: RunConfiguration;
    readonly manifest: CheckpointManifest;
    /** Parameters, little-endian 32-bit floats in base64. */
    readonly binary: string;
    readonly curve: readonly { readonly returnByEpisode: readonly number[] }[];
  };
}

/** Trains in a fresh page of the site, such as `/live/train`, with the settings that it offers. */
export async function trainInPage(
  browser: Browser,
  site: string,
  path: string,
): Promise<TrainedInPage> {
  const { page } = await read(browser, site, path);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await press('Train');
  const isTrained = page.locator('.demo-status', { hasText: 'Trained' });
  await isTrained.waitFor({ timeout: PATIENCE_MILLISECONDS });
  const told = await page.locator('.train-numbers').innerText();
  const download = page.waitForEvent('download');
  await press('Save checkpoint');
  const file = readFileSync(await (await download).path(), 'utf8');
  await page.close();
  return { told, saved: JSON.parse(file) };
}

/** Env steps a second as the page tells them: examinations and drawing are in it, loading is not. */
export function stepsPerSecond({ told }: TrainedInPage): number {
  const [, figure, unit = ''] = /([\d.]+)(?: ([kM]))? steps\/s/.exec(told) ?? [];
  if (figure === undefined) throw new Error(`The page does not tell its speed, but: ${told}`);
  return Number(figure) * UNITS[unit]!;
}
