// One PPO update (forward, backward, clipping, Adam) of the same GRU on the same minibatch, in three libraries.
import { setImmediate as pause } from 'node:timers/promises';
import { median, syntheticMinibatch } from '../update.js';
import type { Conversation } from './conversation.js';
import type { Part } from './part.js';
import { startScript } from './python.js';
import { changeOf, type OurUpdate, ourUpdate, RATE, settings, sizesFor } from './update/ours.js';
import { type Row, updateResult } from './update/result.js';
import { assertSame } from './update/same.js';
import { ourUpdateInTwoThreads } from './update/two-threads.js';
import { decoded, encoded } from './vectors.js';

interface Peer {
  readonly name: string;
  readonly script: string;
  /** Ours has as many. */
  readonly threads: 1 | 2;
  readonly words?: readonly string[];
}

const PEERS: readonly Peer[] = [
  { name: 'PyTorch', script: 'update_torch.py', threads: 1 },
  { name: 'PyTorch', script: 'update_torch.py', threads: 2 },
  // The recurrence of the learner, whose gradient is compared here as well.
  { name: 'PyTorch by hand', script: 'update_torch.py', threads: 1, words: ['by-hand'] },
  { name: 'JAX', script: 'update_jax.py', threads: 1 },
  { name: 'JAX', script: 'update_jax.py', threads: 2 },
];
const HIDDEN = [64, 128, 256];
/** Updates of a turn, and what comes before the first turn. */
const UPDATES = 5;
const WARM_UP = 5;

/** What update_host.py says of the first update. */
interface FirstUpdate {
  readonly loss: number;
  readonly gradient: string;
  readonly updated: string;
  readonly compileSeconds: number;
}

/** A turn as update_host.py takes it, a number an update. */
interface Turn {
  readonly milliseconds: readonly number[];
}

/** Throws where a library computes another loss, gradient or step than we do. */
export const measurePeerUpdate: Part = async ({ peers, small, say }) => {
  const conversations: Conversation[] = [];
  const versions: { [name: string]: string } = {};
  const rows: Row[] = [];
  try {
    for (const { script, threads, words = [] } of PEERS) {
      const conversation = startScript(peers, script, { cores: threads, words });
      conversations.push(conversation);
      const greeting = (await conversation.next()) as { readonly versions: typeof versions };
      Object.assign(versions, greeting.versions);
    }
    for (const hidden of small ? HIDDEN.slice(0, 2) : HIDDEN) {
      say(`H = ${hidden} `);
      rows.push(...(await measureHidden(hidden, conversations, small ? 2 : 9, say)));
      say('\n');
    }
  } finally {
    for (const conversation of conversations) await conversation.end();
  }
  return updateResult(rows, versions);
};

/** All in turn, several times, so that a machine whose speed drifts is the same for all. */
async function measureHidden(
  hidden: number,
  conversations: readonly Conversation[],
  rounds: number,
  say: (text: string) => void,
): Promise<Row[]> {
  const minibatch = syntheticMinibatch();
  // Memories are cleared at the first step alone, where all of them begin at zero.
  const { steps, slots, cleared: _, ...arrays } = minibatch;
  const one = await ourUpdate(hidden, minibatch);
  const { parameters, computed } = one;
  const two = await ourUpdateInTwoThreads(hidden);
  const vectors = Object.entries(arrays).map(([name, array]) => [snakeCase(name), encoded(array)]);
  const request = {
    ...{ steps, slots, settings, rate: RATE, sizes: sizesFor(hidden) },
    parameters: encoded(parameters),
    minibatch: Object.fromEntries(vectors),
  };
  const compileSeconds: number[] = [];
  for (const [i, conversation] of conversations.entries()) {
    const first = (await conversation.ask(request)) as FirstUpdate;
    const theirs = {
      loss: first.loss,
      gradient: decoded(first.gradient),
      change: changeOf(decoded(first.updated), parameters),
    };
    assertSame(`${PEERS[i]!.name} with H = ${hidden}`, theirs, computed);
    compileSeconds.push(first.compileSeconds);
  }
  const ourTurn = ({ update }: OurUpdate, updates: number) =>
    median(Array.from({ length: updates }, () => timed(update)));
  const theirTurn = async (conversation: Conversation, updates: number) => {
    const { milliseconds } = (await conversation.ask({ updates })) as Turn;
    return median(milliseconds);
  };
  try {
    assertSame(`our two threads with H = ${hidden}`, two.computed, computed);
    const ours = [one, two].map((our) => ({ our, turns: [] as number[] }));
    for (const { our } of ours) ourTurn(our, WARM_UP);
    for (const conversation of conversations) await theirTurn(conversation, WARM_UP);
    const theirs: number[][] = conversations.map(() => []);
    for (let i = 0; i < rounds; i++) {
      say('.');
      await pause();
      for (const { our, turns } of ours) turns.push(ourTurn(our, UPDATES));
      for (const [j, conversation] of conversations.entries()) {
        theirs[j]!.push(await theirTurn(conversation, UPDATES));
      }
    }
    return PEERS.map(({ name, threads }, i) => ({
      ...{ name, threads, hidden, ours: ours[threads - 1]!.turns, theirs: theirs[i]! },
      compileSeconds: compileSeconds[i]!,
    }));
  } finally {
    await two.stop();
  }
}

function timed(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

/** Names as Python has them. */
function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
