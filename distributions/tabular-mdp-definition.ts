import type { TabularMdpConfiguration, TabularMdpSampler } from '../envs/index.js';
import type { DistributionDefinition } from './schema.js';

/** A definition whose parts are the tabular MDP's, so that the compiler checks built-in ones too. */
export type TabularMdpDistributionDefinition = DistributionDefinition & {
  family: 'tabular-mdp';
  configuration: TabularMdpConfiguration;
  tasks: TabularMdpSampler;
  ood?: TabularMdpSampler;
};
