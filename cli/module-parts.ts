import type { TaskDistribution } from '../core/distribution.js';
import type { Family } from '../core/env.js';
import type { Policy } from '../core/policy.js';
import { isDistribution } from './distribution-source.js';
import { UserError } from './failures.js';

/** What a user's module exports that can be checked. */
export interface Found {
  readonly found: readonly TaskDistribution[];
  readonly families: readonly { readonly family: Family; readonly tasks: readonly unknown[] }[];
  readonly policies: readonly Policy[];
}

/**
 * Families, task distributions and policies among the exports, lists of them included. A family that
 * belongs to an exported distribution is checked with it. Throws `UserError` when there is nothing to
 * check, or a family comes without tasks.
 */
export function partsOf(path: string, exported: { readonly [name: string]: unknown }): Found {
  const values = Object.entries(exported).flatMap(([name, value]): [string, unknown][] =>
    Array.isArray(value) ? value.map((item: unknown) => [name, item]) : [[name, value]],
  );
  const found = [...new Set(values.map(([, value]) => value).filter(isDistribution))];
  const covered = new Set(found.map(({ family }) => family));
  const families = values.flatMap(([name, value]) =>
    isFamily(value) && !covered.has(value)
      ? [{ family: value, tasks: tasksOf(path, exported, name) }]
      : [],
  );
  const policies = values.map(([, value]) => value).filter(isPolicy);
  if (found.length + families.length + policies.length === 0) {
    throw new UserError(
      `module ${path} must export a family, a task distribution or a policy; its exports are ${Object.keys(exported).join(', ') || 'none'}. Export the part itself, not a function that makes it.`,
    );
  }
  return { found, families, policies };
}

function tasksOf(
  path: string,
  exported: { readonly [name: string]: unknown },
  name: string,
): readonly unknown[] {
  const tasks = exported[`${name}Tasks`] ?? exported.tasks;
  if (Array.isArray(tasks) && tasks.length > 0) return tasks;
  throw new UserError(
    `module ${path} exports the family "${name}" without tasks to check it on. Export about thirty as \`tasks\` or \`${name}Tasks\`, or export a task distribution of it.`,
  );
}

function isFamily(value: unknown): value is Family {
  return (
    typeof value === 'object' &&
    value !== null &&
    'create' in value &&
    typeof value.create === 'function' &&
    'taskSchema' in value &&
    'actionSpace' in value
  );
}

function isPolicy(value: unknown): value is Policy {
  return (
    typeof value === 'object' &&
    value !== null &&
    'begin' in value &&
    typeof value.begin === 'function' &&
    'act' in value &&
    typeof value.act === 'function'
  );
}
