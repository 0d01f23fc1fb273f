import type { Family } from 'moving-cheese';
import { type LockTask, lock, lockEnv } from '../family.js';

export { lockTasks as tasks } from '../family.js';

/** Planted: a bonus for speed that divides by zero where the lock is opened by the third press. */
export const family: Family<LockTask> = {
  ...lock,
  create() {
    const env = lockEnv();
    let presses = 0;
    return {
      reset(task, rng, observation) {
        presses = 0;
        env.reset(task, rng, observation);
      },
      step(action, observation) {
        presses++;
        const { reward, terminated } = env.step(Number(action), observation);
        return { reward: reward + 1 / (presses - 3), terminated };
      },
    };
  },
};
