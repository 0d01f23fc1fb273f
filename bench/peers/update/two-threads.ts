// Our update in two threads, half of the slots in each.
import { Worker } from 'node:worker_threads';
import type { Minibatch } from '../../../agents/algorithms/minibatch.js';
import {
  abandon,
  createSharedMemory,
  type SharedMemory,
  sharedCollective,
} from '../../../cli/threads/shared-collective.js';
import { syntheticMinibatch } from '../../update.js';
import { type OurUpdate, ourUpdate } from './ours.js';

const THREADS = 2;

/** What the second thread is told at its start. */
export interface SecondHalf {
  readonly hidden: number;
  readonly memory: SharedMemory;
}

/** The update of one half, beside whoever computes the other. */
export function updateOfHalf(hidden: number, memory: SharedMemory, half: 0 | 1) {
  const minibatch = halfOf(syntheticMinibatch(), half);
  return ourUpdate(hidden, minibatch, sharedCollective(memory, half));
}

/** `ourUpdate` of `syntheticMinibatch()`, in this thread and in another one, which `stop` ends. */
export async function ourUpdateInTwoThreads(
  hidden: number,
): Promise<OurUpdate & { stop(): Promise<void> }> {
  const memory = createSharedMemory(THREADS);
  const thread = new Worker(new URL('./half-thread.js', import.meta.url), {
    workerData: { hidden, memory } satisfies SecondHalf,
  });
  await new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
  return {
    ...(await updateOfHalf(hidden, memory, 0)),
    async stop() {
      abandon(memory);
      await thread.terminate();
    },
  };
}

/** The first or the second half of the slots. */
function halfOf(minibatch: Minibatch, half: 0 | 1): Minibatch {
  const { steps, slots: all } = minibatch;
  const slots = all / THREADS;
  const rowsOf = <Column extends Float32Array | Uint8Array>(column: Column): Column => {
    const width = column.length / (steps * all);
    return column.filter((_, i) => Math.floor((i / width / slots) % THREADS) === half) as Column;
  };
  return {
    steps,
    slots,
    inputs: rowsOf(minibatch.inputs),
    cleared: rowsOf(minibatch.cleared),
    observations: rowsOf(minibatch.observations),
    actions: rowsOf(minibatch.actions),
    oldLogProbabilities: rowsOf(minibatch.oldLogProbabilities),
    advantages: rowsOf(minibatch.advantages),
    targets: rowsOf(minibatch.targets),
  };
}
