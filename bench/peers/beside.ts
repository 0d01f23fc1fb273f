// Our envs beside those of others: every program is started, held to its cores, and all of their envs take turns.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Measurement, root } from '../result-file.js';
import {
  compare,
  comparisonNumbers,
  comparisonTable,
  descriptionTable,
  toFastestLibrary,
} from './comparison.js';
import { type Contestant, contestantsOf, together } from './contestants.js';
import { Conversation } from './conversation.js';
import type { PartOptions } from './part.js';
import { onCores, type PeersFolder, startScript } from './python.js';
import { takeTurns } from './rounds.js';

/** What is compared. */
export interface Field {
  /** Of the results, without the ending. */
  readonly file: string;
  readonly title: string;
  /** Names of our-env.ts; ratios are those of each of them. */
  readonly ours: readonly string[];
  /** Scripts of bench/peers and programs of dist/bench/peers, and how many cores each is held to. */
  readonly programs: readonly { readonly program: string; readonly cores: number }[];
  readonly batches: readonly number[];
  /** The batch at which the first of ours is held against the fastest library. */
  readonly headline: number;
}

const SIZES = { rounds: 7, seconds: 0.7 };
const SMALL = { rounds: 2, seconds: 0.1 };

export async function measureBeside(field: Field, options: PartOptions): Promise<Measurement> {
  const { ours, programs, batches, headline } = field;
  const started: Conversation[] = [];
  const versions: { [name: string]: string } = { node: process.version };
  const start = async (conversation: Conversation, cores: number): Promise<Contestant[]> => {
    started.push(conversation);
    const all = await contestantsOf(conversation, cores);
    Object.assign(versions, all.versions);
    return all.contestants;
  };
  try {
    const contestants: Contestant[] = [];
    for (const name of ours) {
      const [one] = await start(startNode(options.peers, 'our-env.js', [name]), 1);
      contestants.push(one!);
      if (availableParallelism() < 2) continue;
      const [other] = await start(startNode(options.peers, 'our-env.js', [name], 1), 1);
      contestants.push(together(one!, other!));
    }
    for (const { program, cores } of programs) {
      if (cores > availableParallelism()) continue;
      const conversation = program.endsWith('.py')
        ? startScript(options.peers, program, { cores, words: [String(cores)] })
        : startNode(options.peers, program);
      contestants.push(...(await start(conversation, cores)));
    }
    const sizes = {
      batches,
      ...SIZES,
      ...(options.small && { ...SMALL, batches: batches.slice(0, 2) }),
    };
    const outcomes = await takeTurns(contestants, sizes, options.say);
    const compared = compare(outcomes, ours);
    const fastest = toFastestLibrary(compared, headline);
    return {
      file: field.file,
      title: `${field.title} (${Object.entries(versions).flat().join(' ')})`,
      seed: 0,
      numbers: {
        ...(fastest !== undefined && {
          [`${ours[0]} to the fastest library at batch ${headline}`]: fastest,
        }),
        ...comparisonNumbers(compared, ours),
      },
      table: comparisonTable(compared, batches),
      descriptions: descriptionTable(compared),
      versions,
      sizes,
      outcomes: compared,
    };
  } finally {
    for (const each of started) await each.end();
  }
}

/** A program of dist/bench/peers, on one core. */
function startNode(
  peers: PeersFolder,
  program: string,
  words: readonly string[] = [],
  left = 0,
): Conversation {
  const command = [process.execPath, join(root, 'dist/bench/peers', program), ...words];
  return new Conversation(onCores(peers, command, 1, left), {
    program: [program, ...words].join(' '),
    environment: { MOVING_CHEESE_PEERS: peers.folder },
  });
}
