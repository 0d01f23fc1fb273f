import type { FromSchema } from 'json-schema-to-ts';
import type { JsonSchema } from '../../core/env.js';
import { tabularMdpTaskSchema } from './schema.js';

/** How a distribution of tabular MDPs draws its tasks: one of two kinds. */
export const tabularMdpSamplerSchema = {
  oneOf: [
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'list' },
        tasks: { type: 'array', items: tabularMdpTaskSchema, minItems: 1, uniqueItems: true },
      },
      required: ['kind', 'tasks'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'garnet' },
        branching: { type: 'integer', minimum: 1 },
        rewardMean: { type: 'number' },
        rewardDeviation: { type: 'number', minimum: 0 },
      },
      required: ['kind', 'branching', 'rewardMean', 'rewardDeviation'],
      additionalProperties: false,
    },
  ],
} as const satisfies JsonSchema;

/**
 * - `list`: the tasks given, each as likely as the others;
 * - `garnet`: the random MDPs that are called so (Archibald, McKinnon and Thomas, "On the generation of Markov
 *   decision processes", Journal of the Operational Research Society, 1995). From every state and action
 *   `branching` states can follow, drawn without replacement, with probabilities of a flat Dirichlet
 *   distribution; mean rewards are normal with mean `rewardMean` and standard deviation `rewardDeviation`.
 *   Numbers are multiples of 1/10 000, see `GRAIN`.
 */
export type TabularMdpSampler = FromSchema<typeof tabularMdpSamplerSchema>;
