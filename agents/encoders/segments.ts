import type { Workspace } from '../kernels/workspace.js';
import type { Sequences } from '../networks.js';

/**
 * How many decisions of its segment come before each decision, [T, B]: 0 where the memory is cleared. A segment is what
 * is remembered: the decisions since the memory was last cleared.
 */
export function positions(
  { steps, slots, cleared }: Pick<Sequences, 'steps' | 'slots' | 'cleared'>,
  workspace: Workspace,
): Int32Array {
  const result = workspace.integers(steps * slots);
  result.fill(0, 0, slots);
  for (let i = slots; i < result.length; i++) {
    result[i] = cleared[i] === 1 ? 0 : result[i - slots]! + 1;
  }
  return result;
}

/**
 * How many decisions of its segment each slot has behind it. What is kept of later ones is never read, so
 * to forget, or to go back, is to change these numbers.
 */
export class Positions {
  readonly counts: Int32Array;

  constructor(slots: number) {
    this.counts = new Int32Array(slots);
  }

  clear(): void {
    this.counts.fill(0);
  }

  snapshot(): () => void {
    const kept = this.counts.slice();
    return () => this.counts.set(kept);
  }

  /** Forgets where `cleared` is 1. */
  begin(cleared: Uint8Array): void {
    for (let slot = 0; slot < cleared.length; slot++) {
      if (cleared[slot] === 1) this.counts[slot] = 0;
    }
  }

  /** One decision more in every slot. */
  end(): void {
    for (let slot = 0; slot < this.counts.length; slot++) this.counts[slot]!++;
  }
}
