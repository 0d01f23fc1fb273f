import type { FromSchema } from 'json-schema-to-ts';

/** Raised when a run configuration of an older version cannot be read as it is. */
export const RUN_FORMAT_VERSION = 2;

/** Where tasks come from: exactly one of the three. */
const distributionSourceSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', minLength: 1 },
    definition: { type: 'object' },
    module: { type: 'string', minLength: 1 },
  },
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
} as const;

/** Env steps, or seconds of training by the clock: exactly one of them. */
const budgetSchema = {
  type: 'object',
  properties: {
    steps: { type: 'integer', minimum: 1, maximum: 1e15 },
    seconds: { type: 'number', exclusiveMinimum: 0, maximum: 1e9 },
  },
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
} as const;

/** Parameters of another run that this one begins with. */
const startFromSchema = {
  type: 'object',
  properties: {
    run: { type: 'string', minLength: 1 },
    distribution: { type: 'string', minLength: 1 },
    iteration: { type: 'integer', minimum: 0 },
    steps: { type: 'integer', minimum: 0 },
    parametersHash: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  },
  required: ['run', 'distribution', 'iteration', 'steps', 'parametersHash'],
  additionalProperties: false,
} as const;

const runProperties = {
  formatVersion: { type: 'integer', const: RUN_FORMAT_VERSION },
  distribution: distributionSourceSchema,
  seed: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  budget: budgetSchema,
  workers: { type: 'integer', minimum: 1, maximum: 64 },
  backend: { type: 'string', enum: ['auto', 'kernel', 'tensorflow', 'wasm', 'cpu'] },
  slots: { type: 'integer', minimum: 1, maximum: 65_536 },
  wipeMemory: { type: 'boolean' },
  context: { type: 'string', enum: ['inferred', 'given'] },
  task: { type: 'object' },
  startFrom: startFromSchema,
} as const;

const agentProperties = {
  hidden: { type: 'integer', minimum: 1, maximum: 1024 },
  headHidden: { type: 'integer', minimum: 0, maximum: 1024 },
  encoder: { type: 'string', enum: ['gru', 'lstm', 'pooled', 'transformer', 'snail', 'none'] },
  rewardScale: { type: 'number', exclusiveMinimum: 0, maximum: 1e6 },
  normalise: { type: 'boolean' },
  initialDeviation: { type: 'number', exclusiveMinimum: 0, maximum: 1e3 },
} as const;

const policyGradientProperties = {
  learningRate: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
  finalLearningRate: { type: 'number', minimum: 0, maximum: 1 },
  discount: { type: 'number', minimum: 0, maximum: 1 },
  finalDiscount: { type: 'number', minimum: 0, maximum: 1 },
  valueCoefficient: { type: 'number', minimum: 0, maximum: 100 },
  entropyCoefficient: { type: 'number', minimum: 0, maximum: 100 },
  finalEntropy: { type: 'number', minimum: 0, maximum: 1 },
  noveltyCoefficient: { type: 'number', minimum: 0, maximum: 100 },
  gradientNorm: { type: 'number', exclusiveMinimum: 0, maximum: 1e6 },
} as const;

const traceProperties = { traceDecay: { type: 'number', minimum: 0, maximum: 1 } } as const;

const ppoProperties = {
  epochs: { type: 'integer', minimum: 1, maximum: 100 },
  minibatches: { type: 'integer', minimum: 1, maximum: 65_536 },
  valueTraceDecay: { type: 'number', minimum: 0, maximum: 1 },
  clip: { type: 'number', exclusiveMinimum: 0, maximum: 10 },
  targetDivergence: { type: 'number', minimum: 0, maximum: 10 },
  bootstrapEnd: { type: 'boolean' },
} as const;

const policyGradientRequired = [
  'id',
  'learningRate',
  'finalLearningRate',
  'discount',
  'finalDiscount',
  'valueCoefficient',
  'entropyCoefficient',
  'gradientNorm',
] as const;

/** One of the algorithms, told apart by `id`. */
const algorithmSchema = {
  oneOf: [
    {
      type: 'object',
      properties: {
        id: { type: 'string', const: 'ppo' },
        ...policyGradientProperties,
        ...traceProperties,
        ...ppoProperties,
      },
      required: [
        ...policyGradientRequired,
        'traceDecay',
        'epochs',
        'minibatches',
        'valueTraceDecay',
        'clip',
        'targetDivergence',
        'bootstrapEnd',
      ],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        id: { type: 'string', const: 'a2c' },
        ...policyGradientProperties,
        ...traceProperties,
      },
      required: [...policyGradientRequired, 'traceDecay'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { id: { type: 'string', const: 'reinforce' }, ...policyGradientProperties },
      required: policyGradientRequired,
      additionalProperties: false,
    },
  ],
} as const;

/** Of any algorithm: which of them go together is said by the whole configuration. */
const algorithmProperties = {
  id: { type: 'string', enum: ['ppo', 'a2c', 'reinforce'] },
  ...policyGradientProperties,
  ...traceProperties,
  ...ppoProperties,
} as const;

/** A run's whole configuration, as `configuration.json` in its folder holds it. */
export const runConfigurationSchema = {
  type: 'object',
  properties: {
    ...runProperties,
    agent: {
      type: 'object',
      properties: agentProperties,
      required: ['hidden', 'encoder', 'rewardScale', 'normalise', 'initialDeviation'],
      additionalProperties: false,
    },
    algorithm: algorithmSchema,
  },
  required: [
    'formatVersion',
    'distribution',
    'seed',
    'budget',
    'workers',
    'backend',
    'slots',
    'wipeMemory',
    'context',
    'agent',
    'algorithm',
  ],
  additionalProperties: false,
} as const;

/**
 * Everything a run follows from:
 *
 * - `distribution`: the `id` of a registered one, its whole `definition` where a file was given, or
 *   the path of a JavaScript `module` that exports it (`path#name` for one of several);
 * - `seed`: all randomness of the run;
 * - `budget`: env `steps`, or `seconds` of training, in which case schedules follow the clock;
 * - `workers`: parallel copies, `slots` shared evenly between them;
 * - `backend`: what computes gradients, the agent's own kernel or TensorFlow.js on one of its backends; in a run's
 *   folder the one that is used in place of `auto`; results are equal bit for bit on the same one only;
 * - `slots`: parallel meta-episodes of one iteration;
 * - `wipeMemory`: the ablation that clears the memory at every episode;
 * - `context`: `given` shows the policy the task, which makes it an oracle;
 * - `task`: the only task there is, for a first look at what can be taught;
 * - `startFrom`: the parameters that the run begins with in place of random ones: of which `run`, its folder as it was
 *   given, on which `distribution`, after how many of its `iteration`s and `steps`, and by `parametersHash` which they
 *   are, the SHA-256 of them as little-endian 32-bit floats;
 * - `agent`: as `Preset['agent']`;
 * - `algorithm`: the id of one, and its options, as `PpoOptions`, `A2cOptions` or `ReinforceOptions`.
 */
export interface RunConfiguration extends FromSchema<typeof runConfigurationSchema> {}

/** What `train --config` reads: any part of a run configuration; the rest takes its defaults. */
export const partialRunConfigurationSchema = {
  type: 'object',
  properties: {
    ...runProperties,
    agent: { type: 'object', properties: agentProperties, additionalProperties: false },
    algorithm: { type: 'object', properties: algorithmProperties, additionalProperties: false },
  },
  additionalProperties: false,
} as const;

/** Any part of a {@link RunConfiguration}. */
export interface PartialRunConfiguration extends FromSchema<typeof partialRunConfigurationSchema> {}

/** One line of `metrics.jsonl`: one iteration. */
export const metricsLineSchema = {
  type: 'object',
  properties: {
    iteration: { type: 'integer', minimum: 1 },
    steps: { type: 'integer', minimum: 1 },
    returnByEpisode: { type: 'array', items: { type: 'number' }, minItems: 1 },
    loss: { type: 'number' },
    entropy: { type: 'number' },
    divergence: { type: 'number' },
    gradientNorm: { type: 'number' },
    learningRate: { type: 'number' },
    seconds: { type: 'number', minimum: 0 },
  },
  required: [
    'iteration',
    'steps',
    'returnByEpisode',
    'loss',
    'entropy',
    'divergence',
    'gradientNorm',
    'learningRate',
  ],
  additionalProperties: false,
} as const;

/** `seconds` is there only when the budget is: a run by steps writes equal files every time. */
export interface MetricsLine extends FromSchema<typeof metricsLineSchema> {}
