import { availableParallelism } from 'node:os';
import type { Budget } from '../agents/meta-train.js';
import type { Preset } from '../agents/presets.js';
import { InvalidDataError } from '../core/errors.js';
import { assertValid } from '../core/validation.js';
import {
  type PartialRunConfiguration,
  partialRunConfigurationSchema,
  RUN_FORMAT_VERSION,
  type RunConfiguration,
  runConfigurationSchema,
} from '../schemas/run.js';
import { readJsonFile } from './json-file.js';

/**
 * What `train` starts from when nothing else is said, but for the distribution, the number of workers
 * (`defaultWorkers`), and what the preset for its action space says.
 */
export const defaultRunConfiguration = {
  formatVersion: RUN_FORMAT_VERSION,
  seed: 0,
  budget: { seconds: 60 },
  backend: 'auto',
  wipeMemory: false,
  context: 'inferred',
} as const satisfies Omit<
  RunConfiguration,
  'distribution' | 'workers' | 'slots' | 'agent' | 'algorithm' | 'task' | 'startFrom'
>;

/** At most this many workers unless asked for more. */
const MOST_WORKERS = 4;

/**
 * By steps, 1: a run is then a function of its configuration and seed on any machine. By the clock, as
 * many of the available cores as share the slots evenly, at most 4.
 */
export function defaultWorkers(budget: RunConfiguration['budget'], slots?: number): number {
  if (budget.steps !== undefined) return 1;
  let workers = Math.min(availableParallelism(), MOST_WORKERS, slots ?? MOST_WORKERS);
  while (slots !== undefined && slots % workers !== 0) workers--;
  return workers;
}

/** Fills in the defaults and checks the whole. Throws `UserError` or `InvalidDataError`. */
export function joinConfiguration(
  given: PartialRunConfiguration,
  distribution: RunConfiguration['distribution'],
  preset: Preset,
): RunConfiguration {
  const budget = given.budget ?? defaultRunConfiguration.budget;
  const workers = given.workers ?? defaultWorkers(budget, given.slots);
  const id = given.algorithm?.id ?? 'ppo';
  const configuration = {
    formatVersion: RUN_FORMAT_VERSION,
    distribution,
    seed: given.seed ?? defaultRunConfiguration.seed,
    budget,
    workers,
    backend: given.backend ?? defaultRunConfiguration.backend,
    slots: given.slots ?? preset.slots[id] * workers,
    wipeMemory: given.wipeMemory ?? defaultRunConfiguration.wipeMemory,
    context: given.context ?? defaultRunConfiguration.context,
    ...(given.task === undefined ? {} : { task: given.task }),
    ...(given.startFrom === undefined ? {} : { startFrom: given.startFrom }),
    agent: { ...preset.agent, ...given.agent },
    algorithm: { id, ...preset.algorithms[id], ...given.algorithm },
  };
  assertRunConfiguration('run configuration', configuration);
  return configuration;
}

/** Checks the schema and what it cannot say: that workers and minibatches share the slots. */
export function assertRunConfiguration(
  subject: string,
  value: unknown,
): asserts value is RunConfiguration {
  assertShape(subject, value);
  const { slots, workers, algorithm } = value;
  if (slots % workers !== 0) {
    throw new InvalidDataError(subject, [
      {
        pointer: '/slots',
        rule: `must be a multiple of workers (${workers})`,
        received: slots,
        remedy: `Use --slots ${Math.ceil(slots / workers) * workers} or other --workers.`,
      },
    ]);
  }
  if (algorithm.id === 'ppo' && algorithm.minibatches > slots / workers) {
    throw new InvalidDataError(subject, [
      {
        pointer: '/algorithm/minibatches',
        rule: `must be at most ${slots / workers}, the slots of a worker`,
        received: algorithm.minibatches,
        remedy: 'Use fewer minibatches or more slots.',
      },
    ]);
  }
}

function assertShape(subject: string, value: unknown): asserts value is RunConfiguration {
  assertValid(subject, runConfigurationSchema, value);
}

/** Reads what `--config` names: any part of a run configuration. */
export function readConfigurationFile(path: string): PartialRunConfiguration {
  const found = readJsonFile(path, 'configuration file');
  assertPartial(path, found);
  return found;
}

function assertPartial(subject: string, value: unknown): asserts value is PartialRunConfiguration {
  assertValid(subject, partialRunConfigurationSchema, value);
}

/** The budget as `metaTrain` takes it, with this machine's clock. */
export function budgetOf({ budget }: RunConfiguration): Budget {
  if (budget.steps !== undefined) return { steps: budget.steps };
  return { seconds: budget.seconds ?? 0, now: () => performance.now() / 1000 };
}
