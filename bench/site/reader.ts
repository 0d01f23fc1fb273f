import { type Browser, chromium as engine, type Page, type Response } from 'playwright-core';

/** How a reader looks at the site. */
export interface Look {
  readonly width: number;
  readonly colours: 'light' | 'dark';
}

/** A page that is read, and what went wrong in it. */
export interface Reading {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions, and requests that failed or went elsewhere. */
  readonly complaints: readonly string[];
  /** Bytes of script that were fetched so far. */
  scriptBytes(): Promise<number>;
}

/** A browser without a window. */
export function startBrowser(program: string): Promise<Browser> {
  return engine.launch({ executablePath: program, args: ['--no-sandbox'] });
}

/** Opens a page of the site. Motion is reduced: what would be walked step by step is there at once. */
export async function read(
  browser: Browser,
  site: string,
  path: string,
  { width, colours }: Look = { width: 1280, colours: 'light' },
): Promise<Reading> {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: colours,
    reducedMotion: 'reduce',
  });
  const complaints: string[] = [];
  const scripts: Response[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(site) && !/^(data|blob):/.test(address)) {
      complaints.push(`asked elsewhere: ${address}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
    if (response.url().endsWith('.js')) scripts.push(response);
  });
  await page.goto(`${site}${path}`, { waitUntil: 'networkidle' });
  // Only when asked: who closes the page before, while links are prefetched, is not to be told that bodies are missing.
  const scriptBytes = async () => {
    const bodies = await Promise.all(scripts.map((script) => script.body()));
    return bodies.reduce((sum, { length }) => sum + length, 0);
  };
  return { page, complaints, scriptBytes };
}
