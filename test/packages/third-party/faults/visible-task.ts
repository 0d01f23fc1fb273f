import type { Family } from 'moving-cheese';
import { type LockTask, lock, lockEnv } from '../family.js';

export { lockTasks as tasks } from '../family.js';

/** Planted: the first digit stands in the first observation, where the digit pressed last belongs. */
export const family: Family<LockTask> = {
  ...lock,
  create() {
    const env = lockEnv();
    return {
      ...env,
      reset(task, rng, observation) {
        env.reset(task, rng, observation);
        observation[1] = (task.combination[0] ?? 0) / 3;
      },
    };
  },
};
