import { parentPort, workerData } from 'node:worker_threads';
import { AbandonedError, abandon } from '../../../cli/threads/shared-collective.js';
import { type SecondHalf, updateOfHalf } from './two-threads.js';

/** Updates for as long as the other thread does. */
const { hidden, memory }: SecondHalf = workerData;
try {
  parentPort?.postMessage('ready');
  const { update } = await updateOfHalf(hidden, memory, 1);
  for (;;) update();
} catch (error) {
  abandon(memory);
  if (!(error instanceof AbandonedError)) throw error;
}
