import type { TrainingState } from '../agents/meta-train.js';
import { saveCheckpoint } from './checkpoint.js';
import { createRunFolder, type RunFolder } from './run-folder.js';
import { loadBeginning } from './start-from.js';
import { ownerOf, type Training } from './training.js';

/** A run folder that has just been created. */
interface BegunRun {
  readonly folder: RunFolder;
  /** Where to go on from, of iteration 0; undefined where parameters are random. */
  readonly state: TrainingState | undefined;
  /** What was wrong with newer checkpoints of the run that it starts from. */
  readonly warnings: readonly string[];
}

/**
 * Creates the folder of a new run. Where it starts from another one, that one's parameters are its checkpoint of
 * iteration 0: the other run is never read again, and may go on or vanish. Throws on user mistakes.
 */
export async function beginRun(path: string, training: Training): Promise<BegunRun> {
  const { configuration, distribution, agent } = training;
  const { state, warnings } = await loadBeginning(training);
  const folder = createRunFolder(path, configuration, ({ checkpoints }) => {
    if (state) saveCheckpoint(checkpoints, state, ownerOf(configuration, distribution, agent));
  });
  return { folder, state, warnings };
}
