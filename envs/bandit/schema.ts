import type { FromSchema } from 'json-schema-to-ts';
import type { JsonSchema } from '../../core/env.js';

/** What varies and must be inferred: the mean reward of each arm. */
export const banditTaskSchema = {
  type: 'object',
  properties: { means: { type: 'array', items: { type: 'number' }, minItems: 1 } },
  required: ['means'],
  additionalProperties: false,
} as const satisfies JsonSchema;

/** One bandit: `means[i]` is what arm i pays on average; with Bernoulli rewards the chance of a 1. */
export type BanditTask = FromSchema<typeof banditTaskSchema>;

/** What all tasks of a bandit family share. */
export const banditConfigurationSchema = {
  type: 'object',
  properties: {
    arms: { type: 'integer', minimum: 1, maximum: 1000 },
    reward: {
      oneOf: [
        {
          type: 'object',
          properties: { kind: { type: 'string', const: 'bernoulli' } },
          required: ['kind'],
          additionalProperties: false,
        },
        {
          type: 'object',
          properties: {
            kind: { type: 'string', const: 'gaussian' },
            deviation: { type: 'number', minimum: 0 },
          },
          required: ['kind', 'deviation'],
          additionalProperties: false,
        },
      ],
    },
  },
  required: ['arms', 'reward'],
  additionalProperties: false,
} as const satisfies JsonSchema;

/**
 * - `arms`: how many there are, k;
 * - `reward`, where the arm's mean is μ: `bernoulli`, 1 with probability μ, else 0; `gaussian`, normal with
 *   mean μ and standard deviation `deviation`.
 */
export type BanditConfiguration = FromSchema<typeof banditConfigurationSchema>;

/** The task schema of one configuration: as many means as arms, chances where rewards are Bernoulli. */
export function banditTaskSchemaOf({ arms, reward }: BanditConfiguration): JsonSchema {
  const mean =
    reward.kind === 'bernoulli' ? { type: 'number', minimum: 0, maximum: 1 } : { type: 'number' };
  return {
    ...banditTaskSchema,
    properties: { means: { type: 'array', items: mean, minItems: arms, maxItems: arms } },
  };
}
