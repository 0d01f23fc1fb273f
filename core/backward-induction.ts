/** How large a finite MDP is, and for how many steps it is planned. */
export interface FiniteHorizon {
  /** S. */
  readonly states: number;
  /** A. */
  readonly actions: number;
  /** H. */
  readonly horizon: number;
}

/**
 * What an action is worth: its reward, and the value of what follows. `pair` is s · A + a; `next`, [S], is what
 * each state is worth one step later.
 */
export type Backup = (pair: number, next: Float64Array) => number;

/** Values of a finite MDP over a finite horizon, undiscounted. */
export interface FiniteHorizonValues {
  /** Of each action, [H, S, A]; the first axis is the step, 0 … H − 1. */
  readonly actionValues: Float64Array;
  /** Of each state, [H + 1, S]; 0 after the last step. */
  readonly values: Float64Array;
}

/**
 * Dynamic programming from the last step to the first (Bellman 1957): the values of acting best from every step
 * on, or of choosing every action with the same probability (`mean`). O(H · S · A) backups.
 *
 * @example
 * const { values } = backwardInduction({ states, actions, horizon }, backupOf(rewards, transitions));
 * values[start]; // what the best policy earns in an episode
 */
export function backwardInduction(
  { states, actions, horizon }: FiniteHorizon,
  backup: Backup,
  rule: 'best' | 'mean' = 'best',
): FiniteHorizonValues {
  const pairs = states * actions;
  const actionValues = new Float64Array(horizon * pairs);
  const values = new Float64Array((horizon + 1) * states);
  for (let step = horizon - 1; step >= 0; step--) {
    const next = values.subarray((step + 1) * states, (step + 2) * states);
    for (let state = 0; state < states; state++) {
      let best = Number.NEGATIVE_INFINITY;
      let sum = 0;
      for (let pair = state * actions; pair < (state + 1) * actions; pair++) {
        const value = backup(pair, next);
        actionValues[step * pairs + pair] = value;
        best = Math.max(best, value);
        sum += value;
      }
      values[step * states + state] = rule === 'best' ? best : sum / actions;
    }
  }
  return { actionValues, values };
}

/** The backup of a known MDP: mean rewards, [S, A], and transition probabilities, [S, A, S]. */
export function backupOf(rewards: ArrayLike<number>, transitions: ArrayLike<number>): Backup {
  return (pair, next) => {
    const states = next.length;
    let value = rewards[pair]!;
    for (let i = 0, from = pair * states; i < states; i++)
      value += transitions[from + i]! * next[i]!;
    return value;
  };
}
