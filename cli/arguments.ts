import { nearestOf } from '../core/registry.js';
import { UserError } from './failures.js';

/** One flag of a command. A `switch` takes no value. */
export interface Flag {
  readonly kind: 'text' | 'integer' | 'number' | 'switch';
  readonly about: string;
  /** How help calls the value, for example `dir`. */
  readonly value?: string;
  /** Heading under which help lists it; `Options` when absent. */
  readonly group?: string;
  readonly minimum?: number;
  readonly above?: number;
  readonly maximum?: number;
  readonly choices?: readonly string[];
}

export type Flags = { readonly [name: string]: Flag };

/** The names of flags of a kind. */
type NamesOf<F extends Flags, Kind extends Flag['kind']> = {
  [Name in keyof F]: F[Name]['kind'] extends Kind ? Name : never;
}[keyof F] &
  string;

/** What was given; a flag that was not given reads as undefined. */
export class Values<F extends Flags> {
  readonly #given: ReadonlyMap<string, string | number | boolean>;

  constructor(given: ReadonlyMap<string, string | number | boolean>) {
    this.#given = given;
  }

  text(name: NamesOf<F, 'text'>): string | undefined {
    const value = this.#given.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** One of the flag's choices, as that type; others were refused when the flag was read. */
  choice<Choice extends string>(
    name: NamesOf<F, 'text'>,
    choices: readonly Choice[],
  ): Choice | undefined {
    const value = this.text(name);
    return choices.find((choice) => choice === value);
  }

  number(name: NamesOf<F, 'integer' | 'number'>): number | undefined {
    const value = this.#given.get(name);
    return typeof value === 'number' ? value : undefined;
  }

  switch(name: NamesOf<F, 'switch'>): boolean | undefined {
    const value = this.#given.get(name);
    return typeof value === 'boolean' ? value : undefined;
  }
}

export interface Arguments<F extends Flags> {
  readonly values: Values<F>;
  readonly positionals: readonly string[];
}

export interface Positional {
  readonly name: string;
  readonly about: string;
  readonly required: boolean;
}

/**
 * Reads what follows a command's name: `--name value`, `--name=value`, `--switch`, `--no-switch`, and
 * `--` before positionals that begin with a dash. Throws `UserError` on everything it does not know.
 */
export function parseArguments<F extends Flags>(
  command: string,
  flags: F,
  positionals: readonly Positional[],
  given: readonly string[],
): Arguments<F> {
  const values = new Map<string, string | number | boolean>();
  const rest: string[] = [];
  for (let i = 0; i < given.length; i++) {
    const word = given[i]!;
    if (word === '--') {
      rest.push(...given.slice(i + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      rest.push(word);
      continue;
    }
    const [name = '', inline] = splitOnce(word.replace(/^--?/, ''), '=');
    const isNegated = name.startsWith('no-') && flags[name.slice(3)]?.kind === 'switch';
    const key = isNegated ? name.slice(3) : name;
    const flag = Object.hasOwn(flags, key) ? flags[key] : undefined;
    if (!flag || !word.startsWith('--')) throw unknownFlag(command, word, flags);
    if (values.has(key)) throw new UserError(`--${key} was given twice. Give it once.`);
    if (flag.kind === 'switch') {
      if (inline !== undefined) {
        throw new UserError(`--${key} takes no value; received "${inline}". Write --${key} alone.`);
      }
      values.set(key, !isNegated);
      continue;
    }
    const text = inline ?? given[++i];
    if (text === undefined || (inline === undefined && text.startsWith('--'))) {
      throw new UserError(`--${key} needs a value: ${valueNameOf(flag)}. Write --${key} <value>.`);
    }
    values.set(key, readValue(key, flag, text));
  }
  assertPositionals(command, positionals, rest);
  return { values: new Values<F>(values), positionals: rest };
}

function readValue(name: string, flag: Flag, text: string): string | number {
  const refuse = () =>
    new UserError({
      subject: `--${name}`,
      rule: `must be ${valueNameOf(flag)}`,
      received: text,
      remedy: hintFor(text, flag.choices),
    });
  if (flag.kind === 'text') {
    if (text === '' || (flag.choices && !flag.choices.includes(text))) throw refuse();
    return text;
  }
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.MAX_VALUE } = flag;
  const isInside = value >= minimum && value <= maximum && !(value <= (flag.above ?? -Infinity));
  if (!isInside || (flag.kind === 'integer' && !Number.isSafeInteger(value))) throw refuse();
  return value;
}

/** `an integer of at least 1`. */
export function valueNameOf(flag: Flag): string {
  if (flag.choices) return `one of ${flag.choices.join(', ')}`;
  const noun = { text: 'a text', integer: 'an integer', number: 'a number', switch: '' }[flag.kind];
  const limits = [
    flag.minimum === undefined ? '' : `of at least ${flag.minimum}`,
    flag.above === undefined ? '' : `above ${flag.above}`,
    flag.maximum === undefined ? '' : `at most ${flag.maximum}`,
  ].filter((limit) => limit !== '');
  return [noun, limits.join(' and ')].filter((words) => words !== '').join(' ');
}

function assertPositionals(
  command: string,
  positionals: readonly Positional[],
  given: readonly string[],
): void {
  const missing = positionals.slice(given.length).find(({ required }) => required);
  if (missing) {
    throw new UserError(
      `${command} needs <${missing.name}>: ${missing.about}. See moving-cheese ${command} --help.`,
    );
  }
  const extra = given[positionals.length];
  if (extra !== undefined) {
    const names = positionals.map(({ name }) => `<${name}>`).join(' ') || 'no arguments';
    throw new UserError(
      `${command} takes ${names}; received "${extra}" as well. Remove it, or see moving-cheese ${command} --help.`,
    );
  }
}

function unknownFlag(command: string, word: string, flags: Flags): UserError {
  const name = word.replace(/^-+/, '').split('=', 1)[0] ?? '';
  const nearest = nearestOf(name, Object.keys(flags));
  const hint = nearest === undefined ? '' : ` Did you mean --${nearest}?`;
  return new UserError(
    `${command} has no flag ${word.split('=', 1)[0]}.${hint} See moving-cheese ${command} --help.`,
  );
}

/** ` Did you mean "…"?`, or what to do where nothing is near. */
export function hintFor(text: string, choices: readonly string[] | undefined): string {
  const nearest = choices && nearestOf(text, choices);
  return nearest === undefined ? 'Correct it.' : `Did you mean "${nearest}"?`;
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
