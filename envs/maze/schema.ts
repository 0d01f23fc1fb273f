import type { FromSchema } from 'json-schema-to-ts';
import type { JsonSchema } from '../../core/env.js';

/** A cell as [x, y]: x to the right, y down, from the top-left corner. */
export const cellSchema = {
  type: 'array',
  items: [
    { type: 'integer', minimum: 0 },
    { type: 'integer', minimum: 0 },
  ],
  minItems: 2,
  maxItems: 2,
} as const satisfies JsonSchema;

/** Rows of text from top to bottom: `#` is a wall and `.` is free. */
const wallsSchema = {
  type: 'array',
  items: { type: 'string', pattern: '^[#.]+$' },
  minItems: 1,
} as const satisfies JsonSchema;

const cheesesSchema = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    properties: {
      x: { type: 'integer', minimum: 0 },
      y: { type: 'integer', minimum: 0 },
      reward: { type: 'number' },
    },
    required: ['x', 'y', 'reward'],
    additionalProperties: false,
  },
} as const satisfies JsonSchema;

/**
 * What varies and must be inferred: where the cheeses are, and, where a task brings walls of its
 * own, how the maze runs.
 */
export const mazeTaskSchema = {
  type: 'object',
  properties: {
    cheeses: cheesesSchema,
    later: { type: 'array', items: cheesesSchema },
    walls: wallsSchema,
    start: cellSchema,
  },
  required: ['cheeses'],
  additionalProperties: false,
} as const satisfies JsonSchema;

/**
 * One MDP of the maze family. `walls` and `start` replace the configuration's. Each cheese pays
 * `reward` for every step that leaves the mouse on it. Where `later` is given, `cheeses` are those of the first
 * episode of a meta-episode, and `later` has those of every other; else they stay where they are.
 */
export type MazeTask = FromSchema<typeof mazeTaskSchema>;

/** What the mouse sees. The cheese never shows. */
const mazeObservationSchema = {
  oneOf: [
    {
      type: 'object',
      properties: { kind: { type: 'string', const: 'position' } },
      required: ['kind'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { kind: { type: 'string', const: 'coordinates' } },
      required: ['kind'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'view' },
        size: { type: 'integer', minimum: 1 },
        position: { type: 'boolean' },
      },
      required: ['kind', 'size', 'position'],
      additionalProperties: false,
    },
  ],
} as const satisfies JsonSchema;

/** What all tasks of a maze family share. */
export const mazeConfigurationSchema = {
  type: 'object',
  properties: {
    width: { type: 'integer', minimum: 1, maximum: 256 },
    height: { type: 'integer', minimum: 1, maximum: 256 },
    start: cellSchema,
    walls: wallsSchema,
    stepReward: { type: 'number' },
    stay: { type: 'boolean' },
    terminal: { type: 'boolean' },
    observation: mazeObservationSchema,
  },
  required: ['width', 'height', 'start', 'stepReward', 'stay', 'terminal', 'observation'],
  additionalProperties: false,
} as const satisfies JsonSchema;

/**
 * - `width`, `height` in cells; `start` as [x, y];
 * - `walls`: none when absent;
 * - `stepReward`: the reward of a step that does not end on a cheese;
 * - `stay`: whether there is a fifth action that does not move;
 * - `terminal`: whether reaching a cheese ends the episode;
 * - `observation`: `position`, one-hot of the cell, [width · height], cell (x, y) at y · width + x;
 *   `coordinates`, x and y scaled to [0, 1], [2]; `view`, the walls (1) around the mouse, size × size
 *   row by row with outside counting as wall, followed by the one-hot position if asked.
 */
export type MazeConfiguration = FromSchema<typeof mazeConfigurationSchema>;
