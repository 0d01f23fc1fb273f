import type { Algorithm } from '../agents/algorithms/algorithm.js';
import type { Progress } from '../agents/meta-train.js';

/** Some iterations of a training, in seconds of the clock that was handed in. */
export interface Turn {
  /** Env steps trained on. */
  readonly steps: number;
  readonly total: number;
  /** What of it the algorithm took; the rest is experience: acting, and the env. */
  readonly update: number;
}

/** More env steps than any turn reaches: schedules stay where they start. */
export const ENDLESS = 1e12;

/** A training that goes on for a turn whenever it is asked to. */
export interface TrainingInTurns {
  /** Whole iterations, for at least so many seconds. */
  train(seconds: number): Promise<Turn>;
  end(): Promise<void>;
}

/** `start` begins a training by the algorithm it is given, which tells how long its updates take. */
export function inTurns(
  algorithm: Algorithm,
  start: (timed: Algorithm) => AsyncGenerator<Progress, void, void>,
  clock: () => number,
): TrainingInTurns {
  let updates = 0;
  const iterations = start({
    ...algorithm,
    update(inputs) {
      const begun = clock();
      const metrics = algorithm.update(inputs);
      updates += clock() - begun;
      return metrics;
    },
  });
  let steps = 0;
  return {
    async train(seconds) {
      const before = { steps, updates };
      const begun = clock();
      do {
        const { value: progress } = await iterations.next();
        if (!progress) throw new Error(`The training ended after ${steps} env steps.`);
        steps = progress.steps;
      } while (clock() - begun < seconds);
      const total = clock() - begun;
      return { steps: steps - before.steps, total, update: updates - before.updates };
    },
    async end() {
      await iterations.return();
    },
  };
}
