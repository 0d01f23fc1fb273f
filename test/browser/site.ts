import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wasm = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));

const TYPES: { readonly [ending: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/**
 * Nothing from elsewhere: what the page asks of others is refused, and the refusal shows in the
 * console. `unsafe-eval` is for ajv, which writes its validators as code.
 */
export const POLICY = "default-src 'self'; script-src 'self' 'unsafe-eval'";

/** Bundles the page around the library as it is built in `dist`; returns the bytes of its scripts. */
export async function bundle(folder: string): Promise<number> {
  await build({
    configFile: false,
    root: join(root, 'test/browser/page'),
    logLevel: 'error',
    plugins: [
      {
        name: 'the library as it is published',
        enforce: 'pre',
        resolveId: (id) => (id === '../../index.js' ? join(root, 'dist/index.js') : null),
      },
    ],
    build: { outDir: folder, target: 'esnext', chunkSizeWarningLimit: 10_000 },
  });
  const assets = join(folder, 'assets');
  return readdirSync(assets).reduce((sum, name) => sum + statSync(join(assets, name)).size, 0);
}

export interface Site {
  readonly address: string;
  /** What the page posts. */
  readonly outcome: Promise<string>;
  close(): Promise<void>;
}

/**
 * Serves the folder, TensorFlow's WASM files, and data at `/runs.json`, to this machine, each path with a content policy.
 */
export async function serve(
  folder: string,
  runs = '[]',
  policyOf: (path: string) => string = () => POLICY,
): Promise<Site> {
  let deliver: (outcome: string) => void = () => {};
  const outcome = new Promise<string>((resolve) => {
    deliver = resolve;
  });
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (request.method === 'POST') {
      deliver(await textOf(request));
      response.writeHead(204).end();
      return;
    }
    const file = path.startsWith('/wasm/')
      ? join(wasm, path.slice('/wasm/'.length))
      : join(folder, path === '/' ? 'index.html' : path);
    if (path === '/runs.json')
      response.writeHead(200, { 'content-type': TYPES['.json'] }).end(runs);
    else if (path === '/favicon.ico') response.writeHead(204).end();
    else if (!existsSync(file)) response.writeHead(404).end();
    else {
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      const policy = policyOf(path);
      response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
      response.end(readFileSync(file));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;
  return {
    address: `http://127.0.0.1:${port}/`,
    outcome,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
