import type { Family } from 'moving-cheese';
import { DIGITS, type LockTask, lock, lockEnv } from '../family.js';

export { lockTasks as tasks } from '../family.js';

/** Planted: the finger slips now and then, by a generator that no seed governs. */
export const family: Family<LockTask> = {
  ...lock,
  create() {
    const env = lockEnv();
    return {
      ...env,
      step(action, observation) {
        const slip = Math.random() < 0.1 ? 1 : 0;
        return env.step((Number(action) + slip) % DIGITS, observation);
      },
    };
  },
};
