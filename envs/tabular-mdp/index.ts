import type { FamilyKind } from '../../core/distribution.js';
import { tabularMdpFamily } from './family.js';
import { type TabularMdpSampler, tabularMdpSamplerSchema } from './sampler-schema.js';
import { tabularMdpSampler } from './samplers.js';
import {
  type TabularMdpConfiguration,
  type TabularMdpTask,
  tabularMdpConfigurationSchema,
} from './schema.js';

export { tabularMdpFamily } from './family.js';
export { type TabularMdpSampler, tabularMdpSamplerSchema } from './sampler-schema.js';
export { tabularMdpSampler } from './samplers.js';
export { tabularMdpScene } from './scene.js';
export {
  type TabularMdpConfiguration,
  type TabularMdpTask,
  tabularMdpConfigurationSchema,
  tabularMdpTaskSchema,
} from './schema.js';

/** MDPs of few states and actions, all of which must be found out. */
export const tabularMdp: FamilyKind<TabularMdpConfiguration, TabularMdpSampler, TabularMdpTask> = {
  id: 'tabular-mdp',
  about: 'MDPs of few states whose rewards and transitions must be found out.',
  configurationSchema: tabularMdpConfigurationSchema,
  samplerSchema: tabularMdpSamplerSchema,
  configure: tabularMdpFamily,
  sampler: tabularMdpSampler,
};
