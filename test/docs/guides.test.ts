import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { guides, reading } from '../../docs/.vitepress/contents.js';
import { leadsSomewhere } from '../../docs/.vitepress/repository-links.js';
import { MAIN } from '../cli/command-line.js';
import { filesBelow, pages, quotationsOf, read, tableUnder } from './pages.js';

const files = filesBelow('docs/guide', '.md');

test('the contents list every guide', () => {
  const listed = guides.map(({ link }) => `docs${link}.md`);
  expect(listed.toSorted()).toEqual(files.toSorted());
});

describe.each(pages)('%s', (page) => {
  test('shows examples word for word', () => {
    for (const { kind, of, text } of quotationsOf(page)) {
      if (kind === 'example') expect(text, of).toBe(read(of));
    }
  });

  test('closes what it quotes', () => {
    const opened = read(page).match(/^<!-- (?:example|output): /gm) ?? [];
    expect(quotationsOf(page)).toHaveLength(opened.length);
  });
});

describe.each(files)('%s', (page) => {
  const text = read(page);

  test('has a title and no other heading of its size', () => {
    const headings = text.replaceAll(/^```[\s\S]*?^```/gm, '').match(/^# .+$/gm) ?? [];
    expect(headings).toHaveLength(1);
  });

  test('shows nothing but files, output and commands', () => {
    const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)];
    const quoted = quotationsOf(page).map((quotation) => quotation.text);
    const others = blocks.filter(([, language, block = '']) => {
      return language !== 'sh' && !quoted.includes(block);
    });
    expect(others.map(([block]) => block)).toEqual([]);
  });

  test('types commands and flags that there are', () => {
    const shell = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block).join('');
    for (const [, name = '', rest = ''] of shell.matchAll(/npx moving-cheese (\w+)(.*)$/gm)) {
      const help = helpOf(name);
      expect(help, name).toContain(`Usage: moving-cheese ${name}`);
      for (const [flag] of rest.split(' #')[0]?.matchAll(/--[a-z-]+/g) ?? []) {
        expect(help, `${name} ${flag}`).toContain(`${flag}`);
      }
    }
  });
});

const helps = new Map<string, string>();

function helpOf(command: string): string {
  const known = helps.get(command);
  if (known !== undefined) return known;
  const words = [MAIN, command, '--help'];
  const help = spawnSync(process.execPath, words, { encoding: 'utf8' }).stdout;
  helps.set(command, help);
  return help;
}

test('every line of the API beside a formula stands in the file that is named', () => {
  const rows = tableUnder(read('docs/guide/the-idea.md'), '| in the lecture | in code | where |');
  expect(rows.length).toBeGreaterThan(8);
  for (const [, code = '', where = ''] of rows) {
    const path = /\]\(\.\.\/(.+)\)$/.exec(where)?.[1] ?? '';
    const source = read(path.startsWith('../') ? path.slice(3) : `docs/${path}`);
    expect(source, path).toContain(code.replace(/^`(.+)`$/, '$1').replaceAll('\\|', '|'));
  }
});

describe('llms.txt', () => {
  const links = [...read('docs/public/llms.txt').matchAll(/^- \[.+\]\((\S+)\): .{10,}$/gm)].map(
    ([, link = '']) => link,
  );

  test('leads to pages that there are', () => {
    // The reference is written by TypeDoc when the site is built.
    expect(JSON.parse(read('typedoc.json')).out).toBe('docs/api');
    const known = pages.map((page) => page.replace(/^docs(.+?)(?:index)?\.md$/, '$1'));
    for (const link of links) expect([...known, '/api/']).toContain(link);
  });

  test('names all guides and what to read on', () => {
    for (const { link } of [...guides, ...reading]) expect(links).toContain(link);
  });
});

test('the site links to its pages, and names what only the repository has', () => {
  const page = 'guide/quickstart.md';
  const there = ['the-idea.md', '../experiments.md#measures', '#two', 'https://arxiv.org', '/api/'];
  const missing = ['../../README.md', '../examples/quickstart.ts', '../results/README.md'];
  expect(there.filter((link) => leadsSomewhere(link, page))).toEqual(there);
  expect(missing.filter((link) => leadsSomewhere(link, page))).toEqual([]);
  expect(leadsSomewhere('../README.md', 'half-cheetah.md')).toBe(false);
});
