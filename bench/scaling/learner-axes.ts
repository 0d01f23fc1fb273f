// Whole iterations of training: acting, the env, and the algorithm's updates.
import { ppo } from '../../agents/algorithms/ppo.js';
import { createRnnAgent } from '../../agents/create-agent.js';
import { metaTrain } from '../../agents/meta-train.js';
import { discretePreset } from '../../agents/presets.js';
import { joinConfiguration } from '../../cli/configuration.js';
import { startCopies } from '../../cli/threads/copies.js';
import { loadTraining, startTraining } from '../../cli/training.js';
import type { TaskDistribution } from '../../core/distribution.js';
import { processorTime } from '../processor-time.js';
import { ENDLESS, inTurns, type TrainingInTurns } from '../training-in-turns.js';
import type { Axis, Curve, Subject } from './axis.js';
import { gridNaviWith } from './mazes.js';

const SLOTS = discretePreset.slots.ppo;
const HIDDEN = discretePreset.agent.hidden;

const trainedStep = (theory: Curve['theory']): Curve => ({
  what: 'a trained env step',
  unit: 'µs',
  theory,
});
const updates = (theory: Curve['theory']): Curve => ({
  what: 'of it the update',
  unit: 'µs',
  theory,
});
const experience = (theory: Curve['theory']): Curve => ({
  what: 'of it acting, and the env',
  unit: 'µs',
  theory,
});

export const learnerAxes: readonly Axis[] = [
  {
    size: 'slots',
    base: `GridNavi, memory of ${HIDDEN}`,
    sizes: [16, 64, 256, 1024, 4096],
    fewSizes: [16, 64, 1024],
    curves: [trainedStep([0, 0]), updates([0, 0]), experience([0, 0])],
    create: (slots) => learnerSubject({ slots }),
  },
  {
    size: 'hidden',
    base: `GridNavi, ${SLOTS} slots`,
    sizes: [32, 64, 128, 256, 512],
    fewSizes: [32, 64, 128],
    // The recurrent product is H², what surrounds it is H, and the env is neither.
    curves: [trainedStep([1, 2]), updates([1, 2]), experience([0, 2])],
    create: (hidden) => learnerSubject({ hidden }),
  },
  {
    size: 'episodes',
    base: `horizon 15, ${SLOTS} slots, memory of ${HIDDEN}`,
    // Beyond 100 to see whether it grows there, or has only left the caches.
    sizes: [1, 4, 10, 25, 50, 100, 200, 400],
    fewSizes: [1, 4, 25],
    curves: [trainedStep([0, 0]), updates([0, 0]), experience([0, 0])],
    create: (episodes) => learnerSubject({ distribution: gridNaviWith({ episodes }) }),
  },
  {
    size: 'workers',
    base: `GridNavi, ${2 * SLOTS} slots in all, by the clock`,
    sizes: [1, 2],
    fewSizes: [1, 2],
    // −1 where cores share nothing, 0 where a second one is of no use.
    curves: [trainedStep([-1, 0])],
    create: workersSubject,
  },
];

interface LearnerChoices {
  readonly distribution?: TaskDistribution;
  readonly slots?: number;
  readonly hidden?: number;
}

async function learnerSubject(choices: LearnerChoices): Promise<Subject> {
  const { distribution = gridNaviWith({}), slots = SLOTS, hidden = HIDDEN } = choices;
  const agent = await createRnnAgent({ family: distribution.family, hidden });
  const options = { agent, distribution, slots, seed: 1, budget: { steps: ENDLESS } };
  const training = inTurns(
    ppo(discretePreset.algorithms.ppo),
    (algorithm) => metaTrain({ ...options, algorithm }),
    processorTime,
  );
  return {
    async turn(seconds) {
      const { total, update } = await microseconds(training, seconds);
      return [total, update, total - update];
    },
    dispose: () => training.end(),
  };
}

/** The same work for any number of workers, by the clock: the time of many threads says nothing about waiting. */
async function workersSubject(workers: number): Promise<Subject> {
  const configuration = joinConfiguration(
    { seed: 1, budget: { steps: ENDLESS }, slots: 2 * SLOTS, workers },
    { id: 'maze/gridnavi-v0' },
    discretePreset,
  );
  const loaded = await loadTraining(configuration);
  const copies = workers > 1 ? await startCopies(loaded.configuration, undefined) : undefined;
  const training = inTurns(
    loaded.algorithm,
    (algorithm) => startTraining({ ...loaded, algorithm }, undefined, copies?.collective),
    () => performance.now() / 1000,
  );
  return {
    async turn(seconds) {
      return [(await microseconds(training, seconds)).total];
    },
    async dispose() {
      await training.end();
      await copies?.stop();
    },
  };
}

/** Of a trained env step. */
async function microseconds(training: TrainingInTurns, seconds: number) {
  const { steps, total, update } = await training.train(seconds);
  return { total: (total * 1e6) / steps, update: (update * 1e6) / steps };
}
