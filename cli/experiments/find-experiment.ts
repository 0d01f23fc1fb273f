import { nearestOf } from '../../core/registry.js';
import { assertValid } from '../../core/validation.js';
import {
  EXPERIMENT_FORMAT_VERSION,
  type Experiment,
  experimentSchema,
} from '../../schemas/experiment.js';
import { UserError } from '../failures.js';
import { readJsonFile } from '../json-file.js';
import { experiments } from './definitions/index.js';

/** A built-in experiment by its name, or one in a `.json` file. Throws `UserError` or `InvalidDataError`. */
export function findExperiment(text: string): Experiment {
  if (text.endsWith('.json')) return readExperiment(text);
  const found = experiments.find(({ name }) => name === text);
  if (found) return found;
  const names = experiments.map(({ name }) => name);
  const nearest = nearestOf(text, names);
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  throw new UserError(
    `There is no experiment "${text}".${hint} Experiments: ${names.join(', ')}, or a .json file.`,
  );
}

function readExperiment(path: string): Experiment {
  const found = readJsonFile(path, 'experiment file');
  assertExperiment(path, found);
  return found;
}

/** Checks the schema and what it cannot say: that names are unique and lead somewhere. */
export function assertExperiment(subject: string, value: unknown): asserts value is Experiment {
  assertShape(subject, value);
  const { runs, arms, claims } = value;
  const runNames = runs.map(({ name }) => name);
  const armNames = arms.map(({ name }) => name);
  assertUnique(subject, 'runs', runNames);
  assertUnique(subject, 'arms', armNames);
  arms.forEach(({ run }, i) => {
    assertKnown(`${subject} at /arms/${i}/run`, run, runNames, 'runs');
  });
  runs.forEach(({ startFrom }, i) => {
    if (startFrom === undefined) return;
    const earlier = runNames.slice(0, i);
    assertKnown(`${subject} at /runs/${i}/startFrom`, startFrom, earlier, 'runs before it');
  });
  const used = [...arms.map(({ run }) => run), ...runs.map(({ startFrom }) => startFrom)];
  for (const name of runNames) {
    if (!used.includes(name)) {
      throw new UserError({
        subject: `run "${name}" of ${subject}`,
        rule: 'must be the run of an arm, or what another run starts from',
        received: arms.map(({ run }) => run),
        remedy: 'Remove it, or add an arm.',
      });
    }
  }
  claims.forEach(({ arm, is, against, margin }, i) => {
    const at = `${subject} at /claims/${i}`;
    assertKnown(`${at}/arm`, arm, armNames, 'arms');
    if (against.arm !== undefined) {
      assertKnown(`${at}/against/arm`, against.arm, armNames, 'arms');
    }
    if (is === 'near' && !(margin !== undefined && margin > 0)) {
      throw new UserError({
        subject: `${at}/margin`,
        rule: 'must be above 0, for "near" means within it',
        received: margin,
        remedy: 'Say how near is near enough.',
      });
    }
  });
}

function assertShape(subject: string, value: unknown): asserts value is Experiment {
  const version =
    typeof value === 'object' && value !== null && 'formatVersion' in value
      ? value.formatVersion
      : undefined;
  if (typeof version === 'number' && version !== EXPERIMENT_FORMAT_VERSION) {
    throw new UserError({
      subject: `${subject} at /formatVersion`,
      rule: `must be ${EXPERIMENT_FORMAT_VERSION}, the version this package reads`,
      received: version,
      remedy: 'Use the version of moving-cheese it was written for.',
    });
  }
  assertValid(subject, experimentSchema, value);
}

function assertUnique(subject: string, what: string, names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new UserError({
    subject: `${what} of ${subject}`,
    rule: 'must have names of their own',
    received: twice,
    remedy: 'Rename one of the two.',
  });
}

function assertKnown(subject: string, name: string, names: readonly string[], what: string): void {
  if (names.includes(name)) return;
  const nearest = nearestOf(name, names);
  throw new UserError({
    subject,
    rule: `must be one of the ${what}: ${names.join(', ') || 'there are none'}`,
    received: name,
    remedy: nearest === undefined ? 'Correct it.' : `Did you mean "${nearest}"?`,
  });
}
