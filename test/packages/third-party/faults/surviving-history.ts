import type { Family } from 'moving-cheese';
import { type LockTask, lock, lockEnv } from '../family.js';

export { lockTasks as tasks } from '../family.js';

/** Planted: each press wears the lock, and no reset makes it new. */
export const family: Family<LockTask> = {
  ...lock,
  create() {
    const env = lockEnv();
    let presses = 0;
    return {
      reset: env.reset,
      step(action, observation) {
        presses++;
        const { reward, terminated } = env.step(Number(action), observation);
        return { reward: reward - presses / 1000, terminated };
      },
    };
  },
};
