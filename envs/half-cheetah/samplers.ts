import type { TaskSampler } from '../../core/distribution.js';
import { InvalidDataError } from '../../core/errors.js';
import type { Problem } from '../../schemas/problems.js';
import { listSampler } from '../list-sampler.js';
import { halfCheetahFamily } from './family.js';
import type { HalfCheetahSampler } from './sampler-schema.js';
import type { HalfCheetahConfiguration, HalfCheetahTask } from './schema.js';

type SamplerOf<Kind extends HalfCheetahSampler['kind']> = Extract<
  HalfCheetahSampler,
  { kind: Kind }
>;

/** Throws `InvalidDataError` when the sampler cannot draw from this configuration. */
export function halfCheetahSampler(
  configuration: HalfCheetahConfiguration,
  sampler: HalfCheetahSampler,
): TaskSampler<HalfCheetahTask> {
  switch (sampler.kind) {
    case 'list':
      return listSampler(halfCheetahFamily(configuration), sampler.tasks);
    case 'uniform-velocity':
      return velocitySampler(configuration, sampler);
  }
}

function reject(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidDataError('sampler of half-cheetah', problems);
}

function velocitySampler(
  { reward }: HalfCheetahConfiguration,
  { ranges }: SamplerOf<'uniform-velocity'>,
): TaskSampler<HalfCheetahTask> {
  const problems: Problem[] = [];
  if (reward.kind === 'direction') {
    problems.push({
      pointer: '/kind',
      rule: 'must be "list" where a direction is rewarded',
      received: 'uniform-velocity',
      remedy: 'List the directions: [{"direction": 1}, {"direction": -1}].',
    });
  }
  ranges.forEach(([low, high], index) => {
    const before = ranges[index - 1]?.[1] ?? Number.NEGATIVE_INFINITY;
    if (low < high && low >= before) return;
    problems.push({
      pointer: `/ranges/${index}`,
      rule: 'must be [low, high] with low < high, beyond the range before it',
      received: [low, high],
      remedy: 'Write ranges in ascending order, without overlap.',
    });
  });
  reject(problems);
  const lengths = ranges.map(([low, high]) => high - low);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return {
    sample: (rng) => {
      const [low, high] = ranges[rng.categorical(lengths, total)]!;
      return { targetVelocity: rng.between(low, high) };
    },
  };
}
