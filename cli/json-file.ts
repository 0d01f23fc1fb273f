import { readFileSync } from 'node:fs';
import type { Json } from '../core/env.js';
import { hasCode, reasonOf, UserError } from './failures.js';

/** Reads a text file the user named. `what` is what errors call it. Throws `UserError`. */
function readTextFile(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const problem = hasCode(error, 'ENOENT', 'ENOTDIR')
      ? 'does not exist'
      : hasCode(error, 'EISDIR')
        ? 'is a folder, not a file'
        : `cannot be read (${reasonOf(error)})`;
    throw new UserError(`${what} ${path} ${problem}. Check the path.`);
  }
}

/** Reads and parses a JSON file. Errors say the line and column. Throws `UserError`. */
export function readJsonFile(path: string, what: string): Json {
  return parseJson(readTextFile(path, what), `${what} ${path}`);
}

/** `JSON.parse` with an error that names its subject and the place. Throws `UserError`. */
export function parseJson(text: string, subject: string): Json {
  try {
    const value: Json = JSON.parse(text);
    assertShallow(value, subject);
    return value;
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (text.trim() === '') throw new UserError(`${subject} is empty. Write JSON into it.`);
    const position = /position (\d+)/.exec(reasonOf(error))?.[1];
    const isCut = /end of JSON/.test(reasonOf(error));
    const before = text.slice(0, Number(position ?? text.length)).split('\n');
    // Some messages of the parser quote the text instead of saying where.
    const place =
      position === undefined && !isCut
        ? ''
        : ` at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    const reason = reasonOf(error).replace(/ in JSON at position.*| \(line \d.*/, '');
    throw new UserError(`${subject} is not JSON${place}: ${reason}. Correct it there.`);
  }
}

/** Checking and hashing walk the value by recursion, and the stack ends. */
const DEEPEST = 500;

function assertShallow(value: Json, subject: string): void {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) {
      throw new UserError(`${subject} is nested more than ${DEEPEST} levels deep. Flatten it.`);
    }
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
  }
}

/** A value as it comes back from a JSON file. */
export function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
