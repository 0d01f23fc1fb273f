import type { FromSchema } from 'json-schema-to-ts';
import type { JsonSchema } from '../../core/env.js';
import { banditTaskSchema } from './schema.js';

/** How a bandit distribution draws its tasks: one of three kinds. */
export const banditSamplerSchema = {
  oneOf: [
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'list' },
        tasks: { type: 'array', items: banditTaskSchema, minItems: 1, uniqueItems: true },
      },
      required: ['kind', 'tasks'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'beta' },
        alpha: { type: 'integer', minimum: 1, maximum: 100 },
        beta: { type: 'integer', minimum: 1, maximum: 100 },
      },
      required: ['kind', 'alpha', 'beta'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'normal' },
        mean: { type: 'number' },
        deviation: { type: 'number', exclusiveMinimum: 0 },
      },
      required: ['kind', 'mean', 'deviation'],
      additionalProperties: false,
    },
  ],
} as const satisfies JsonSchema;

/**
 * - `list`: the tasks given, each as likely as the others;
 * - `beta`: every mean drawn by itself from Beta(`alpha`, `beta`); Beta(1, 1) is uniform in [0, 1);
 * - `normal`: every mean drawn by itself from a normal distribution. Not for Bernoulli rewards.
 */
export type BanditSampler = FromSchema<typeof banditSamplerSchema>;
