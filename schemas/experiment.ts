import type { FromSchema } from 'json-schema-to-ts';

/** Raised when an experiment, or what is kept of one, cannot be read as it is. */
export const EXPERIMENT_FORMAT_VERSION = 1;

/** What can be said of an arm in one number. */
export const MEASURE_NAMES = [
  'total',
  'normalised',
  'oracleShare',
  'publishedShare',
  'firstReturn',
  'lastReturn',
  'gain',
  'firstSteps',
  'lastSteps',
  'firstInformation',
] as const;

const textSchema = { type: 'string', minLength: 1 } as const;
const measureSchema = { type: 'string', enum: MEASURE_NAMES } as const;

/** Names of experiments and runs are also names of folders. */
const slugSchema = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 60 } as const;

const runSchema = {
  type: 'object',
  properties: { name: slugSchema, train: textSchema, startFrom: slugSchema },
  required: ['name', 'train'],
  additionalProperties: false,
} as const;

const armSchema = {
  type: 'object',
  properties: {
    name: textSchema,
    run: slugSchema,
    adapt: { type: 'string' },
    published: { type: 'number' },
  },
  required: ['name', 'run', 'adapt'],
  additionalProperties: false,
} as const;

/** Exactly one of the three. */
const againstSchema = {
  type: 'object',
  properties: { arm: textSchema, value: { type: 'number' }, reference: textSchema },
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
} as const;

const claimSchema = {
  type: 'object',
  properties: {
    arm: textSchema,
    is: { type: 'string', enum: ['above', 'below', 'near'] },
    against: againstSchema,
    margin: { type: 'number' },
    measure: measureSchema,
  },
  required: ['arm', 'is', 'against'],
  additionalProperties: false,
} as const;

/** What `experiment` runs: one of the built-in ones, or a JSON file. */
export const experimentSchema = {
  type: 'object',
  properties: {
    formatVersion: { type: 'integer', const: EXPERIMENT_FORMAT_VERSION },
    name: slugSchema,
    question: textSchema,
    expectation: textSchema,
    measure: measureSchema,
    runs: { type: 'array', items: runSchema, minItems: 1 },
    arms: { type: 'array', items: armSchema, minItems: 1 },
    claims: { type: 'array', items: claimSchema, minItems: 1 },
  },
  required: [
    'formatVersion',
    'name',
    'question',
    'expectation',
    'measure',
    'runs',
    'arms',
    'claims',
  ],
  additionalProperties: false,
} as const;

/** One number of an arm, see {@link Experiment}. */
export type MeasureName = (typeof MEASURE_NAMES)[number];

/**
 * A question, what is expected, and what decides:
 *
 * - `expectation`: one sentence, written before anything was run;
 * - `runs`: what is trained, once with every seed: `train` is what would follow `moving-cheese train` on a command
 *   line, with `--steps`, and without seed, workers and folder; `startFrom` is the name of an earlier run of the list:
 *   its parameters, of the same seed, are what this one begins with, as by `--start-from`;
 * - `arms`: what is meta-tested: `adapt` is what would follow `moving-cheese adapt <run>`, without the seed, which
 *   is the run's; `published` is a total to compare with;
 * - `measure`: the number of an arm that is shown, and that claims are about unless they name another:
 *   the meta-episode's `total`; `normalised` (0 random, 1 Bayes-optimal); `oracleShare` (0 random, 1 oracle);
 *   `publishedShare` (the total as a share of what is published); return or length of the first or last episode;
 *   `gain`, the last episode's return less the first's; `firstInformation`, bits found out in the first episode;
 * - `claims`: all must hold for the expectation to hold. `above` and `below` mean by more than `margin` (0 when
 *   absent; negative to allow for some), `near` within ± `margin`, of another arm with the same seed, of a value, or
 *   of a reference of the arm's own distribution.
 */
export interface Experiment extends FromSchema<typeof experimentSchema> {}
