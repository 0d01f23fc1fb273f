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
 * Cuts minibatches out of a rollout, with its advantages and targets, both [T, B]. Arrays are made once for each size and overwritten by the next
 * minibatch of that size: thousands of them are cut every second.
 */
export function minibatchCutter(
  rollout: Rollout,
  advantages: Float32Array,
  targets: Float32Array,
): (slots: readonly number[]) => Minibatch {
  const { steps } = rollout;
  const columns = {
    inputs: rollout.inputs,
    cleared: rollout.cleared,
    observations: rollout.observations,
    actions: rollout.actions,
    oldLogProbabilities: rollout.logProbabilities,
    advantages,
    targets,
  };
  const made = new Map<number, Minibatch>();
  const floats = (column: Float32Array, slots: number) =>
    new Float32Array((column.length / rollout.slots) * slots);
  const make = (slots: number): Minibatch => ({
    steps,
    slots,
    inputs: floats(columns.inputs, slots),
    cleared: new Uint8Array(steps * slots),
    observations: floats(columns.observations, slots),
    actions: floats(columns.actions, slots),
    oldLogProbabilities: new Float32Array(steps * slots),
    advantages: new Float32Array(steps * slots),
    targets: new Float32Array(steps * slots),
  });
  // Row numbers in the rollout of the minibatch's rows.
  const rows = new Int32Array(steps * rollout.slots);
  return (slots) => {
    const minibatch = made.get(slots.length) ?? make(slots.length);
    made.set(slots.length, minibatch);
    let row = 0;
    for (let t = 0; t < steps; t++) {
      for (const slot of slots) rows[row++] = t * rollout.slots + slot;
    }
    gatherRows(columns.inputs, rows, row, minibatch.inputs);
    gatherRows(columns.observations, rows, row, minibatch.observations);
    gatherRows(columns.actions, rows, row, minibatch.actions);
    gatherFlags(columns.cleared, rows, row, minibatch.cleared);
    gatherNumbers(columns.oldLogProbabilities, rows, row, minibatch.oldLogProbabilities);
    gatherNumbers(columns.advantages, rows, row, minibatch.advantages);
    gatherNumbers(columns.targets, rows, row, minibatch.targets);
    return minibatch;
  };
}

// One function for each kind of column: a loop that meets several kinds of arrays is compiled for none of them.

/** Wider rows than this are copied by a call each, narrower ones number by number. */
const WIDE = 32;

function gatherRows(from: Float32Array, rows: Int32Array, count: number, into: Float32Array): void {
  const width = into.length / count;
  if (width === 1) {
    gatherNumbers(from, rows, count, into);
    return;
  }
  let target = 0;
  for (let i = 0; i < count; i++) {
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
}

function gatherNumbers(
  from: Float32Array,
  rows: Int32Array,
  count: number,
  into: Float32Array,
): void {
  for (let i = 0; i < count; i++) into[i] = from[rows[i]!]!;
}

function gatherFlags(from: Uint8Array, rows: Int32Array, count: number, into: Uint8Array): void {
  for (let i = 0; i < count; i++) into[i] = from[rows[i]!]!;
}
