import type { FromSchema } from 'json-schema-to-ts';
import { referenceProperties } from './references.js';

const numbersSchema = { type: 'array', items: { type: 'number' }, minItems: 1 } as const;

const intervalSchema = {
  type: 'array',
  items: { type: 'number' },
  minItems: 2,
  maxItems: 2,
} as const;

const settlingSchema = {
  type: 'object',
  properties: {
    tolerance: { type: 'number', exclusiveMinimum: 0 },
    window: { type: 'integer', minimum: 1 },
    share: {
      type: 'array',
      items: { type: 'number', minimum: 0, maximum: 1 },
      minItems: 1,
    },
    medianSteps: {
      type: 'array',
      items: { anyOf: [{ type: 'number', minimum: 1 }, { type: 'null' }] },
      minItems: 1,
    },
  },
  required: ['tolerance', 'window', 'share', 'medianSteps'],
  additionalProperties: false,
} as const;

/** What `adapt --json` prints. */
export const resultsSchema = {
  type: 'object',
  properties: {
    distribution: { type: 'string', minLength: 1 },
    split: { type: 'string', enum: ['train', 'test', 'ood'] },
    tasks: { type: 'integer', minimum: 1 },
    seed: { type: 'integer', minimum: 0 },
    greedy: { type: 'boolean' },
    wipeMemory: { type: 'boolean' },
    shuffleMemory: { type: 'boolean' },
    iteration: { type: 'integer', minimum: 0 },
    steps: { type: 'integer', minimum: 0 },
    returnByEpisode: numbersSchema,
    total: { type: 'number' },
    normalised: { type: 'number' },
    confidence95: intervalSchema,
    confidence95ByEpisode: { type: 'array', items: intervalSchema, minItems: 1 },
    stepsByEpisode: numbersSchema,
    informationByEpisode: numbersSchema,
    quantities: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: {
          mean: numbersSchema,
          meanAfterTenth: numbersSchema,
          meanOfSecondHalf: numbersSchema,
          largest: numbersSchema,
          settling: settlingSchema,
        },
        required: ['mean', 'meanAfterTenth', 'meanOfSecondHalf', 'largest'],
        additionalProperties: false,
      },
    },
    references: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: referenceProperties,
        required: ['returnByEpisode', 'total', 'exact', 'about'],
        additionalProperties: false,
      },
    },
  },
  required: [
    'distribution',
    'split',
    'tasks',
    'seed',
    'greedy',
    'wipeMemory',
    'iteration',
    'steps',
    'returnByEpisode',
    'total',
    'confidence95',
    'confidence95ByEpisode',
    'stepsByEpisode',
    'references',
  ],
  additionalProperties: false,
} as const;

/**
 * How a run's agent adapts to tasks of a split:
 *
 * - `tasks`: how many, one meta-episode each; `iteration`, `steps`: of the checkpoint;
 * - `returnByEpisode`, `stepsByEpisode`: means over tasks, K numbers; `total`: of the meta-episode;
 * - `normalised`: `total` on the scale where 0 is random and 1 Bayes-optimal, where both are known exactly;
 * - `shuffleMemory`: whether the memory was shown the past in shuffled order; absent where it was not;
 * - `informationByEpisode`: bits found out about the task by the end of each episode, where asked for;
 * - `confidence95`: bootstrap interval of `total` over tasks, [low, high];
 * - `quantities`: what the family measures besides rewards, by name and by episode, where it does: means
 *   over all steps, after the first tenth of the horizon, over its second half, and the largest magnitude
 *   after the first tenth; and `settling`, where tasks want a certain value of it: the `share` of tasks in
 *   which the mean of the last `window` steps comes within `tolerance` of that value and stays there to the
 *   episode's end, for at least a quarter of the horizon, and the median over all tasks of the steps until
 *   then, null where no more than half of them get there;
 * - `references`: what is known about the split, by name (`random`, `oracle`, `bayesOptimal`, …).
 */
export interface Results extends FromSchema<typeof resultsSchema> {}
