import type { FromSchema } from 'json-schema-to-ts';
import type { JsonSchema } from '../../core/env.js';

/** What varies and must be inferred: all of the MDP. */
export const tabularMdpTaskSchema = {
  type: 'object',
  properties: {
    rewards: {
      type: 'array',
      minItems: 1,
      items: { type: 'array', minItems: 1, items: { type: 'number' } },
    },
    transitions: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'array',
          minItems: 1,
          items: { type: 'number', minimum: 0, maximum: 1 },
        },
      },
    },
  },
  required: ['rewards', 'transitions'],
  additionalProperties: false,
} as const satisfies JsonSchema;

/**
 * One MDP in tables: `rewards[s][a]`, the mean reward of action a in state s; `transitions[s][a][s′]`, the
 * probability that s′ follows.
 */
export type TabularMdpTask = FromSchema<typeof tabularMdpTaskSchema>;

/** What all tasks of a family of tabular MDPs share. */
export const tabularMdpConfigurationSchema = {
  type: 'object',
  properties: {
    states: { type: 'integer', minimum: 1, maximum: 256 },
    actions: { type: 'integer', minimum: 1, maximum: 256 },
    start: { type: 'integer', minimum: 0 },
    rewardDeviation: { type: 'number', minimum: 0 },
  },
  required: ['states', 'actions', 'start', 'rewardDeviation'],
  additionalProperties: false,
} as const satisfies JsonSchema;

/**
 * - `states`, S, and `actions`, A: how many there are;
 * - `start`: the state in which every episode begins;
 * - `rewardDeviation`: rewards are normal around their mean with this standard deviation.
 */
export type TabularMdpConfiguration = FromSchema<typeof tabularMdpConfigurationSchema>;

/** The task schema of one configuration: tables of S × A and S × A × S numbers. */
export function tabularMdpTaskSchemaOf({ states, actions }: TabularMdpConfiguration): JsonSchema {
  const list = (length: number, items: JsonSchema) => {
    return { type: 'array', minItems: length, maxItems: length, items };
  };
  const chance = { type: 'number', minimum: 0, maximum: 1 };
  return {
    ...tabularMdpTaskSchema,
    properties: {
      rewards: list(states, list(actions, { type: 'number' })),
      transitions: list(states, list(actions, list(states, chance))),
    },
  };
}
