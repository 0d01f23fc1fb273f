import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The text of a file, by its path from the root. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** All files below a folder with that ending, as paths from the root. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** The pages of the documentation, as paths from the root, but for those that TypeDoc writes. */
export const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...filesBelow('docs', '.md').filter((path) => !path.startsWith('docs/api/')),
];

/** What a page quotes: a file word for word, or what a program or a command prints. */
export interface Quotation {
  readonly page: string;
  readonly kind: 'example' | 'output';
  /** The path of the file or program, or the command. */
  readonly of: string;
  readonly text: string;
}

const QUOTATION =
  /<!-- (example|output): (.+) -->\n\n```\w+\n([\s\S]*?)```\n\n<!-- \/(?:example|output) -->/g;

/** All quotations of a page, in order. */
export function quotationsOf(page: string): Quotation[] {
  return [...read(page).matchAll(QUOTATION)].map(([, kind, of = '', text = '']) => ({
    ...{ page, of, text },
    kind: kind === 'example' ? 'example' : 'output',
  }));
}

/** The rows of a table that has this header, as cells, without the header. */
export function tableUnder(text: string, header: string): string[][] {
  const lines = text.split('\n');
  const at = lines.indexOf(header);
  if (at < 0) throw new Error(`There is no table with the header ${header}`);
  const end = lines.findIndex((line, index) => index > at && !line.startsWith('|'));
  return lines.slice(at + 2, end < 0 ? undefined : end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
