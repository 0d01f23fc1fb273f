import type { TaskSampler } from '../core/distribution.js';
import type { Family } from '../core/env.js';
import { InvalidDataError } from '../core/errors.js';
import { checkSchema } from '../schemas/check.js';
import type { Problem } from '../schemas/problems.js';

/**
 * A finite list, each task as likely as the others; draws return the listed objects themselves. Throws
 * `InvalidDataError` with a pointer into the sampler, `/tasks/0/…`, where one is not a task of the family.
 */
export function listSampler<Task>(family: Family<Task>, tasks: readonly Task[]): TaskSampler<Task> {
  const problems = tasks.flatMap((task, index) =>
    problemsOf(family, task).map((problem) => ({
      ...problem,
      pointer: `/tasks/${index}${problem.pointer}`,
    })),
  );
  if (problems.length > 0) throw new InvalidDataError(`sampler of ${family.id}`, problems);
  const support = tasks.map((task) => ({ task, probability: 1 / tasks.length }));
  return { support, sample: (rng) => rng.pick(tasks) };
}

function problemsOf<Task>(family: Family<Task>, task: Task): readonly Problem[] {
  const problems = checkSchema(family.taskSchema, task);
  if (problems.length > 0) return problems;
  const faults = family.taskFaults?.(task) ?? [];
  return faults.map((fault) => ({ ...fault, received: task }));
}
