import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';

const TYPES: { readonly [ending: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * Builds the site of a clone as `npm run docs:build` does, into another folder. Throws what it said when that fails, for
 * example of a link that leads nowhere.
 */
export async function buildSite(root: string, folder: string): Promise<void> {
  const words = ['run', '--silent', 'docs:build', '--', '--outDir', folder];
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)('npm', words, { env, cwd: root });
}

/** Paths of all pages of a built site, as its links have them. */
export function pagesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => extname(path) === '.html')
    .map((path) => `/${path.split(sep).join('/')}`.replace(/(?<=\/)index\.html$|\.html$/, ''))
    .sort();
}

export interface Served {
  /** Without a slash at its end. */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves the folder to this machine as a static host does: `/guide/x` is `guide/x.html`. */
export async function serve(folder: string): Promise<Served> {
  const fileOf = (path: string) =>
    [path, `${path}.html`, join(path, 'index.html')]
      .map((each) => join(folder, each))
      .find((each) => existsSync(each) && statSync(each).isFile());
  const server = createServer((request, response) => {
    const file = fileOf(decodeURI(new URL(request.url ?? '/', 'http://localhost').pathname));
    if (!file) response.writeHead(404).end();
    else {
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type }).end(readFileSync(file));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  return {
    address: `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
