import type { FamilyKind } from '../../core/distribution.js';
import { halfCheetahFamily } from './family.js';
import { type HalfCheetahSampler, halfCheetahSamplerSchema } from './sampler-schema.js';
import { halfCheetahSampler } from './samplers.js';
import {
  type HalfCheetahConfiguration,
  type HalfCheetahTask,
  halfCheetahConfigurationSchema,
} from './schema.js';

export { halfCheetahFamily } from './family.js';
export { mujocoEngine } from './mujoco.js';
export type { Physics, PhysicsEngine, PhysicsSnapshot } from './physics.js';
export { rapierEngine } from './rapier.js';
export { type HalfCheetahSampler, halfCheetahSamplerSchema } from './sampler-schema.js';
export { halfCheetahSampler } from './samplers.js';
export { halfCheetahScene } from './scene.js';
export {
  type DirectionTask,
  directionTaskSchema,
  type HalfCheetahConfiguration,
  type HalfCheetahTask,
  halfCheetahConfigurationSchema,
  type VelocityTask,
  velocityTaskSchema,
} from './schema.js';

/** A half-cheetah learns at which velocity, or in which direction, running is rewarded. */
export const halfCheetah: FamilyKind<
  HalfCheetahConfiguration,
  HalfCheetahSampler,
  HalfCheetahTask
> = {
  id: 'half-cheetah',
  about: 'A half-cheetah must find out at which velocity, or in which direction, to run.',
  configurationSchema: halfCheetahConfigurationSchema,
  samplerSchema: halfCheetahSamplerSchema,
  configure: (configuration) => halfCheetahFamily(configuration),
  sampler: halfCheetahSampler,
};
