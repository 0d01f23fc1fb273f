import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const LIBRARY = ['core', 'envs', 'distributions', 'agents', 'schemas', 'test/conformance', 'cli'];
const BESIDES = ['package.json', 'README.md', 'LICENSE'];

/** The paths a tarball of this repository must have: two for each source, and the words around it. */
export function expectedFiles(root: string): string[] {
  const sources = LIBRARY.flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.startsWith('kernels/assembly/'))
      .map((path) => `${part}/${path}`),
  );
  const compiled = ['index.ts', ...sources].flatMap((path) =>
    ['js', 'd.ts'].map((ending) => `dist/${path.replace(/ts$/, ending)}`),
  );
  return [...compiled, ...BESIDES];
}
