import type { TaskSampler } from '../../core/distribution.js';
import { InvalidDataError } from '../../core/errors.js';
import type { RandomStream } from '../../core/random.js';
import { listSampler } from '../list-sampler.js';
import { banditFamily } from './family.js';
import type { BanditSampler } from './sampler-schema.js';
import type { BanditConfiguration, BanditTask } from './schema.js';

/** Throws `InvalidDataError` when the sampler cannot draw from this configuration. */
export function banditSampler(
  configuration: BanditConfiguration,
  sampler: BanditSampler,
): TaskSampler<BanditTask> {
  const { arms, reward } = configuration;
  const independent = (mean: (rng: RandomStream) => number): TaskSampler<BanditTask> => ({
    sample: (rng) => ({ means: Array.from({ length: arms }, () => mean(rng)) }),
  });
  switch (sampler.kind) {
    case 'list':
      return listSampler(banditFamily(configuration), sampler.tasks);
    case 'beta':
      return independent((rng) => drawBeta(sampler.alpha, sampler.beta, rng));
    case 'normal':
      if (reward.kind === 'bernoulli') {
        throw new InvalidDataError('sampler of bandit', [
          {
            pointer: '/kind',
            rule: 'must be "list" or "beta" where rewards are Bernoulli: a chance is from 0 to 1',
            received: 'normal',
            remedy: 'Draw the means from {"kind": "beta", "alpha": 1, "beta": 1}.',
          },
        ]);
      }
      return independent((rng) => sampler.mean + sampler.deviation * rng.normal());
  }
}

/**
 * Beta(α, β) for integers, as the α-th smallest of α + β − 1 uniform numbers: unlike a ratio of gamma variates
 * it needs no logarithm, so a seed gives the same task on every machine.
 */
function drawBeta(alpha: number, beta: number, rng: RandomStream): number {
  const uniforms = Float64Array.from({ length: alpha + beta - 1 }, () => rng.uniform());
  return uniforms.sort()[alpha - 1]!;
}
