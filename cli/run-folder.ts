import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { RUN_FORMAT_VERSION, type RunConfiguration } from '../schemas/run.js';
import { writeAtomically } from './atomic-file.js';
import { assertRunConfiguration } from './configuration.js';
import { reasonOf, UserError } from './failures.js';
import { readJsonFile } from './json-file.js';

/** Where a run keeps what. */
export interface RunFolder {
  readonly path: string;
  readonly configuration: string;
  readonly metrics: string;
  readonly checkpoints: string;
  /** Checkpoints of the best moment, like the others. */
  readonly best: string;
  readonly report: string;
}

function runFolder(path: string): RunFolder {
  return {
    path,
    configuration: join(path, 'configuration.json'),
    metrics: join(path, 'metrics.jsonl'),
    checkpoints: join(path, 'checkpoints'),
    best: join(path, 'best'),
    report: join(path, 'report.html'),
  };
}

/** Throws `UserError` when there is something at the path already. An empty folder is not. */
export function assertFree(path: string): void {
  if (!existsSync(path)) return;
  let isEmpty = false;
  try {
    isEmpty = readdirSync(path).length === 0;
  } catch {
    // A file, or a folder that may not be read: not free either.
  }
  if (isEmpty) return;
  const isRun = existsSync(runFolder(path).configuration);
  throw new UserError(
    isRun
      ? `There is a run in ${path} already. Go on with it by --resume ${path}, or choose another --out.`
      : `--out ${path} exists already and is not empty. Choose a folder that does not exist.`,
  );
}

/**
 * Creates the folder with its configuration in it and what `fill` adds, all at once. Throws `UserError`.
 */
export function createRunFolder(
  path: string,
  configuration: RunConfiguration,
  fill: (draft: RunFolder) => void = () => {},
): RunFolder {
  assertFree(path);
  const target = resolve(path);
  const draft = `${target}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(target), { recursive: true });
    mkdirSync(join(draft, 'checkpoints'), { recursive: true });
    writeAtomically(
      join(draft, 'configuration.json'),
      `${JSON.stringify(configuration, null, 2)}\n`,
    );
    fill(runFolder(draft));
    if (existsSync(target)) rmSync(target, { recursive: true });
    renameSync(draft, target);
  } catch (error) {
    if (existsSync(draft)) rmSync(draft, { recursive: true });
    throw new UserError(
      `The run folder ${path} cannot be created: ${reasonOf(error)}. Choose another --out.`,
    );
  }
  return runFolder(path);
}

/** Opens a run folder and checks its configuration. Throws `UserError` or `InvalidDataError`. */
export function openRunFolder(path: string): {
  readonly folder: RunFolder;
  readonly configuration: RunConfiguration;
} {
  const folder = runFolder(path);
  if (!existsSync(path)) {
    throw new UserError(
      `There is no run folder ${path}. Check the path, or make one with moving-cheese train.`,
    );
  }
  if (!existsSync(folder.configuration)) {
    throw new UserError(
      `${path} is not a run folder: it has no configuration.json. Give the folder that train wrote.`,
    );
  }
  const configuration: unknown = readJsonFile(folder.configuration, 'run configuration');
  const version =
    typeof configuration === 'object' && configuration !== null && 'formatVersion' in configuration
      ? configuration.formatVersion
      : undefined;
  if (typeof version === 'number' && version !== RUN_FORMAT_VERSION) {
    throw new UserError({
      subject: `${folder.configuration} at /formatVersion`,
      rule: `must be ${RUN_FORMAT_VERSION}, the version this package reads`,
      received: version,
      remedy: 'Use the version of moving-cheese that wrote it, or train anew.',
    });
  }
  assertRunConfiguration(folder.configuration, configuration);
  return { folder, configuration };
}
