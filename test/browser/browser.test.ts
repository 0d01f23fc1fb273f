import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, NO_CHROMIUM } from '../../bench/site/chromium.js';
import { loadTensorFlow } from '../../cli/backend.js';
import { distributions } from '../../distributions/index.js';
import { BITS_CHANGED, PHYSICS_HASH } from '../envs/half-cheetah-bits.js';
import { runNames, storedRun } from '../site/stored-runs.js';
import { type Visit, visit } from './chromium.js';
import { live, type Outcome } from './life.js';
import { bundle, type Site, serve } from './site.js';

const PATIENCE = 120_000;

/** For JSON, which knows no bytes. */
const asBase64 = (_key: string, value: unknown) =>
  value instanceof ArrayBuffer ? Buffer.from(value).toString('base64') : value;

if (chromium === undefined) console.log(`skipped: ${NO_CHROMIUM}`);

describe.skipIf(chromium === undefined)('in Chromium, as in Node', () => {
  let folder = '';
  let site: Site | undefined;
  let browser: Visit | undefined;
  let here: Outcome;
  let there: Outcome;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'moving-cheese-page-'));
    const bytes = await bundle(folder);
    console.log(`page: ${Math.round(bytes / 1000)} kB of script`);
    const runs = Object.fromEntries(runNames.map((name) => [name, storedRun(name)]));
    site = await serve(folder, JSON.stringify(runs, asBase64));
    browser = visit(chromium ?? '', site.address);
    const { console: seen } = browser;
    const silence = new Promise<never>((_, reject) => {
      const complain = () => reject(new Error(`The page never answered.\n${seen().join('\n')}`));
      setTimeout(complain, PATIENCE).unref();
    });
    const { tf } = await loadTensorFlow('wasm');
    here = await live(tf, runs);
    const answer = JSON.parse(await Promise.race([site.outcome, silence]));
    if (answer.error !== undefined) throw new Error(`The page failed: ${answer.error}`);
    there = answer;
  }, PATIENCE + 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('the engine writes the same bytes on every built-in distribution', () => {
    expect(Object.keys(here.engine)).toEqual(distributions.ids());
    expect(there.engine).toEqual(here.engine);
  });

  it('the half-cheetah moves by the same bits, those that are committed', () => {
    expect(here.physics, BITS_CHANGED).toBe(PHYSICS_HASH);
    expect(there.physics, BITS_CHANGED).toBe(PHYSICS_HASH);
  });

  it('the fast kernel runs, and an agent chooses and values alike', () => {
    expect(there.kernel).toBe('wasm');
    expect(here.actions.length).toBe(20 * 4 * 15);
    expect(new Set(here.actions).size).toBeGreaterThan(1);
    expect(there.actions).toEqual(here.actions);
    expect(there.valuesHash).toBe(here.valuesHash);
  });

  it('trained agents act alike, to the last action', () => {
    expect(Object.keys(here.trained)).toEqual(runNames);
    expect(new Set(Object.values(here.trained)).size).toBe(runNames.length);
    expect(there.trained).toEqual(here.trained);
  });

  it.each(['kernelLearning', 'tensorLearning'] as const)('%s gives the same parameters', (way) => {
    const mine = here[way].parameters;
    const differences = mine.map((x, i) => Math.abs(x - (there[way].parameters[i] ?? 0)));
    const largest = Math.max(...differences);
    console.log(`trained parameters: ${mine.length}, largest difference ${largest}`);
    expect(there[way].parameters.length).toBe(mine.length);
    expect(there[way].returns).toEqual(here[way].returns);
    expect(largest).toBeLessThan(1e-4);
  });

  it('the page says nothing to its console and asks nothing of others', () => {
    expect(browser?.console()).toEqual([]);
  });
});
