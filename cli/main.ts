#!/usr/bin/env node
import { nearestOf } from '../core/registry.js';
import type { Command } from './command.js';
import { adapt } from './commands/adapt.js';
import { check } from './commands/check.js';
import { experiment } from './commands/experiment.js';
import { list } from './commands/list.js';
import { reference } from './commands/reference.js';
import { start } from './commands/start.js';
import { train } from './commands/train.js';
import { watch } from './commands/watch.js';
import { exitCodeOf, hasCode, messageOf, UserError } from './failures.js';
import { packageVersion } from './package-version.js';
import { painter, table } from './terminal/text.js';

const commands: readonly Command[] = [
  start,
  list,
  reference,
  train,
  adapt,
  watch,
  experiment,
  check,
];

function overview(): string {
  const paint = painter(process.stdout);
  const rows = commands.map(({ name, about }) => [`  ${paint('bold', name)}`, about]);
  return [
    'moving-cheese: meta-reinforcement learning from the command line.',
    'Usage: moving-cheese <command> [arguments] [options]',
    table(rows, [0, 1]),
    'moving-cheese <command> --help says more; --version prints the version.',
    '',
  ].join('\n\n');
}

/** Runs one command and returns its exit code. User mistakes are thrown. */
async function run(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && !rest[0])) {
    process.stdout.write(overview());
    return 0;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${packageVersion()}\n`);
    return 0;
  }
  const wanted = name === 'help' ? (rest[0] ?? '') : name;
  const command = commands.find((each) => each.name === wanted);
  if (!command) {
    const nearest = nearestOf(
      wanted,
      commands.map((each) => each.name),
    );
    const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    const known = commands.map((each) => each.name).join(', ');
    throw new UserError(`There is no command "${wanted}".${hint} Commands: ${known}.`);
  }
  if (name === 'help' || asksForHelp(rest)) {
    process.stdout.write(command.help());
    return 0;
  }
  return command.run(rest);
}

function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

// A reader that has seen enough, such as `head`, closes the pipe: no reason to complain.
process.stdout.on('error', (error) => {
  if (hasCode(error, 'EPIPE')) process.exit(0);
  throw error;
});

let code: number;
try {
  code = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${painter(process.stderr)('red', 'error')} ${messageOf(error)}\n`);
  code = exitCodeOf(error);
}
// Explicitly, after what is buffered: a user's module may have left timers running.
process.stdout.write('', () => process.exit(code));
