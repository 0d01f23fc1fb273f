import { parentPort, workerData } from 'node:worker_threads';
import type { Algorithm } from '../../agents/algorithms/algorithm.js';
import { discretePreset } from '../../agents/presets.js';
import { joinConfiguration } from '../../cli/configuration.js';
import { loadTraining, startTraining } from '../../cli/training.js';
import type { PartialRunConfiguration } from '../../schemas/run.js';
import { processorTime } from '../processor-time.js';

/** What a thread trains, with the preset for all that is left out. */
export interface Trainee {
  readonly distribution: string;
  readonly agent: NonNullable<PartialRunConfiguration['agent']>;
}

/** Some iterations of a training, in seconds on a processor. */
export interface Turn {
  /** Env steps trained on. */
  readonly steps: number;
  readonly total: number;
  /** What of it the algorithm took; the rest is experience: acting, and the env. */
  readonly update: number;
}

/** More env steps than any turn reaches: schedules stay where they start. */
const ENDLESS = 1e9;

const { distribution, agent }: Trainee = workerData;
const configuration = joinConfiguration(
  { seed: 1, budget: { steps: ENDLESS }, agent },
  { id: distribution },
  discretePreset,
);
const training = await loadTraining(configuration);

let updates = 0;
const algorithm: Algorithm = {
  ...training.algorithm,
  update(inputs) {
    const begun = processorTime();
    const metrics = training.algorithm.update(inputs);
    updates += processorTime() - begun;
    return metrics;
  },
};
const iterations = startTraining({ ...training, algorithm }, undefined);
let steps = 0;

/** Whole iterations, for at least so many seconds. */
async function train(seconds: number): Promise<Turn> {
  const before = { steps, updates };
  const begun = processorTime();
  do {
    const { value: progress } = await iterations.next();
    if (!progress) throw new Error(`The training ended after ${steps} env steps.`);
    steps = progress.steps;
  } while (processorTime() - begun < seconds);
  return {
    steps: steps - before.steps,
    total: processorTime() - begun,
    update: updates - before.updates,
  };
}

parentPort?.on('message', async (seconds: number) => {
  parentPort?.postMessage(await train(seconds));
});
