// What a trained env step costs with each encoder. Every training has a thread of its own, whose code is compiled for
// it alone as in a run; they take turns. Processor time, so that other programs count as little as can be.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { discretePreset } from '../agents/presets.js';
import type { Trainee } from './encoders/trainee-thread.js';
import type { Measurement } from './result-file.js';
import type { Turn } from './training-in-turns.js';
import { median, round } from './update.js';

/** The first of them is what the others are compared with. */
const ENCODERS: readonly { readonly name: string; readonly agent: Trainee['agent'] }[] = [
  { name: 'gru', agent: {} },
  // Heads as the encoders below have them.
  { name: 'gru, headHidden', agent: { headHidden: discretePreset.agent.hidden } },
  { name: 'lstm', agent: { encoder: 'lstm' } },
  { name: 'pooled', agent: { encoder: 'pooled' } },
  { name: 'transformer', agent: { encoder: 'transformer' } },
  { name: 'snail', agent: { encoder: 'snail' } },
];
/** Meta-episodes of 60 and of 100 decisions. */
const DISTRIBUTIONS = ['maze/gridnavi-v0', 'tabular-mdp/random-v0'];
const ROUNDS = 9;
/** Of processor time: whole iterations for at least so long. */
const TURN_SECONDS = 0.3;
/** Until WebAssembly and JavaScript are compiled for speed. */
const WARM_UP_SECONDS = 3;

/** Microseconds on a processor, of one env step. */
interface Cost {
  readonly total: number;
  readonly update: number;
}

/** All in turn, several times, so that a machine whose speed drifts is the same for all; medians. */
export async function measureEncoders(say: (text: string) => void): Promise<Measurement> {
  const measured: Awaited<ReturnType<typeof measureOn>> = [];
  for (const distribution of DISTRIBUTIONS) {
    say(`training on ${distribution} with each encoder …\n`);
    measured.push(...(await measureOn(distribution)));
  }
  const names = ENCODERS.map(({ name }) => name).join('; ');
  const listOf = (distribution: string, pick: (row: (typeof measured)[number]) => number) =>
    measured.filter((row) => row.distribution === distribution).map(pick);
  return {
    file: 'encoders-speed',
    title: 'Speed of learning with each encoder',
    seed: 1,
    numbers: Object.fromEntries(
      DISTRIBUTIONS.flatMap((distribution) => [
        [
          `${distribution}, a trained env step to that with gru: ${names}`,
          listOf(distribution, ({ toFirst }) => toFirst),
        ],
        [`${distribution}, µs on a processor`, listOf(distribution, ({ total }) => total)],
      ]),
    ),
    table: [
      [
        'task distribution',
        'encoder',
        'a trained env step, µs',
        'to gru',
        'of it experience, µs',
        'of it update, µs',
      ],
      ...measured.map(({ distribution, encoder, total, toFirst, experience, update }) => [
        distribution,
        encoder,
        ...[total, toFirst, experience, update].map((figure) => figure.toFixed(1)),
      ]),
    ],
    measured,
  };
}

async function measureOn(distribution: string) {
  const threads = ENCODERS.map(
    ({ agent }) =>
      new Worker(new URL('./encoders/trainee-thread.js', import.meta.url), {
        workerData: { distribution, agent } satisfies Trainee,
      }),
  );
  const costs: Cost[][] = threads.map(() => []);
  try {
    for (const thread of threads) await turnOf(thread, WARM_UP_SECONDS);
    for (let i = 0; i < ROUNDS; i++) {
      for (const [j, thread] of threads.entries()) {
        costs[j]!.push(await turnOf(thread, TURN_SECONDS));
      }
    }
  } finally {
    for (const thread of threads) await thread.terminate();
  }
  const first = costs[0]!;
  return ENCODERS.map(({ name }, j) => {
    const rounds = costs[j]!;
    const middle = (pick: (cost: Cost) => number) => round(median(rounds.map(pick)), 2);
    return {
      distribution,
      encoder: name,
      total: middle(({ total }) => total),
      toFirst: round(median(rounds.map(({ total }, i) => total / first[i]!.total)), 2),
      experience: middle(({ total, update }) => total - update),
      update: middle(({ update }) => update),
      rounds: rounds.map(({ total }) => round(total, 3)),
    };
  });
}

/** Lets one of the threads train for so long, while the others wait. */
async function turnOf(thread: Worker, seconds: number): Promise<Cost> {
  thread.postMessage(seconds);
  const [{ steps, total, update }] = (await once(thread, 'message')) as [Turn];
  return { total: (total / steps) * 1e6, update: (update / steps) * 1e6 };
}
