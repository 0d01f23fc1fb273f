import { setImmediate as turn } from 'node:timers/promises';
import { alone } from '../agents/collective.js';
import { discretePreset } from '../agents/presets.js';
import { joinConfiguration } from '../cli/configuration.js';
import { startCopies } from '../cli/threads/copies.js';
import { loadTraining, startTraining } from '../cli/training.js';
import { trainByCommand } from './train-command.js';
import { median, round } from './update.js';

/** Trained env steps a second on GridNavi with the defaults: experience, update and barriers. */
async function trainedStepsPerSecond(workers: number, steps: number): Promise<number> {
  const configuration = joinConfiguration(
    // The same work for one worker as for two.
    { budget: { steps }, slots: 2 * discretePreset.slots.ppo, workers },
    { id: 'maze/gridnavi-v0' },
    discretePreset,
  );
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

/** Steps a second of `processes` runs side by side that have nothing to do with each other. */
async function independentStepsPerSecond(processes: number, steps: number): Promise<number> {
  const speeds = await Promise.all(
    Array.from({ length: processes }, (_, seed) =>
      trainByCommand({
        distribution: { id: 'maze/gridnavi-v0' },
        ...{ seed, budget: { steps }, slots: 2 * discretePreset.slots.ppo },
      }),
    ),
  );
  return speeds.reduce((sum, speed) => sum + speed, 0);
}

/**
 * One worker and two in turn, three times; medians and the speed-up of each pair. What two cores can
 * give at all is measured beside it, by two processes that never wait for each other.
 */
export async function measureTraining(steps: number) {
  const one: number[] = [];
  const two: number[] = [];
  const ceiling: number[] = [];
  for (let pair = 0; pair < 3; pair++) {
    one.push(await trainedStepsPerSecond(1, steps));
    two.push(await trainedStepsPerSecond(2, steps));
    const alone = await independentStepsPerSecond(1, steps);
    ceiling.push((await independentStepsPerSecond(2, steps)) / alone);
  }
  return {
    distribution: 'maze/gridnavi-v0',
    hidden: discretePreset.agent.hidden,
    stepsPerSecondOneWorker: Math.round(median(one)),
    stepsPerSecondTwoWorkers: Math.round(median(two)),
    speedUpOfTwoWorkers: round(median(one.map((speed, i) => two[i]! / speed)), 2),
    speedUpOfTwoIndependentProcesses: round(median(ceiling), 2),
  };
}
