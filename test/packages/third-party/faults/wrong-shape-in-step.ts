import { box, type Family } from 'moving-cheese';
import { DIGITS, type LockTask, lock, lockEnv } from '../family.js';

export { lockTasks as tasks } from '../family.js';

/** Planted: `step` alone writes one number more than the space has. */
export const family: Family<LockTask> = {
  ...lock,
  observationSpace: box([DIGITS], 0, 1),
  create() {
    const env = lockEnv();
    const wide = new Float32Array(1 + DIGITS);
    return {
      reset(task, rng, observation) {
        env.reset(task, rng, wide);
        observation.set(wide.subarray(0, DIGITS));
      },
      step: (action, observation) => env.step(Number(action), observation),
    };
  },
};
