import {
  contentHash,
  type FamilyKind,
  type Reference,
  type ReferencePolicy,
  type Split,
  type TaskDistribution,
  type TaskSampler,
} from '../core/distribution.js';
import type { Json } from '../core/env.js';
import { ArgumentError, InvalidDataError } from '../core/errors.js';
import { nearestOf } from '../core/registry.js';
import { familyKinds } from '../envs/index.js';
import { checkSchema } from '../schemas/check.js';
import type { Problem } from '../schemas/problems.js';
import { referenceSources } from './references/index.js';
import type { ReferenceProblem } from './references/source.js';
import { type DistributionDefinition, distributionSchema } from './schema.js';
import { divide } from './splits.js';
import { withContextGiven } from './variants.js';

export interface DistributionOptions {
  /** What errors call the definition, for example the file's path. */
  readonly subject: string;
  /** The kinds of families it may name; the built-in ones by default. */
  readonly families?: readonly FamilyKind[];
}

/**
 * Makes a task distribution from its definition, which is plain JSON: from a file, or one of the
 * built-in ones. Throws `InvalidDataError`, which lists every broken rule with a JSON pointer into the
 * whole definition.
 *
 * @example
 * const distribution = distributionFromDefinition(JSON.parse(text), { subject: path });
 */
export function distributionFromDefinition(
  definition: unknown,
  { subject, families = familyKinds }: DistributionOptions,
): TaskDistribution {
  // A copy: what is edited later, or is no JSON, cannot get in.
  const copy: unknown = JSON.parse(JSON.stringify(definition) ?? 'null');
  assertDefinition(copy, subject);
  const kind = kindOf(copy, families, subject);
  const { configuration, tasks, ood, splits, horizon, episodes } = copy;
  throwIfAny(subject, [
    ...moved('/configuration', checkSchema(kind.configurationSchema, configuration)),
    ...moved('/tasks', checkSchema(kind.samplerSchema, tasks)),
    ...(ood ? moved('/ood', checkSchema(kind.samplerSchema, ood)) : []),
  ]);
  const family = within(subject, '/configuration', () => kind.configure(configuration));
  const samplerAt = (pointer: string, part: Json) =>
    within(subject, pointer, () => kind.sampler(configuration, part, episodes));
  const samplers = new Map<Split, TaskSampler>(
    Object.entries(divide(samplerAt('/tasks', tasks), splits, subject)).map(
      ([split, sampler]) => [split === 'train' ? 'train' : 'test', sampler] as const,
    ),
  );
  if (ood) samplers.set('ood', samplerAt('/ood', ood));
  assertOutside(samplers, subject);

  const samplerOf = (split: Split): TaskSampler => {
    const sampler = samplers.get(split);
    if (sampler) return sampler;
    throw new ArgumentError({
      subject: `split of ${copy.id}`,
      rule: `must be one of ${[...samplers.keys()].join(', ')}`,
      received: split,
      remedy: 'This distribution has no other splits.',
    });
  };
  const source = referenceSources.find((candidate) => candidate.family === kind.id);
  // Where tasks can be listed, the problem stays one and the same, so that a source can know it again.
  const listedProblems = new Map<TaskSampler, ReferenceProblem>();
  const problemOf = (split: Split, met: readonly unknown[]): ReferenceProblem => {
    const sampler = samplerOf(split);
    const listed = sampler.support;
    const problem = listedProblems.get(sampler) ?? {
      tasks: listed ?? met.map((task) => ({ task, probability: 1 / met.length })),
      isWholeSplit: listed !== undefined,
      isUndivided: split === 'ood' || splits.kind === 'shared',
      sampler: split === 'ood' ? ood : tasks,
      horizon,
      episodes,
    };
    if (listed) listedProblems.set(sampler, problem);
    return problem;
  };
  // Values that do not depend on the tasks that were met are kept: planning may take seconds.
  const known = new Map<TaskSampler, readonly Reference[]>();
  const references = (split: Split, met: readonly unknown[]): readonly Reference[] => {
    const problem = problemOf(split, met);
    const isOfSampler = source?.isOfSampler?.(problem) ?? false;
    if (!source || (problem.tasks.length === 0 && !isOfSampler)) return [];
    const sampler = samplerOf(split);
    const values = known.get(sampler) ?? source.references(configuration, problem);
    if (problem.isWholeSplit || isOfSampler) known.set(sampler, values);
    return values;
  };
  const referencePolicies = (split: Split): readonly ReferencePolicy[] =>
    (source?.policies?.(configuration, problemOf(split, [])) ?? []).map(
      ({ name, context, policy }) => ({
        ...{ name, policy },
        distribution: context === 'given' ? withContextGiven(distribution) : distribution,
      }),
    );
  const canList = [...samplers.values()].every(({ support }) => support !== undefined);
  const distribution: TaskDistribution = {
    id: copy.id,
    about: copy.about,
    family,
    horizon,
    episodes,
    splits: [...samplers.keys()],
    overlap: splits.kind === 'shared' ? 'shared' : 'disjoint',
    definition: copy,
    sample: (split, rng) => samplerOf(split).sample(rng),
    ...(canList && { support: (split: Split) => samplerOf(split).support ?? [] }),
    ...(source && { references }),
    ...(source?.policies && { referencePolicies }),
  };
  return distribution;
}

function assertDefinition(
  value: unknown,
  subject: string,
): asserts value is DistributionDefinition {
  throwIfAny(subject, checkSchema(distributionSchema, value));
}

function throwIfAny(subject: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidDataError(subject, problems);
}

function kindOf(
  { family }: DistributionDefinition,
  families: readonly FamilyKind[],
  subject: string,
): FamilyKind {
  const kind = families.find((candidate) => candidate.id === family);
  if (kind) return kind;
  const ids = families.map((candidate) => candidate.id);
  const nearest = nearestOf(family, ids);
  throw new InvalidDataError(subject, [
    {
      pointer: '/family',
      rule: `must be one of ${ids.map((id) => `"${id}"`).join(', ')}`,
      received: family,
      remedy: nearest ? `Did you mean "${nearest}"?` : 'Pass other kinds as `families`.',
    },
  ]);
}

/** Problems of a part, with pointers into the whole definition. */
function moved(prefix: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, pointer: prefix + problem.pointer }));
}

/** Runs a family's own checks on a part of the definition. */
function within<T>(subject: string, prefix: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof InvalidDataError)) throw error;
    throw new InvalidDataError(subject, moved(prefix, error.problems));
  }
}

/** Where tasks can be listed: none of `ood` may be among those of train or test. */
function assertOutside(samplers: ReadonlyMap<Split, TaskSampler>, subject: string): void {
  const outside = samplers.get('ood')?.support;
  if (!outside) return;
  const inside = new Set(
    [...(samplers.get('train')?.support ?? []), ...(samplers.get('test')?.support ?? [])].map(
      ({ task }) => contentHash(task),
    ),
  );
  const shared = outside.find(({ task }) => inside.has(contentHash(task)));
  if (!shared) return;
  throw new InvalidDataError(subject, [
    {
      pointer: '/ood',
      rule: 'must not draw tasks of train or test',
      received: shared.task,
      remedy: 'Leave such tasks out of one of them.',
    },
  ]);
}
