import type { Family } from 'moving-cheese';
import { type LockTask, lock, lockEnv, lockTasks } from '../family.js';

interface DatedTask extends LockTask {
  readonly made: Date;
}

/** Planted: a task carries a date, which is a text once it was stored and read again. */
export const family: Family<DatedTask> = {
  ...lock,
  taskSchema: { type: 'object', properties: { combination: { type: 'array' }, made: {} } },
  create: lockEnv,
};

export const tasks: readonly DatedTask[] = lockTasks.map((task) => ({
  ...task,
  made: new Date(0),
}));
