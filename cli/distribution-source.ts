import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TaskDistribution } from '../core/distribution.js';
import { randomStream } from '../core/random.js';
import { nearestOf } from '../core/registry.js';
import { assertTask } from '../core/validation.js';
import { distributionFromDefinition, distributions } from '../distributions/index.js';
import type { RunConfiguration } from '../schemas/run.js';
import { reasonOf, UserError } from './failures.js';
import { asJson, readJsonFile } from './json-file.js';

export type DistributionSource = RunConfiguration['distribution'];

/**
 * What the user means by `<distribution>`: a `.json` file (its definition is taken over), a JavaScript
 * module (`path.js`, or `path.js#name` for one of several exports), or the id of a registered one.
 */
export function distributionSourceOf(text: string): DistributionSource {
  if (text.endsWith('.json')) {
    const definition = readJsonFile(text, 'distribution file');
    // Checked here, where the file's name is known. The parsed form is what the run folder keeps.
    return { definition: definitionOf(distributionFromDefinition(definition, { subject: text })) };
  }
  const [path = '', name] = text.split('#', 2);
  if (/\.[cm]?[jt]s$/.test(path)) {
    return { module: resolve(path) + (name === undefined ? '' : `#${name}`) };
  }
  if (!distributions.has(text) && existsSync(text)) {
    throw new UserError(
      `distribution ${text} must be an id, a .json file or a .js module. Give the file that defines it.`,
    );
  }
  return { id: text };
}

/** The same source with another number of episodes in a meta-episode. Throws `UserError` for a module. */
export function sourceWithEpisodes(
  source: DistributionSource,
  episodes: number,
): DistributionSource {
  if (source.module !== undefined) {
    throw new UserError({
      subject: '--episodes',
      rule: 'must be left out for a distribution in a module, which says its own number',
      received: episodes,
      remedy: `Export another distribution from ${source.module}.`,
    });
  }
  const definition = source.definition ?? definitionOf(distributions.get(source.id ?? ''));
  return { definition: { ...definition, episodes } };
}

/** Loads a distribution and its family, ready to be sampled and stepped. Throws on user mistakes. */
export async function loadDistribution(
  source: DistributionSource,
  subject = 'distribution',
): Promise<TaskDistribution> {
  const distribution =
    source.module !== undefined
      ? await fromModule(source.module)
      : source.definition !== undefined
        ? distributionFromDefinition(source.definition, { subject })
        : distributions.get(source.id ?? '');
  await distribution.family.load?.();
  return distribution;
}

/**
 * The distribution of a source with another number of episodes, and the references that belong to it. One that is not
 * written in code is made anew from its source.
 */
export function withEpisodes(
  source: DistributionSource,
  distribution: TaskDistribution,
  episodes: number,
): TaskDistribution {
  if (episodes === distribution.episodes) return distribution;
  if (source.module === undefined) {
    const { definition } = sourceWithEpisodes(source, episodes);
    return distributionFromDefinition(definition, { subject: distribution.id });
  }
  // Written in code: what is known exactly holds for its own number of episodes alone.
  const { id, about, family, horizon, splits, overlap } = distribution;
  // So may the histories that it draws, where tasks change between episodes.
  const drawn = distribution.sample('train', randomStream(0));
  assertTask(family, drawn, `task of ${id} with ${episodes} episodes`, episodes);
  const definition = { ...definitionOf(distribution), episodes };
  return {
    ...{ id, about, family, horizon, splits, overlap, episodes, definition: asJson(definition) },
    sample: (split, rng) => distribution.sample(split, rng),
  };
}

function definitionOf({ definition }: TaskDistribution): { [key: string]: unknown } {
  return typeof definition === 'object' && definition !== null ? { ...definition } : {};
}

async function fromModule(text: string): Promise<TaskDistribution> {
  const [path = '', name] = text.split('#', 2);
  const found = Object.entries(await importModule(path)).filter(
    (entry): entry is [string, TaskDistribution] => isDistribution(entry[1]),
  );
  const names = found.map(([key]) => key);
  const chosen =
    name === undefined && found.length === 1 ? found[0] : found.find(([key]) => key === name);
  if (chosen) return chosen[1];
  if (found.length === 0) {
    throw new UserError(
      `module ${path} must export a task distribution; none of its exports is one. A task distribution has id, family, horizon, episodes, splits and sample().`,
    );
  }
  const nearest = name === undefined ? names[0] : (nearestOf(name, names) ?? names[0]);
  throw new UserError(
    name === undefined
      ? `module ${path} exports several task distributions: ${names.join(', ')}. Choose one, for example ${path}#${nearest}.`
      : `module ${path} has no task distribution "${name}". It exports ${names.join(', ')}: write ${path}#${nearest}.`,
  );
}

/** Imports a user's module. Throws `UserError` when it is missing or does not load. */
export async function importModule(path: string): Promise<{ readonly [name: string]: unknown }> {
  const file = resolve(path);
  if (!existsSync(file)) throw new UserError(`module ${path} does not exist. Check the path.`);
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw new UserError(
      `module ${path} cannot be loaded: ${reasonOf(error)}. It must be JavaScript that Node can import.`,
    );
  }
}

/** Whether a value looks like a task distribution; the conformance suite says whether it is a good one. */
export function isDistribution(value: unknown): value is TaskDistribution {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'family' in value &&
    typeof value.family === 'object' &&
    'horizon' in value &&
    'episodes' in value &&
    'sample' in value &&
    typeof value.sample === 'function'
  );
}
