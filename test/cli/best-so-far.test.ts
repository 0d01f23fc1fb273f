import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { TrainingState } from '../../agents/index.js';
import { BestSoFar } from '../../cli/best-so-far.js';
import { loadCheckpoint } from '../../cli/checkpoint.js';
import type { CheckpointOwner } from '../../cli/checkpoint-manifest.js';
import { temporaryFolder } from './command-line.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const owner: CheckpointOwner = {
  parameters: [{ name: 'p', shape: [1], start: 'zeros' }],
  distributionHash: 'a'.repeat(64),
  configurationHash: 'b'.repeat(64),
};

/** The state after an iteration, recognised by its only parameter. */
const stateOf = (iteration: number) => (): TrainingState => ({
  iteration,
  steps: iteration * 10,
  seconds: 0,
  parameters: Float32Array.of(iteration),
  optimiser: {
    mean: new Float32Array(1),
    square: new Float32Array(1),
    updates: iteration,
    rateFactor: 1,
  },
});

const line = (iteration: number, total: number) => ({
  ...{ iteration, steps: iteration * 10, returnByEpisode: [total - 1, 1] },
  ...{ loss: 0, entropy: 0, divergence: 0, gradientNorm: 0, learningRate: 0 },
});

/** Rises to 12, then falls: the mean over eight is highest at iteration 15. */
const totals = Array.from({ length: 30 }, (_, i) => (i < 12 ? i + 1 : 24 - i - 1));

it('keeps the moment at which the mean over eight iterations was highest', () => {
  const path = join(folder.path, 'whole');
  const best = new BestSoFar(path, owner, []);
  totals.slice(0, 7).forEach((total, i) => {
    best.consider([total], stateOf(i + 1));
  });
  best.save();
  expect(loadCheckpoint(path, owner)).toBeUndefined();
  totals.slice(7).forEach((total, i) => {
    best.consider([total], stateOf(i + 8));
    best.save();
  });
  expect(loadCheckpoint(path, owner)?.state.iteration).toBe(15);
  expect(readdirSync(path)).toHaveLength(4);
});

it('goes on from past iterations as if it had never stopped', () => {
  const path = join(folder.path, 'resumed');
  const first = new BestSoFar(path, owner, []);
  totals.slice(0, 18).forEach((total, i) => {
    first.consider([total], stateOf(i + 1));
  });
  first.save();
  // The run goes on from iteration 10: what came later did not happen.
  const past = totals.slice(0, 10).map((total, i) => line(i + 1, total));
  const second = new BestSoFar(path, owner, past);
  expect(loadCheckpoint(path, owner)).toBeUndefined();
  totals.slice(10).forEach((total, i) => {
    second.consider([total], stateOf(i + 11));
  });
  second.save();
  expect(loadCheckpoint(path, owner)?.state.iteration).toBe(15);
});
