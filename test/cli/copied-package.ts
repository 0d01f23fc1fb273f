import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, MAIN, run, temporaryFolder } from './command-line.js';

const root = join(MAIN, '../../..');
const NATIVE = 'node_modules/@tensorflow/tfjs-node';

/** A copy of the built package with the packages it depends on by links, but for the native one. */
export function copiedPackage() {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder.path, path);
  for (const part of ['dist', 'package.json']) {
    cpSync(join(root, part), at(part), { recursive: true });
  }
  mkdirSync(at('node_modules/@tensorflow'), { recursive: true });
  for (const scope of ['', '@tensorflow']) {
    for (const name of readdirSync(join(root, 'node_modules', scope))) {
      if (name === '@tensorflow' || name === 'tfjs-node' || name.startsWith('.')) continue;
      const path = join('node_modules', scope, name);
      symlinkSync(join(root, path), at(path), 'junction');
    }
  }
  return {
    at,
    remove: folder.remove,
    /** Puts a package in the place of the native one, which does this when it is loaded. */
    plantNative(script: string): void {
      mkdirSync(at(NATIVE), { recursive: true });
      writeFileSync(
        at(`${NATIVE}/package.json`),
        '{"name":"@tensorflow/tfjs-node","main":"index.js"}',
      );
      writeFileSync(at(`${NATIVE}/index.js`), script);
    },
    /** Runs the copy's command line in its folder. */
    run: (
      words: readonly string[],
      environment: { readonly [name: string]: string } = {},
    ): Promise<Ended> => run(words, folder.path, { ...environment, MAIN: at('dist/cli/main.js') }),
  };
}
