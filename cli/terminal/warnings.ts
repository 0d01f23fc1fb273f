import { painter } from './text.js';

/** One warning on stderr, where it disturbs no JSON. */
export function warn(message: string): void {
  process.stderr.write(`${painter(process.stderr)('yellow', 'warning')} ${message}\n`);
}
