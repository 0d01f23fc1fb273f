import { Workspace } from '../kernels/workspace.js';
import type { Rollout } from '../rollout.js';

/** Some slots of a rollout with all their decisions: N = T × slots, time-major. */
export interface Minibatch {
  readonly steps: number;
  readonly slots: number;
  /** As in {@link Rollout}, [N, I], [N], [N, O] and [N, A]. */
  readonly inputs: Float32Array;
  readonly cleared: Uint8Array;
  readonly observations: Float32Array;
  readonly actions: Float32Array;
  /** [N]. */
  readonly oldLogProbabilities: Float32Array;
  /** [N]. */
  readonly advantages: Float32Array;
  /** What the value should be, as the value head has it, [N]. */
  readonly targets: Float32Array;
}

/**
 * Cuts minibatches out of a rollout, with its advantages and targets, both [T, B]. They lie in the workspace, so each
 * is gone when the next one is cut: there are thousands every second.
 */
export function minibatchCutter(
  rollout: Rollout,
  advantages: Float32Array,
  targets: Float32Array,
  workspace = new Workspace(),
): (slots: readonly number[]) => Minibatch {
  const { steps } = rollout;
  return (slots) => {
    workspace.restart();
    const count = steps * slots.length;
    // Row numbers in the rollout of the minibatch's rows.
    const rows = workspace.integers(count);
    let row = 0;
    for (let t = 0; t < steps; t++) {
      for (const slot of slots) rows[row++] = t * rollout.slots + slot;
    }
    const rowsOf = (column: Float32Array) => {
      const width = column.length / (steps * rollout.slots);
      return gatherRows(column, rows, width, workspace.floats(count * width));
    };
    const numbersOf = (column: Float32Array) =>
      gatherNumbers(column, rows, workspace.floats(count));
    return {
      steps,
      slots: slots.length,
      inputs: rowsOf(rollout.inputs),
      observations: rowsOf(rollout.observations),
      actions: rowsOf(rollout.actions),
      cleared: gatherFlags(rollout.cleared, rows, workspace.bytes(count)),
      oldLogProbabilities: numbersOf(rollout.logProbabilities),
      advantages: numbersOf(advantages),
      targets: numbersOf(targets),
    };
  };
}

// One function for each kind of column: a loop that meets several kinds of arrays is compiled for none of them.

/** Wider rows than this are copied by a call each, narrower ones number by number. */
const WIDE = 32;

function gatherRows(
  from: Float32Array,
  rows: Int32Array,
  width: number,
  into: Float32Array,
): Float32Array {
  if (width === 1) return gatherNumbers(from, rows, into);
  let target = 0;
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]! * width;
    const end = start + width;
    if (width > WIDE) {
      into.set(from.subarray(start, end), target);
      target += width;
      continue;
    }
    let source = start;
    for (; source + 4 <= end; source += 4, target += 4) {
      into[target] = from[source]!;
      into[target + 1] = from[source + 1]!;
      into[target + 2] = from[source + 2]!;
      into[target + 3] = from[source + 3]!;
    }
    while (source < end) into[target++] = from[source++]!;
  }
  return into;
}

function gatherNumbers(from: Float32Array, rows: Int32Array, into: Float32Array): Float32Array {
  for (let i = 0; i < rows.length; i++) into[i] = from[rows[i]!]!;
  return into;
}

function gatherFlags(from: Uint8Array, rows: Int32Array, into: Uint8Array): Uint8Array {
  for (let i = 0; i < rows.length; i++) into[i] = from[rows[i]!]!;
  return into;
}
