import { box, type Family } from 'moving-cheese';
import { DIGITS, type LockTask, lock } from '../family.js';

export { lockTasks as tasks } from '../family.js';

/** Planted: the env writes five numbers, and the space says four. */
export const family: Family<LockTask> = { ...lock, observationSpace: box([DIGITS], 0, 1) };
