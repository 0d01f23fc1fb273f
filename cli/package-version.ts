import { existsSync, readFileSync } from 'node:fs';

/** The version in `package.json`: two folders up in the built package, one in the sources. */
export function packageVersion(): string {
  for (const up of ['../../package.json', '../package.json']) {
    const url = new URL(up, import.meta.url);
    if (!existsSync(url)) continue;
    const found: unknown = JSON.parse(readFileSync(url, 'utf8'));
    if (typeof found !== 'object' || found === null) continue;
    if (!('name' in found) || found.name !== 'moving-cheese' || !('version' in found)) continue;
    return String(found.version);
  }
  return 'unknown';
}
