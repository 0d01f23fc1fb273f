import type { Family } from 'moving-cheese';
import { type LockTask, lock, lockEnv } from '../family.js';

export { lockTasks as tasks } from '../family.js';

/** Planted: at the beginning, the share of open wheels is a bit above 0 where the lock before began with a large digit. */
export const family: Family<LockTask> = {
  ...lock,
  create() {
    const env = lockEnv();
    let before = 0;
    return {
      reset(task, rng, observation) {
        env.reset(task, rng, observation);
        observation[0] = before / 1e4;
        before = task.combination[0] ?? 0;
      },
      step: env.step,
    };
  },
};
