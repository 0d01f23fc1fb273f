import type { MarkdownRenderer } from 'vitepress';

type Token = ReturnType<MarkdownRenderer['parse']>[number];

/** A page, a heading, or an address of its own. */
const LEADS_SOMEWHERE = /^(?:https?:|mailto:|#|\/|(?!\.\.\/)[^?#]*(?:\.md|\/)(?:[#?]|$))/;

/**
 * Pages are read in the repository too, where they link to its files. The site has no such files: there these
 * links become plain text that says what it names.
 */
export function linksIntoRepository(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('links-into-repository', ({ tokens }) => {
    for (const { children } of tokens) if (children) plainWhereMissing(children);
  });
}

function plainWhereMissing(tokens: Token[]): void {
  let isInside = false;
  for (const token of tokens) {
    if (token.type === 'link_open' && !LEADS_SOMEWHERE.test(token.attrGet('href') ?? '')) {
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
