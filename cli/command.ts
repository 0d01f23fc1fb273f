import {
  type Arguments,
  type Flag,
  type Flags,
  type Positional,
  parseArguments,
  valueNameOf,
} from './arguments.js';
import { table, wrap } from './terminal/text.js';

/** A command as its file defines it. */
export interface CommandDefinition<F extends Flags> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly about: string;
  readonly positionals: readonly Positional[];
  readonly flags: F;
  /** Paragraphs at the end of its help. */
  readonly notes?: readonly string[];
  /** Returns the exit code. User mistakes are thrown. */
  run(given: Arguments<F>): Promise<number>;
}

/** A command as the command line uses it. */
export interface Command {
  readonly name: string;
  readonly about: string;
  readonly help: () => string;
  readonly run: (words: readonly string[]) => Promise<number>;
}

export function defineCommand<F extends Flags>(definition: CommandDefinition<F>): Command {
  const { name, about, flags, positionals } = definition;
  return {
    name,
    about,
    help: () => helpOf(definition),
    run: (words) => definition.run(parseArguments(name, flags, positionals, words)),
  };
}

const WIDTH = 96;

function helpOf(definition: Omit<CommandDefinition<Flags>, 'run'>): string {
  const { name, about, positionals, flags, notes = [] } = definition;
  const words = positionals.map((each) => (each.required ? `<${each.name}>` : `[${each.name}]`));
  const usage = ['moving-cheese', name, ...words, '[options]'].join(' ');
  const groups = new Map<string, [string, string][]>();
  if (positionals.length > 0) {
    groups.set(
      'Arguments',
      positionals.map((each) => [each.name, each.about]),
    );
  }
  for (const [flagName, flag] of Object.entries(flags)) {
    const group = flag.group ?? 'Options';
    groups.set(group, [
      ...(groups.get(group) ?? []),
      [`--${flagName}${placeholderOf(flag)}`, flag.about],
    ]);
  }
  const left = Math.max(...[...groups.values()].flat().map(([term]) => term.length));
  const sections = [...groups].map(([title, rows]) => {
    const lines = rows.flatMap(([term, text]) =>
      wrap(text, Math.max(30, WIDTH - left - 4)).map((line, i) => [
        `  ${i === 0 ? term : ''}`,
        line,
      ]),
    );
    return `${title}\n${table(lines, [0, 1])}`;
  });
  const paragraphs = notes.map((note) => wrap(note, WIDTH).join('\n'));
  return `${[`${about}\n\nUsage: ${usage}`, ...sections, ...paragraphs].join('\n\n')}\n`;
}

function placeholderOf(flag: Flag): string {
  if (flag.kind === 'switch') return '';
  return ` <${flag.value ?? (flag.choices ? flag.choices.join('|') : valueNameOf(flag).split(' ')[1])}>`;
}
