import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pages, read, root } from './pages.js';

/** Without code, in which brackets are no links and `#` is no heading. */
function proseOf(page: string): string {
  return read(page)
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''));
}

/** The anchors of a page's headings, as GitHub makes them, and the experiments that one page shows when asked to. */
function anchorsOf(page: string): string[] {
  const headings = [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  const isOfExperiments = page === 'docs/live/experiments.md';
  return [
    ...headings,
    ...(isOfExperiments ? readdirSync(join(root, 'docs/results/experiments')) : []),
  ];
}

describe.each(pages)('%s', (page) => {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

  test('links lead to files and headings that are there', () => {
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [path = '', anchor] = link.split('#', 2);
      const target = path.startsWith('/')
        ? `docs${path}.md` // of the site, such as on its first page
        : path === ''
          ? page
          : normalize(join(dirname(page), path));
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('paths in code that name a file of the repository name one that is there', () => {
    const named = [...read(page).matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:ts|mjs|json|md|cjs))`/g)];
    const missing = named
      .map(([, path = '']) => path)
      .filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });
});
