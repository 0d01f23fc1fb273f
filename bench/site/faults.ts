import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds serious or critical in a page as it is now: the rule, and where it is broken. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  // The theme's own search button shows a key beside its name, which is not read aloud.
  const found = await page.evaluate('axe.run({ exclude: [".DocSearch-Button"] })');
  const { violations } = found as { readonly violations: readonly Violation[] };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
