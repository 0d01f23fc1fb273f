import type { HalfCheetahConfiguration, HalfCheetahSampler } from '../envs/index.js';
import type { DistributionDefinition } from './schema.js';

/** A definition whose parts are the half-cheetah's, so that the compiler checks built-in ones too. */
export type HalfCheetahDistributionDefinition = DistributionDefinition & {
  family: 'half-cheetah';
  configuration: HalfCheetahConfiguration;
  tasks: HalfCheetahSampler;
  ood?: HalfCheetahSampler;
};
