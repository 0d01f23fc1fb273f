import type { FromSchema } from 'json-schema-to-ts';
import type { Json, JsonSchema } from '../core/env.js';

/** A part whose shape the family's own schema says. */
const partSchema = { type: 'object', description: 'part of a family' } as const;

/** A task distribution as JSON. */
export const distributionSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', pattern: '^[a-z0-9-]+(/[a-z0-9-]+)*-v[0-9]+$' },
    about: { type: 'string', minLength: 1 },
    family: { type: 'string', minLength: 1 },
    configuration: partSchema,
    horizon: { type: 'integer', minimum: 1 },
    episodes: { type: 'integer', minimum: 1 },
    tasks: partSchema,
    splits: {
      oneOf: [
        {
          type: 'object',
          properties: { kind: { type: 'string', const: 'shared' } },
          required: ['kind'],
          additionalProperties: false,
        },
        {
          type: 'object',
          properties: {
            kind: { type: 'string', const: 'held-out' },
            fraction: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
          },
          required: ['kind', 'fraction'],
          additionalProperties: false,
        },
      ],
    },
    ood: partSchema,
  },
  required: ['id', 'about', 'family', 'configuration', 'horizon', 'episodes', 'tasks', 'splits'],
  additionalProperties: false,
} as const satisfies JsonSchema;

/**
 * A task distribution as JSON:
 *
 * - `id` with a version at its end, `about` in a sentence or two;
 * - `family`: the id of a family kind; `configuration`: as its `configurationSchema` says;
 * - `horizon`: steps an episode; `episodes`: episodes a meta-episode, K;
 * - `tasks`: what train and test draw from, as the kind's `samplerSchema` says;
 * - `splits`: `shared`, train and test draw from the same tasks; or `held-out`, every task belongs to
 *   test with probability `fraction` by its content hash, and to train otherwise;
 * - `ood`: what the out-of-distribution split draws from, if there is one.
 */
export type DistributionDefinition = FromSchema<
  typeof distributionSchema,
  {
    deserialize: [
      { pattern: { description: 'part of a family' }; output: { readonly [key: string]: Json } },
    ];
  }
>;
