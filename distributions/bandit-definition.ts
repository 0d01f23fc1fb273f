import type { BanditConfiguration, BanditSampler } from '../envs/index.js';
import type { DistributionDefinition } from './schema.js';

/** A definition whose parts are the bandit's, so that the compiler checks built-in ones too. */
export type BanditDistributionDefinition = DistributionDefinition & {
  family: 'bandit';
  configuration: BanditConfiguration;
  tasks: BanditSampler;
  ood?: BanditSampler;
};
