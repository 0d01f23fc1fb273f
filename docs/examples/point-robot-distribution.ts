import {
  ArgumentError,
  contentHash,
  type RandomStream,
  registerDistribution,
  type TaskDistribution,
} from 'moving-cheese';
import { type PointTask, pointRobot } from './point-robot.js';

/** A point of the unit circle in the upper half, or in the lower one. */
function goal(rng: RandomStream, isUpper: boolean): PointTask {
  for (;;) {
    const [x, y] = [rng.between(-1, 1), rng.between(0, 1)];
    const length = Math.sqrt(x * x + y * y);
    if (length > 1 || length < 0.1) continue; // else corners would come more often
    return { x: x / length, y: (isUpper ? y : -y) / length };
  }
}

/** A tenth of all tasks, by their content: no sampler can put one of them into both splits. */
const isHeldOut = (task: PointTask) => contentHash(task) < '1a';

export const pointGoals: TaskDistribution<PointTask> = {
  id: 'example/point-robot-v0',
  about: 'Goals on the upper half of the unit circle, and out of distribution on the lower one.',
  family: pointRobot,
  horizon: 20,
  episodes: 2,
  splits: ['train', 'test', 'ood'],
  overlap: 'disjoint',
  definition: { radius: 1, heldOut: 0.1 },
  sample(split, rng) {
    if (split === 'ood') return goal(rng, false);
    for (let tries = 0; tries < 1000; tries++) {
      const task = goal(rng, true);
      if (isHeldOut(task) === (split === 'test')) return task;
    }
    const rule = 'must hold tasks';
    throw new ArgumentError({ subject: split, rule, received: 0, remedy: 'Hold out a share.' });
  },
  references: () => [
    {
      name: 'standing',
      about: 'Stays at the start, 1 m from every goal.',
      returnByEpisode: [-20, -20],
      ...{ total: -40, exact: true },
    },
  ],
};

registerDistribution(pointGoals);
