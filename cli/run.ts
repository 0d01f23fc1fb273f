import { existsSync } from 'node:fs';
import type { RnnAgent } from '../agents/rnn-agent.js';
import type { TaskDistribution } from '../core/distribution.js';
import type { CheckpointManifest } from '../schemas/checkpoint.js';
import type { RunConfiguration } from '../schemas/run.js';
import { type LoadedCheckpoint, loadCheckpoint } from './checkpoint.js';
import type { CheckpointOwner } from './checkpoint-manifest.js';
import { messageOf, UserError } from './failures.js';
import { openRunFolder, type RunFolder } from './run-folder.js';
import { createAgent, loadRunDistribution, ownerOf } from './training.js';

/** A run from its folder, its agent ready to act. */
export interface Run {
  readonly folder: RunFolder;
  readonly configuration: RunConfiguration;
  /** Its family is loaded. */
  readonly distribution: TaskDistribution;
  /** With the parameters of the chosen checkpoint. */
  readonly agent: RnnAgent;
  readonly manifest: CheckpointManifest;
  /** What was wrong with newer checkpoints, which were passed over. */
  readonly warnings: readonly string[];
}

/**
 * Loads a run for meta-testing: as it was at its best, where it has trained long enough to tell, or its last
 * checkpoint. No tensor backend is needed for that. Throws `UserError` or
 * `InvalidDataError` when the folder is not one, or none of its checkpoints is good.
 *
 * @example
 * const { agent, distribution } = await loadRun('runs/gridnavi');
 * const { returnByEpisode } = metaTest({ policy: agent, distribution, tasks: 1000, seed: 0 });
 */
export async function loadRun(path: string, which: 'best' | 'last' = 'best'): Promise<Run> {
  const { folder, configuration } = openRunFolder(path);
  const distribution = await loadRunDistribution(configuration, folder.configuration);
  const agent = await createAgent(configuration, distribution);
  const checkpoint = loadChosen(folder, ownerOf(configuration, distribution, agent), which);
  if (!checkpoint) {
    const hint = existsSync(folder.metrics) ? 'was stopped before its first one' : 'has none yet';
    throw new UserError(
      `The run ${path} has no checkpoint: it ${hint}. Go on with it by moving-cheese train --resume ${path}.`,
    );
  }
  const { state, manifest, refused } = checkpoint;
  agent.parameters.values.set(state.parameters);
  agent.parametersChanged();
  const warnings = refused.map(
    (reason) => `${reason} Using the checkpoint of iteration ${state.iteration}.`,
  );
  return { folder, configuration, distribution, agent, manifest, warnings };
}

/** The chosen checkpoint; the last one for a run that has no best one yet, or whose best one is damaged. */
export function loadChosen(
  folder: RunFolder,
  owner: CheckpointOwner,
  which: 'best' | 'last',
): LoadedCheckpoint | undefined {
  if (which === 'last') return loadCheckpoint(folder.checkpoints, owner);
  try {
    return loadCheckpoint(folder.best, owner) ?? loadCheckpoint(folder.checkpoints, owner);
  } catch (error) {
    const last = loadCheckpoint(folder.checkpoints, owner);
    return last && { ...last, refused: [messageOf(error), ...last.refused] };
  }
}
