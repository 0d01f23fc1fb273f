import { UserError } from '../../cli/failures.js';

const FIRST = '--first';
const START_FROM = '--start-from';
const SECONDS = /^[1-9]\d*$/;

/** What a run is trained on before, by the same seed, to start from. */
export interface FirstTraining {
  readonly distribution: string;
  readonly seconds: string;
}

/**
 * The flags without `--first <distribution>:<seconds>`, and what it says. Throws `UserError` where it says no such thing,
 * or where `--start-from` names another run to start from.
 */
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
  const other = flags.filter((flag) => flag === START_FROM || flag.startsWith(`${START_FROM}=`));
  if (other.length > 0) {
    throw new UserError({
      subject: `${FIRST} and ${START_FROM}`,
      rule: 'exclude each other, since both say what every seed starts from',
      received: flags.join(' '),
      remedy: `Leave out ${START_FROM} to train every seed on ${distribution} first, or ${FIRST} to start all of them from that run.`,
    });
  }
  return { first: { distribution, seconds }, flags: flags.toSpliced(at, 2) };
}
