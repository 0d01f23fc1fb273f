import type { TrainingState } from '../agents/meta-train.js';
import type { MetricsLine } from '../schemas/run.js';
import { discardCheckpointsAfter, saveCheckpoint } from './checkpoint.js';
import type { CheckpointOwner } from './checkpoint-manifest.js';

/** Iterations over which the return is averaged: one alone is too noisy to compare with another. */
const WINDOW = 8;

/**
 * Keeps the best parameters of a run. Every iteration meets fresh tasks of the train split before it learns
 * from them, so its return validates the parameters it begins with; the mean over the last eight tells how
 * good they have become, at no cost. A run that goes on after its best moment, or is steered into a worse
 * place, then loses nothing.
 */
export class BestSoFar {
  readonly #folder: string;
  readonly #owner: CheckpointOwner;
  readonly #window: number[] = [];
  #mean = Number.NEGATIVE_INFINITY;
  #unsaved: TrainingState | undefined;

  /** `past`: the iterations that the run goes on from. */
  constructor(folder: string, owner: CheckpointOwner, past: readonly MetricsLine[]) {
    this.#folder = folder;
    this.#owner = owner;
    discardCheckpointsAfter(folder, past.length);
    for (const { returnByEpisode } of past) this.#isBest(returnByEpisode);
  }

  /** Looks at an iteration; the state is copied only where it is the best so far. */
  consider(returnByEpisode: readonly number[], state: () => TrainingState): void {
    if (this.#isBest(returnByEpisode)) this.#unsaved = state();
  }

  /** Brings the best to the disk, together with the regular checkpoint. */
  save(): void {
    if (this.#unsaved) saveCheckpoint(this.#folder, this.#unsaved, this.#owner);
    this.#unsaved = undefined;
  }

  #isBest(returnByEpisode: readonly number[]): boolean {
    this.#window.push(returnByEpisode.reduce((sum, each) => sum + each, 0));
    if (this.#window.length > WINDOW) this.#window.shift();
    if (this.#window.length < WINDOW) return false;
    const mean = this.#window.reduce((sum, each) => sum + each, 0) / WINDOW;
    if (!(mean > this.#mean)) return false;
    this.#mean = mean;
    return true;
  }
}
