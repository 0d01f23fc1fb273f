import { checkSchema } from '../schemas/check.js';
import type { Family, Json, JsonSchema } from './env.js';
import { InvalidDataError } from './errors.js';

/**
 * Checks data against a schema at an edge of the library, never in a step. `subject` is what the
 * error calls the data, for example a file's path. Throws {@link InvalidDataError}.
 */
export function assertValid(subject: string, schema: JsonSchema, value: unknown): void {
  const problems = checkSchema(schema, value);
  if (problems.length > 0) throw new InvalidDataError(subject, problems);
}

/**
 * Checks a task against its family's schema and the rules no schema can say, among them, where the number of
 * `episodes` is given, that it says enough for so many. Throws {@link InvalidDataError}.
 */
export function assertTask<Task>(
  family: Family<Task>,
  task: unknown,
  subject = `task of ${family.id}`,
  episodes?: number,
): asserts task is Task {
  assertValid(subject, family.taskSchema, task);
  const faults = family.taskFaults?.(task as Task, episodes) ?? [];
  if (faults.length > 0) {
    throw new InvalidDataError(
      subject,
      faults.map((fault) => ({ ...fault, received: valueAt(task as Json, fault.pointer) })),
    );
  }
}

/** The value a JSON pointer names, or undefined. */
function valueAt(value: unknown, pointer: string): unknown {
  let present = value;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof present !== 'object' || present === null) return undefined;
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    present = (present as { [key: string]: unknown })[key];
  }
  return present;
}
