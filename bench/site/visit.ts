import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { root } from '../result-file.js';
import { buildSite, serve } from './built-site.js';
import { startBrowser } from './reader.js';

/** The site as it was just built, and a browser to open it in. */
export interface Visit {
  readonly browser: Browser;
  /** Where it is served. */
  readonly address: string;
  /** Where it was built into. */
  readonly folder: string;
}

/** Builds and serves the site while somebody looks at it, and clears it all away. Progress goes to `say`. */
export async function visitSite<Seen>(
  program: string,
  say: (text: string) => void,
  look: (visit: Visit) => Promise<Seen>,
): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), 'moving-cheese-site-'));
  try {
    say('building the site …\n');
    await buildSite(root, folder);
    const site = await serve(folder);
    const browser = await startBrowser(program);
    try {
      return await look({ browser, address: site.address, folder });
    } finally {
      await browser.close();
      await site.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
