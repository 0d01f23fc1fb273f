import { UserError } from '../../cli/failures.js';

const FIRST = '--first';
const SECONDS = /^[1-9]\d*$/;

/** What a run is trained on before, by the same seed, to start from. */
export interface FirstTraining {
  readonly distribution: string;
  readonly seconds: string;
}

/** The flags without `--first <distribution>:<seconds>`, and what it says. Throws `UserError` where it says no such thing. */
export function firstTraining(flags: readonly string[]): {
  readonly first?: FirstTraining;
  readonly flags: readonly string[];
} {
  const at = flags.indexOf(FIRST);
  if (at === -1) return { flags };
  const [distribution = '', seconds = '', ...rest] = (flags[at + 1] ?? '').split(':');
  if (distribution === '' || !SECONDS.test(seconds) || rest.length > 0) {
    throw new UserError({
      subject: FIRST,
      rule: 'must be a distribution and whole seconds',
      received: flags[at + 1],
      remedy: 'Write them as half-cheetah/direction-v0:300.',
    });
  }
  return { first: { distribution, seconds }, flags: flags.toSpliced(at, 2) };
}
