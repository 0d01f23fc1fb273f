// What the site costs its readers, beside its budgets. It is built first, and served from this machine.
import type { Browser } from 'playwright-core';
import { UserError } from '../cli/failures.js';
import type { Measurement } from './result-file.js';
import { judge } from './site/budgets.js';
import { pagesOf } from './site/built-site.js';
import { chromium, NO_CHROMIUM } from './site/chromium.js';
import { faultsOf } from './site/faults.js';
import { type FirstDemo, timeFirstDemo } from './site/first-demo.js';
import { read } from './site/reader.js';
import { stepsPerSecond, trainInPage } from './site/training-in-page.js';
import { visitSite } from './site/visit.js';
import { trainByCommand } from './train-command.js';
import { median, round } from './update.js';

/** How often the first demo is started, each time in a fresh browser. */
const STARTS = 9;
/** Trainings in the page and in Node, in turn. */
const TRAININGS = 5;
/** Pages that are looked at side by side: much of the time they only load. */
const TABS = 3;

/** Throws `UserError` where there is no Chromium. Progress goes to `say`. */
export async function measureSite(say: (text: string) => void): Promise<Measurement> {
  if (chromium === undefined) throw new UserError(`The site cannot be measured: ${NO_CHROMIUM}`);
  const output = await visited(chromium, say);
  const { script, firstDemo, training, accessibility } = output;
  const figures = {
    script: script / 1000,
    firstDemo: median(firstDemo.map(({ running }) => running)),
    training: median(training.map(({ page, node }) => page / node)),
    faults: accessibility.faults.length,
  };
  const verdicts = judge(figures);
  return {
    file: 'site-budgets',
    title: 'What the site costs its readers, and its budgets',
    seed: training[0]?.seed ?? Number.NaN,
    numbers: {
      ...Object.fromEntries(verdicts.map(({ what, measured }) => [what, Number(measured)])),
      'pages axe looked at, in each of two colour schemes': accessibility.pages,
      'until the first demo takes a press, s, median': round(
        median(firstDemo.map(({ pressed }) => pressed)),
        2,
      ),
      'trained env steps a second in the page, median': Math.round(
        median(training.map(({ page }) => page)),
      ),
      'the same in Node': Math.round(median(training.map(({ node }) => node))),
    },
    table: [
      ['what', 'budget', 'measured', 'met'],
      ...verdicts.map(({ what, budget, measured, isMet }) => [
        what,
        budget,
        measured,
        isMet ? 'yes' : 'no',
      ]),
    ],
    missed: verdicts.filter(({ isMet }) => !isMet).map(({ what }) => what),
    output,
  };
}

/** Looks at the site in every way that has a budget. */
function visited(program: string, say: (text: string) => void) {
  return visitSite(program, say, async ({ browser, address, folder }) => {
    say('loading the landing page …\n');
    const script = await landingScript(browser, address);
    const firstDemo: FirstDemo[] = [];
    for (let i = 0; i < STARTS; i++) firstDemo.push(await timeFirstDemo(program, address));
    say('training in the page and in Node …\n');
    const training = [];
    for (let i = 0; i < TRAININGS; i++) training.push(await trainInBoth(browser, address));
    const accessibility = await lookThrough(browser, address, pagesOf(folder), say);
    return { browser: browser.version(), script, firstDemo, training, accessibility };
  });
}

/** Bytes, as they are run and not as they may be compressed, prefetched pages included. */
async function landingScript(browser: Browser, site: string): Promise<number> {
  const { page, scriptBytes } = await read(browser, site, '/');
  const bytes = await scriptBytes();
  await page.close();
  return bytes;
}

/** Env steps a second of one training, once in a page and once in Node. */
async function trainInBoth(browser: Browser, site: string) {
  const trained = await trainInPage(browser, site, '/live/train');
  const { configuration } = trained.saved;
  const node = await trainByCommand(configuration);
  return { seed: configuration.seed, page: stepsPerSecond(trained), node: Math.round(node) };
}

/** What axe finds serious or critical in the pages as they open, first in light colours and then in dark ones. */
async function lookThrough(
  browser: Browser,
  site: string,
  pages: readonly string[],
  say: (text: string) => void,
) {
  const faults: string[] = [];
  const left = [...pages];
  const lookOn = async () => {
    for (let path = left.shift(); path !== undefined; path = left.shift()) {
      const { page } = await read(browser, site, path);
      faults.push(...(await faultsOf(page)).map((fault) => `${path}, light: ${fault}`));
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.waitForSelector('html.dark', { state: 'attached' });
      faults.push(...(await faultsOf(page)).map((fault) => `${path}, dark: ${fault}`));
      await page.close();
      if (left.length % 50 === 0) say(`${left.length} pages are left to look at …\n`);
    }
  };
  await Promise.all(Array.from({ length: TABS }, lookOn));
  return { pages: pages.length, faults: faults.sort() };
}
