import type { FromSchema } from 'json-schema-to-ts';

/** What is said of a reference, besides its name. */
export const referenceProperties = {
  returnByEpisode: { type: 'array', items: { type: 'number' }, minItems: 1 },
  total: { type: 'number' },
  exact: { type: 'boolean' },
  about: { type: 'string' },
} as const;

/** What `reference --json` prints. */
export const referencesSchema = {
  type: 'object',
  properties: {
    distribution: { type: 'string', minLength: 1 },
    split: { type: 'string', enum: ['train', 'test', 'ood'] },
    horizon: { type: 'integer', minimum: 1 },
    episodes: { type: 'integer', minimum: 1 },
    tasks: { type: 'integer', minimum: 1 },
    isWholeSplit: { type: 'boolean' },
    references: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: { type: 'string', minLength: 1 }, ...referenceProperties },
        required: ['name', 'returnByEpisode', 'total', 'exact', 'about'],
        additionalProperties: false,
      },
    },
  },
  required: ['distribution', 'split', 'horizon', 'episodes', 'tasks', 'isWholeSplit', 'references'],
  additionalProperties: false,
} as const;

/**
 * What is known of a split:
 *
 * - `horizon`: steps an episode; `episodes`: episodes a meta-episode, K;
 * - `tasks`: how many the values are means over; `isWholeSplit`: whether these are all of the split, or a sample;
 * - `references`: by `name`, expected return of each episode (K numbers) and of the meta-episode (`total`);
 *   `exact` is false for bounds and estimates, and `about` says which.
 */
export interface References extends FromSchema<typeof referencesSchema> {}
