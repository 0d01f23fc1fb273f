import type { Reference } from './distribution.js';

/**
 * Where a meta-episode's return lies between chance and perfect adaptation: 0 is what the reference `random`
 * earns, 1 what `bayesOptimal` does. Above 1 it can only be by luck. Undefined unless both are known exactly
 * and differ.
 *
 * @example
 * normalised(total, distribution.references?.('test', tasks) ?? []);
 */
export function normalised(
  total: number,
  references: readonly Pick<Reference, 'name' | 'total' | 'exact'>[],
): number | undefined {
  const known = (name: string) =>
    references.find((each) => each.name === name && each.exact)?.total;
  const [chance, best] = [known('random'), known('bayesOptimal')];
  if (chance === undefined || best === undefined || best <= chance) return undefined;
  return (total - chance) / (best - chance);
}
