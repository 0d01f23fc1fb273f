import type { Backup } from '../core/backward-induction.js';

/**
 * The backup of extended value iteration (Jaksch, Ortner and Auer 2010, figure 2): mean rewards, [S, A], and of all
 * transition probabilities within `radii`, [S, A], in the 1-norm, of those given, [S, A, S], the ones that lead to
 * the most. They move half the radius of probability to the best state, away from the worst ones.
 */
export function optimisticBackup(
  rewards: Float64Array,
  transitions: Float64Array,
  radii: Float64Array,
): Backup {
  let ordered: Float64Array | undefined;
  let worstFirst: readonly number[] = [];
  return (pair, next) => {
    // All pairs of a step are asked for the same values: sort them once.
    if (next !== ordered) {
      ordered = next;
      worstFirst = Array.from(next.keys()).sort((a, b) => next[a]! - next[b]!);
    }
    const states = next.length;
    const from = pair * states;
    const best = worstFirst[states - 1]!;
    let moved = Math.min(radii[pair]! / 2, 1 - transitions[from + best]!);
    let value = rewards[pair]! + moved * next[best]!;
    for (const state of worstFirst) {
      const probability = transitions[from + state]!;
      const taken = state === best ? 0 : Math.min(moved, probability);
      moved -= taken;
      value += (probability - taken) * next[state]!;
    }
    return value;
  };
}
