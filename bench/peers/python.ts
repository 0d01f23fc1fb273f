// The virtual environment that setup.sh makes, and the Python scripts of bench/peers that run in it.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '../../cli/failures.js';
import { root } from '../result-file.js';
import { Conversation } from './conversation.js';

/** Where the field's libraries are installed. */
export interface PeersFolder {
  readonly folder: string;
  readonly python: string;
}

/**
 * The folder that is named, by a flag or by the environment, or else the one that setup.sh takes. Throws `UserError`
 * where nothing is there.
 */
export function peersFolder(
  named: string | undefined = process.env.MOVING_CHEESE_PEERS,
): PeersFolder {
  const folder = named ? resolve(named) : defaultFolder();
  const python = join(folder, 'bin/python');
  if (!existsSync(python)) {
    throw new UserError({
      subject: 'the folder of peers',
      rule: 'must be a Python virtual environment',
      received: folder,
      remedy: `Make it by bench/peers/setup.sh${named ? ` ${named}` : ''}, or name another by --python or MOVING_CHEESE_PEERS.`,
    });
  }
  return { folder, python };
}

function defaultFolder(): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'moving-cheese/peers');
}

export interface ScriptOptions {
  /** Processor cores that the script may use; all by default. Its threads are limited to as many. */
  readonly cores?: number;
  readonly words?: readonly string[];
}

/** A script of bench/peers, with which one talks. */
export function startScript(
  { folder, python }: PeersFolder,
  script: string,
  { cores, words = [] }: ScriptOptions = {},
): Conversation {
  const command = [python, join(root, 'bench/peers', script), ...words];
  const held = cores === undefined ? command : onCores({ folder, python }, command, cores);
  return new Conversation(held, {
    program: script,
    environment: { MOVING_CHEESE_PEERS: folder, ...threads(cores) },
  });
}

/** A script of bench/peers that is handed one value as a line of JSON; what it prints, line by line. */
export async function* runScript(
  peers: PeersFolder,
  script: string,
  input: unknown,
  options: ScriptOptions = {},
): AsyncGenerator<unknown> {
  const conversation = startScript(peers, script, options);
  conversation.tell(input);
  yield* conversation.rest();
}

/** The command, held to so many cores by the operating system, others than those that are left to somebody else. */
export function onCores(
  { python }: PeersFolder,
  command: readonly string[],
  cores: number,
  left = 0,
): readonly string[] {
  const script = join(root, 'bench/peers/on_cores.py');
  return [python, script, String(cores), String(left), ...command];
}

/** What libraries read that start threads of their own. */
function threads(cores: number | undefined): NodeJS.ProcessEnv {
  if (cores === undefined) return {};
  const variables = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'];
  return Object.fromEntries(variables.map((name) => [name, String(cores)]));
}
