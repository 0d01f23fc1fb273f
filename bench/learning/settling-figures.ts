import type { Results } from '../../schemas/results.js';
import { round } from '../update.js';

/**
 * How soon every quantity with an aim settles in the first episode, by seed. The median is left out where a seed has
 * none, that is where it does not settle in half of the tasks.
 */
export function settlingFigures(
  results: readonly Pick<Results, 'quantities'>[],
): Record<string, readonly number[]> {
  const figures: Record<string, readonly number[]> = {};
  for (const id of Object.keys(results[0]?.quantities ?? {})) {
    const seeds = results.flatMap(({ quantities }) => quantities?.[id]?.settling ?? []);
    if (seeds.length === 0) continue;
    figures[`${id} settled in the first episode, % of tasks, by seed`] = seeds.map(({ share }) =>
      round(100 * (share[0] ?? 0), 1),
    );
    const medians = seeds.flatMap(({ medianSteps }) => medianSteps[0] ?? []);
    if (medians.length === seeds.length) figures['median steps until then, by seed'] = medians;
  }
  return figures;
}
