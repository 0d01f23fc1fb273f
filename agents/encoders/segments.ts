import type { Sequences } from '../networks.js';

/**
 * How many decisions of its segment come before each decision, [T, B]: 0 where the memory is cleared. A segment is what
 * is remembered: the decisions since the memory was last cleared.
 */
export function positions({
  steps,
  slots,
  cleared,
}: Pick<Sequences, 'steps' | 'slots' | 'cleared'>): Int32Array {
  const result = new Int32Array(steps * slots);
  for (let i = slots; i < result.length; i++) {
    result[i] = cleared[i] === 1 ? 0 : result[i - slots]! + 1;
  }
  return result;
}
