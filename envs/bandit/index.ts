import type { FamilyKind } from '../../core/distribution.js';
import { banditFamily } from './family.js';
import { type BanditSampler, banditSamplerSchema } from './sampler-schema.js';
import { banditSampler } from './samplers.js';
import { type BanditConfiguration, type BanditTask, banditConfigurationSchema } from './schema.js';

export { banditFamily } from './family.js';
export { type BanditSampler, banditSamplerSchema } from './sampler-schema.js';
export { banditSampler } from './samplers.js';
export { banditScene } from './scene.js';
export {
  type BanditConfiguration,
  type BanditTask,
  banditConfigurationSchema,
  banditTaskSchema,
} from './schema.js';

/** Arms whose mean rewards are hidden: exploring and exploiting, and nothing else. */
export const bandit: FamilyKind<BanditConfiguration, BanditSampler, BanditTask> = {
  id: 'bandit',
  about: 'Arms whose mean rewards must be found out by pulling them.',
  configurationSchema: banditConfigurationSchema,
  samplerSchema: banditSamplerSchema,
  configure: banditFamily,
  sampler: banditSampler,
};
