import type { FromSchema } from 'json-schema-to-ts';
import type { JsonSchema } from '../../core/env.js';
import { cellSchema, mazeTaskSchema } from './schema.js';

/** Where a cheese may be, and what it is worth. */
const anywhere = {
  minimumDistance: { type: 'integer', minimum: 1 },
  outside: {
    type: 'object',
    properties: {
      x: { type: 'integer', minimum: 0 },
      y: { type: 'integer', minimum: 0 },
      width: { type: 'integer', minimum: 1 },
      height: { type: 'integer', minimum: 1 },
    },
    required: ['x', 'y', 'width', 'height'],
    additionalProperties: false,
  },
  cells: { type: 'array', items: cellSchema, minItems: 1, uniqueItems: true },
  reward: { type: 'number' },
} as const satisfies JsonSchema;

/** How a maze distribution draws its tasks: one of four kinds. */
export const mazeSamplerSchema = {
  oneOf: [
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'list' },
        tasks: { type: 'array', items: mazeTaskSchema, minItems: 1 },
        weights: { type: 'array', items: { type: 'number', exclusiveMinimum: 0 }, minItems: 1 },
      },
      required: ['kind', 'tasks'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'cheese-anywhere' },
        ...anywhere,
      },
      required: ['kind', 'minimumDistance', 'reward'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'restless-cheese' },
        ...anywhere,
        stays: { type: 'number', minimum: 0, maximum: 1 },
      },
      required: ['kind', 'minimumDistance', 'reward', 'stays'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'random-maze' },
        loops: {
          type: 'array',
          items: [
            { type: 'number', minimum: 0, maximum: 1 },
            { type: 'number', minimum: 0, maximum: 1 },
          ],
          minItems: 2,
          maxItems: 2,
        },
        minimumDistance: { type: 'integer', minimum: 1 },
        reward: { type: 'number' },
      },
      required: ['kind', 'loops', 'minimumDistance', 'reward'],
      additionalProperties: false,
    },
  ],
} as const satisfies JsonSchema;

/**
 * - `list`: the tasks given, in proportion to `weights` (equal when absent);
 * - `cheese-anywhere`: one cheese, uniform over the free cells at least `minimumDistance` steps from
 *   the start, not in the rectangle `outside`, and, when `cells` is given, among those;
 * - `restless-cheese`: the same, and between two episodes of a meta-episode the cheese stays with probability
 *   `stays`, or else moves to another of these cells, each as likely as the others;
 * - `random-maze`: walls of its own in every task, a uniformly random spanning tree over the rooms at
 *   even coordinates, of whose remaining inner walls a fraction drawn uniformly from `loops` is
 *   opened (rounded to whole walls); one cheese, uniform as above.
 */
export type MazeSampler = FromSchema<typeof mazeSamplerSchema>;
