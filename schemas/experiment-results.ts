import type { FromSchema } from 'json-schema-to-ts';
import { EXPERIMENT_FORMAT_VERSION, experimentSchema } from './experiment.js';
import { referenceProperties } from './references.js';
import { resultsSchema } from './results.js';

const seedSchema = { type: 'integer', minimum: 0 } as const;
const stepsSchema = { type: 'integer', minimum: 1 } as const;
const numbersSchema = { type: 'array', items: { type: 'number' }, minItems: 1 } as const;
const outcomeSchema = { type: 'string', enum: ['holds', 'does not hold', 'undecided'] } as const;
const intervalSchema = {
  type: 'array',
  items: { type: 'number' },
  minItems: 2,
  maxItems: 2,
} as const;

/** What is kept of a job that is done: one run with one seed, and what its arms earned. */
export const experimentJobSchema = {
  type: 'object',
  properties: {
    run: { type: 'string', minLength: 1 },
    seed: seedSchema,
    results: { type: 'object', additionalProperties: resultsSchema },
  },
  required: ['run', 'seed', 'results'],
  additionalProperties: false,
} as const;

export interface ExperimentJob extends FromSchema<typeof experimentJobSchema> {}

/** What a folder of an experiment says it is of. */
export const experimentFolderSchema = {
  type: 'object',
  properties: {
    version: { type: 'string', minLength: 1 },
    steps: stepsSchema,
    experiment: experimentSchema,
  },
  required: ['version', 'experiment'],
  additionalProperties: false,
} as const;

export interface ExperimentFolderContent extends FromSchema<typeof experimentFolderSchema> {}

const armSeedSchema = {
  type: 'object',
  properties: {
    seed: seedSchema,
    measured: { type: 'number' },
    total: { type: 'number' },
    returnByEpisode: numbersSchema,
    stepsByEpisode: numbersSchema,
    informationByEpisode: numbersSchema,
    steps: { type: 'integer', minimum: 0 },
  },
  required: ['seed', 'measured', 'total', 'returnByEpisode', 'stepsByEpisode', 'steps'],
  additionalProperties: false,
} as const;

const armResultsSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    commands: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 2 },
    distribution: { type: 'string', minLength: 1 },
    split: { type: 'string', enum: ['train', 'test', 'ood'] },
    tasks: { type: 'integer', minimum: 1 },
    mean: { type: 'number' },
    interval: intervalSchema,
    total: { type: 'number' },
    published: { type: 'number' },
    returnByEpisode: numbersSchema,
    intervalByEpisode: { type: 'array', items: intervalSchema, minItems: 1 },
    references: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: referenceProperties,
        required: ['returnByEpisode', 'total', 'exact', 'about'],
        additionalProperties: false,
      },
    },
    seeds: { type: 'array', items: armSeedSchema, minItems: 1 },
  },
  required: [
    'name',
    'commands',
    'distribution',
    'split',
    'tasks',
    'mean',
    'total',
    'returnByEpisode',
    'references',
    'seeds',
  ],
  additionalProperties: false,
} as const;

const claimResultsSchema = {
  type: 'object',
  properties: {
    claim: { type: 'string', minLength: 1 },
    differences: numbersSchema,
    mean: { type: 'number' },
    interval: intervalSchema,
    outcome: outcomeSchema,
  },
  required: ['claim', 'differences', 'mean', 'outcome'],
  additionalProperties: false,
} as const;

/** What `experiment` writes into `results.json` and prints with `--json`. */
export const experimentResultsSchema = {
  type: 'object',
  properties: {
    formatVersion: { type: 'integer', const: EXPERIMENT_FORMAT_VERSION },
    experiment: experimentSchema,
    seeds: { type: 'array', items: seedSchema, minItems: 1 },
    steps: stepsSchema,
    command: { type: 'string', minLength: 1 },
    version: { type: 'string', minLength: 1 },
    commit: { type: 'string', minLength: 1 },
    machine: { type: 'string', minLength: 1 },
    arms: { type: 'array', items: armResultsSchema, minItems: 1 },
    claims: { type: 'array', items: claimResultsSchema, minItems: 1 },
    verdict: {
      type: 'object',
      properties: { outcome: outcomeSchema, sentence: { type: 'string', minLength: 1 } },
      required: ['outcome', 'sentence'],
      additionalProperties: false,
    },
  },
  required: [
    'formatVersion',
    'experiment',
    'seeds',
    'command',
    'version',
    'machine',
    'arms',
    'claims',
    'verdict',
  ],
  additionalProperties: false,
} as const;

/**
 * What came out of an experiment:
 *
 * - `steps`: there only where it was given instead of the experiment's own budgets, so that nothing is decided;
 * - `version`, `commit` (`-dirty` where files had been changed), `machine`, `command`: where the numbers come from;
 * - `arms`: `measured` is the experiment's measure of one seed, `mean` its mean over seeds; `returnByEpisode` and
 *   `total` are means over seeds, `references` too where they depend on the tasks that were met;
 * - `claims`: by seed, what the arm's measure exceeds the other's, the value or the reference by;
 * - `interval`: 95 % interval over seeds, Student's t, [low, high]; absent with one seed;
 * - `verdict`: follows from the outcomes of the claims.
 */
export interface ExperimentResults extends FromSchema<typeof experimentResultsSchema> {}
