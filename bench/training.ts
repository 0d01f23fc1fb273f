import { setImmediate as turn } from 'node:timers/promises';
import { alone } from '../agents/collective.js';
import { defaultRunConfiguration } from '../cli/configuration.js';
import { startCopies } from '../cli/threads/copies.js';
import { loadTraining, startTraining } from '../cli/training.js';
import { median, round } from './update.js';

/** Trained env steps a second on GridNavi with the defaults: experience, update and barriers. */
async function trainedStepsPerSecond(workers: number, steps: number): Promise<number> {
  const configuration = {
    ...defaultRunConfiguration,
    distribution: { id: 'maze/gridnavi-v0' },
    budget: { steps },
    backend: 'wasm' as const,
    workers,
  };
  const training = await loadTraining(configuration);
  const copies = workers > 1 ? await startCopies(training.configuration, undefined) : undefined;
  // The first iterations compile; the middle of the run is what counts.
  let warm: { steps: number; time: number } | undefined;
  let last = { steps: 0, time: 0 };
  for await (const progress of startTraining(training, undefined, copies?.collective ?? alone)) {
    last = { steps: progress.steps, time: performance.now() };
    if (!warm && progress.fraction > 0.3) warm = last;
    await turn();
  }
  await copies?.stop();
  return warm ? (last.steps - warm.steps) / ((last.time - warm.time) / 1000) : Number.NaN;
}

/** One worker and two in turn, three times; medians and the speed-up of each pair. */
export async function measureTraining(steps: number) {
  const one: number[] = [];
  const two: number[] = [];
  for (let pair = 0; pair < 3; pair++) {
    one.push(await trainedStepsPerSecond(1, steps));
    two.push(await trainedStepsPerSecond(2, steps));
  }
  return {
    distribution: 'maze/gridnavi-v0',
    hidden: defaultRunConfiguration.agent.hidden,
    stepsPerSecondOneWorker: Math.round(median(one)),
    stepsPerSecondTwoWorkers: Math.round(median(two)),
    speedUpOfTwoWorkers: round(median(one.map((speed, i) => two[i]! / speed)), 2),
  };
}
