import type { FromSchema } from 'json-schema-to-ts';
import type { JsonSchema } from '../../core/env.js';
import { directionTaskSchema, velocitySchema, velocityTaskSchema } from './schema.js';

/** How a half-cheetah distribution draws its tasks: one of two kinds. */
export const halfCheetahSamplerSchema = {
  oneOf: [
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'list' },
        tasks: {
          type: 'array',
          items: { oneOf: [velocityTaskSchema, directionTaskSchema] },
          minItems: 1,
          uniqueItems: true,
        },
      },
      required: ['kind', 'tasks'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'uniform-velocity' },
        ranges: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'array',
            items: [velocitySchema, velocitySchema],
            minItems: 2,
            maxItems: 2,
          },
        },
      },
      required: ['kind', 'ranges'],
      additionalProperties: false,
    },
  ],
} as const satisfies JsonSchema;

/**
 * - `list`: the tasks given, each as likely as the others;
 * - `uniform-velocity`: a target velocity, uniform over the union of `ranges`, each [low, high) in m/s,
 *   in ascending order and without overlap.
 */
export type HalfCheetahSampler = FromSchema<typeof halfCheetahSamplerSchema>;
