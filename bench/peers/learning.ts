// How long our agent takes to learn GridNavi, beside the same agent in PyTorch and in JAX.
import { createAgent, loadRunDistribution } from '../../cli/training.js';
import { curveOf } from './learning/curve.js';
import {
  configurationOf,
  type Learner,
  type Length,
  ourLearner,
  peerLearner,
  speedOf,
} from './learning/learners.js';
import { learningResult, type Run } from './learning/result.js';
import type { Part, PartOptions } from './part.js';

/** Env steps between snapshots: ten iterations of 64 slots. */
const INTERVAL = 38_400;
/** All schedules are as long as this, but that of the published settings. After so many seconds a run ends. */
const FULL: Length = { steps: 4_000_000, seconds: 180 };
const SMALL: Length = { steps: 2_000_000, seconds: 30 };
/** Enough to tell who is faster; the cap is for a machine that takes its time to compile. */
const TRIAL: Length = { steps: 400_000, seconds: 60 };

/**
 * RL² as VariBAD's authors set it for GridNavi, as far as our agent can be told: A2C, a GRU of 64, a layer of 32 before
 * policy and value, 16 × 60 steps an update, 2·10⁷ steps. What differs is on the page of results.
 */
const PUBLISHED = {
  slots: 16,
  workers: 1,
  agent: { hidden: 64, headHidden: 32 },
  algorithm: {
    id: 'a2c',
    learningRate: 7e-4,
    finalLearningRate: 1,
    discount: 0.95,
    finalDiscount: 0.95,
    traceDecay: 0.95,
    entropyCoefficient: 0.01,
  },
} as const;
const PUBLISHED_STEPS = 2e7;

export const measurePeerLearning: Part = async (options) => {
  const { small, say } = options;
  const length = small ? SMALL : FULL;
  const seeds = small ? [1] : [1, 2, 3, 4, 5];
  const learners = [
    ourLearner('ours, 1 worker', { workers: 1 }),
    ourLearner('ours, 2 workers', { workers: 2 }),
    ourLearner('ours, 2 workers on the batch of 1', { workers: 2, slots: 64 }),
    await fastest('the same in PyTorch', 'learning_torch.py', options),
    await fastest('the same in JAX', 'learning_jax.py', options),
    ourLearner('ours, as VariBAD’s authors set RL²', PUBLISHED, PUBLISHED_STEPS),
  ];
  const distribution = await loadRunDistribution(configurationOf());
  const runs: Run[] = [];
  // All learners with one seed, then with the next, so that a machine whose speed drifts is the same for all.
  for (const seed of seeds) {
    for (const learner of learners) {
      say(`seed ${seed}, ${learner.name}: `);
      const training = await learner.train(seed, length, INTERVAL);
      const agent = await createAgent(learner.configuration, distribution);
      const curve = curveOf(training.snapshots, agent, distribution);
      const { compileSeconds, versions } = training;
      const { name, cores } = learner;
      const speed = speedOf(training);
      runs.push({ learner: name, cores, seed, curve, speed, compileSeconds, versions });
      const last = curve.at(-1)?.total.toFixed(2) ?? 'nothing';
      say(`${last} at its end, ${Math.round(speed)} steps/s\n`);
    }
  }
  const references = distribution.references?.('test', []) ?? [];
  const bayesOptimal = references.find(({ name }) => name === 'bayesOptimal')?.total ?? Number.NaN;
  return learningResult(runs, bayesOptimal);
};

/** On as many cores, of two, as it is fastest on. */
async function fastest(
  name: string,
  script: string,
  { peers, say }: PartOptions,
): Promise<Learner> {
  const trials: { learner: Learner; speed: number }[] = [];
  for (const cores of [1, 2]) {
    const learner = peerLearner(name, script, peers, cores);
    const speed = speedOf(await learner.train(0, TRIAL, INTERVAL));
    say(`${name}, on ${cores}: ${Math.round(speed)} steps/s\n`);
    trials.push({ learner, speed });
  }
  return trials.sort((a, b) => b.speed - a.speed)[0]!.learner;
}
