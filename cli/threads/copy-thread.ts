import { parentPort, workerData } from 'node:worker_threads';
import { reasonOf } from '../failures.js';
import { loadTraining, startTraining } from '../training.js';
import type { CopyAssignment, CopyMessage } from './copies.js';
import { AbandonedError, abandon, sharedCollective } from './shared-collective.js';

/**
 * The whole life of one further copy of a run: load the same parts, say so, and run the same loop as
 * copy 0, which alone writes and shows anything.
 */
async function runCopy(assignment: CopyAssignment): Promise<void> {
  const training = await loadTraining(assignment.configuration);
  tell('ready');
  const collective = sharedCollective(assignment.memory, assignment.rank);
  for await (const _ of startTraining(training, assignment.resume, collective));
  tell('finished');
}

function tell(message: CopyMessage): void {
  parentPort?.postMessage(message);
}

const assignment: CopyAssignment = workerData;
try {
  await runCopy(assignment);
} catch (error) {
  abandon(assignment.memory);
  if (!(error instanceof AbandonedError)) {
    throw error instanceof Error ? error : new Error(reasonOf(error));
  }
}
