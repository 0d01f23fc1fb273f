import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

type Token = ReturnType<MarkdownRenderer['parse']>[number];

/**
 * Whether the site has what a link of a page leads to: a page, a heading, or an address of its own. `page` is the
 * page's path from `docs/`.
 */
export function leadsSomewhere(link: string, page: string): boolean {
  if (/^(?:https?:|mailto:|#|\/)/.test(link)) return true;
  const [path = ''] = link.split(/[?#]/);
  const target = posix.join(posix.dirname(page), path);
  return /(?:\.md|\/)$/.test(target) && !/^(?:\.\.|results)\//.test(target);
}

/**
 * Pages are read in the repository too, where they link to its files. The site has no such files: there these
 * links become plain text that says what it names.
 */
export function linksIntoRepository(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('links-into-repository', ({ tokens, env }) => {
    const page = String(env.relativePath ?? '');
    for (const { children } of tokens) if (children) plainWhereMissing(children, page);
  });
}

function plainWhereMissing(tokens: Token[], page: string): void {
  let isInside = false;
  for (const token of tokens) {
    if (token.type === 'link_open' && !leadsSomewhere(token.attrGet('href') ?? '', page)) {
      token.tag = 'span';
      token.type = 'text_span_open';
      token.attrs = [['title', `In the repository: ${token.attrGet('href')}`]];
      isInside = true;
    } else if (token.type === 'link_close' && isInside) {
      token.tag = 'span';
      token.type = 'text_span_close';
      isInside = false;
    }
  }
}
