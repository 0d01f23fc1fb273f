import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../core/distribution.js';
import { assertValid } from '../../core/validation.js';
import type { Experiment } from '../../schemas/experiment.js';
import {
  type ExperimentFolderContent,
  type ExperimentJob,
  experimentFolderSchema,
  experimentJobSchema,
} from '../../schemas/experiment-results.js';
import { writeAtomically } from '../atomic-file.js';
import { reasonOf, UserError } from '../failures.js';
import { asJson, readJsonFile } from '../json-file.js';
import { packageVersion } from '../package-version.js';

/** Where an experiment keeps what. */
export interface ExperimentFolder {
  readonly path: string;
  readonly results: string;
  readonly page: string;
  /** The run folder of a job. */
  readonly run: (id: string) => string;
  /** What is kept of a job that is done; undefined while it is not. Throws on user mistakes. */
  readonly load: (id: string) => ExperimentJob | undefined;
  readonly keep: (id: string, job: ExperimentJob) => void;
}

/** The folder of an experiment, which must be there. */
function experimentFolder(path: string): ExperimentFolder {
  const jobFile = (id: string) => join(path, 'jobs', `${id}.json`);
  return {
    path,
    results: join(path, 'results.json'),
    page: join(path, 'page.html'),
    run: (id) => join(path, 'runs', id),
    load: (id) => {
      const file = jobFile(id);
      return existsSync(file) ? readJob(file) : undefined;
    },
    keep: (id, job) => writeAtomically(jobFile(id), `${JSON.stringify(job, null, 2)}\n`),
  };
}

/**
 * Opens the folder to begin the experiment in it or to go on. Throws `UserError` when it holds anything else: another
 * experiment, another version of it, or one by another version of the package, whose results would not be comparable.
 */
export function openExperimentFolder(
  path: string,
  experiment: Experiment,
  steps: number | undefined,
): ExperimentFolder {
  const file = join(path, 'experiment.json');
  const wanted = { version: packageVersion(), ...(steps !== undefined && { steps }), experiment };
  if (existsSync(file)) assertSame(path, readContent(file), wanted);
  else begin(path, file, wanted);
  return experimentFolder(path);
}

function begin(path: string, file: string, content: ExperimentFolderContent): void {
  if (existsSync(path) && !isEmpty(path)) {
    throw new UserError(
      `--out ${path} exists already and is not of an experiment. Choose a folder that does not exist.`,
    );
  }
  try {
    mkdirSync(join(path, 'runs'), { recursive: true });
    mkdirSync(join(path, 'jobs'), { recursive: true });
    writeAtomically(file, `${JSON.stringify(content, null, 2)}\n`);
  } catch (error) {
    throw new UserError(
      `The folder ${path} cannot be created: ${reasonOf(error)}. Choose another --out.`,
    );
  }
}

function isEmpty(path: string): boolean {
  try {
    // What a process leaves that was stopped between making the folders and saying what they are for.
    return readdirSync(path).every((name) => ['runs', 'jobs'].includes(name));
  } catch {
    return false;
  }
}

function assertSame(
  path: string,
  present: ExperimentFolderContent,
  wanted: ExperimentFolderContent,
): void {
  const differing = (
    [
      ['experiment', present.experiment.name, wanted.experiment.name],
      ['version of moving-cheese', present.version, wanted.version],
      ['budget in steps', present.steps ?? "the experiment's own", wanted.steps],
      ['definition', present.experiment, wanted.experiment],
    ] as const
  ).find(([, before, now]) => {
    const asked = now ?? "the experiment's own";
    return canonicalJson(asJson(before)) !== canonicalJson(asJson(asked));
  });
  if (!differing) return;
  const [what, before, now] = differing;
  const remedy = 'Choose another --out, or delete the folder to begin anew.';
  throw what === 'definition'
    ? new UserError(
        `The experiment in ${path} was begun with another definition, at ${firstDifference(before, now)}. ${remedy}`,
      )
    : new UserError({
        subject: `the ${what} in ${path}`,
        rule: `must stay ${JSON.stringify(before)}`,
        received: now ?? "the experiment's own",
        remedy,
      });
}

/** JSON pointer to the first part in which two values differ. */
function firstDifference(before: unknown, now: unknown, pointer = ''): string {
  const [a, b] = [before, now].map((value) =>
    typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined,
  );
  if (!a || !b) return pointer || '/';
  const key = [...new Set([...a.keys(), ...b.keys()])].find(
    (name) =>
      canonicalJson(asJson(a.get(name) ?? null)) !== canonicalJson(asJson(b.get(name) ?? null)),
  );
  return key === undefined
    ? pointer || '/'
    : firstDifference(a.get(key), b.get(key), `${pointer}/${key}`);
}

function readContent(file: string): ExperimentFolderContent {
  const found = readJsonFile(file, 'experiment');
  assertContent(file, found);
  return found;
}

function assertContent(subject: string, value: unknown): asserts value is ExperimentFolderContent {
  assertValid(subject, experimentFolderSchema, value);
}

function readJob(file: string): ExperimentJob {
  const found = readJsonFile(file, 'finished job');
  assertJob(file, found);
  return found;
}

function assertJob(subject: string, value: unknown): asserts value is ExperimentJob {
  assertValid(subject, experimentJobSchema, value);
}
