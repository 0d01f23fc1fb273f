import { parentPort, workerData } from 'node:worker_threads';
import { discretePreset } from '../../agents/presets.js';
import { joinConfiguration } from '../../cli/configuration.js';
import { loadTraining, startTraining } from '../../cli/training.js';
import type { PartialRunConfiguration } from '../../schemas/run.js';
import { processorTime } from '../processor-time.js';
import { ENDLESS, inTurns } from '../training-in-turns.js';

/** What a thread trains, with the preset for all that is left out. */
export interface Trainee {
  readonly distribution: string;
  readonly agent: NonNullable<PartialRunConfiguration['agent']>;
}

const { distribution, agent }: Trainee = workerData;
const configuration = joinConfiguration(
  { seed: 1, budget: { steps: ENDLESS }, agent },
  { id: distribution },
  discretePreset,
);
const training = await loadTraining(configuration);
const { train } = inTurns(
  training.algorithm,
  (algorithm) => startTraining({ ...training, algorithm }, undefined),
  processorTime,
);

parentPort?.on('message', async (seconds: number) => {
  parentPort?.postMessage(await train(seconds));
});
