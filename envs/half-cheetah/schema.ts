import type { FromSchema } from 'json-schema-to-ts';
import type { JsonSchema } from '../../core/env.js';

/** Faster than any half-cheetah runs, m/s: the best trained ones on MuJoCo come to about 17. */
const FASTEST = 20;

/** A velocity along x, m/s; negative is backward. */
export const velocitySchema = {
  type: 'number',
  minimum: -FASTEST,
  maximum: FASTEST,
} as const satisfies JsonSchema;

/** The task where a velocity is to be kept. */
export const velocityTaskSchema = {
  type: 'object',
  properties: { targetVelocity: velocitySchema },
  required: ['targetVelocity'],
  additionalProperties: false,
} as const satisfies JsonSchema;

/** The task where a direction is to be run in. */
export const directionTaskSchema = {
  type: 'object',
  properties: { direction: { type: 'number', enum: [-1, 1] } },
  required: ['direction'],
  additionalProperties: false,
} as const satisfies JsonSchema;

/** To keep a velocity: m/s along x, negative is backward. */
export type VelocityTask = FromSchema<typeof velocityTaskSchema>;

/** To run as fast as can be: 1 is forward, −1 backward. */
export type DirectionTask = FromSchema<typeof directionTaskSchema>;

/** What varies and must be inferred. Which of the two, the configuration's reward says. */
export type HalfCheetahTask = VelocityTask | DirectionTask;

const rewardSchema = {
  oneOf: [
    {
      type: 'object',
      properties: { kind: { type: 'string', const: 'velocity' } },
      required: ['kind'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        kind: { type: 'string', const: 'velocity-sparse' },
        tolerance: { type: 'number', exclusiveMinimum: 0, maximum: FASTEST },
      },
      required: ['kind', 'tolerance'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { kind: { type: 'string', const: 'direction' } },
      required: ['kind'],
      additionalProperties: false,
    },
  ],
} as const satisfies JsonSchema;

/** What all tasks of a half-cheetah family share. */
export const halfCheetahConfigurationSchema = {
  type: 'object',
  properties: {
    engine: { type: 'string', enum: ['rapier', 'mujoco'] },
    reward: rewardSchema,
    controlCost: { type: 'number', minimum: 0 },
  },
  required: ['reward', 'controlCost'],
  additionalProperties: false,
} as const satisfies JsonSchema;

/**
 * - `engine`: the physics, `rapier` when absent; with `mujoco`, an optional package, returns are
 *   comparable with the literature's;
 * - `reward`, for velocity v (mean over the step, m/s) and the task's target g: `velocity`, −|v − g|;
 *   `velocity-sparse`, 1 where |v − g| ≤ `tolerance`, else 0; `direction`, v times the task's
 *   direction;
 * - `controlCost`: times the sum of the squared actions, taken from every reward.
 */
export type HalfCheetahConfiguration = FromSchema<typeof halfCheetahConfigurationSchema>;
