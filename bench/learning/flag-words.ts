import { isAbsolute } from 'node:path';
import { UserError } from '../../cli/failures.js';
import { startFrom } from '../../cli/start-from.js';

const START_FROM = '--start-from';

/**
 * Flags of `train` as a part of a file's name: `--hidden 16` gives `-hidden-16`. A run folder to start from is named by
 * the distribution it was trained on. Throws `UserError` for a folder that is not in the repository, since nobody else
 * could repeat the command.
 */
export async function flagWords(flags: readonly string[]): Promise<string> {
  const words = flags.flatMap((flag) =>
    flag.startsWith(`${START_FROM}=`) ? [START_FROM, flag.slice(START_FROM.length + 1)] : [flag],
  );
  const at = words.indexOf(START_FROM) + 1;
  const path = at === 0 ? undefined : words[at];
  if (path !== undefined) {
    if (isAbsolute(path) || path.split(/[\\/]/).includes('..')) {
      throw new UserError({
        subject: START_FROM,
        rule: 'must be a path from the root of the repository',
        received: path,
        remedy: 'Keep the run in docs/results/runs, by --keep-run, and start from there.',
      });
    }
    words[at] = (await startFrom(path)).distribution;
  }
  return words
    .join('-')
    .replaceAll(/[^\w.]+/g, '-')
    .replace(/-$/, '');
}
