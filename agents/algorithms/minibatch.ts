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
  const copy = <A extends Float32Array | Uint8Array>(
    from: A,
    slots: readonly number[],
    into: A,
  ) => {
    const width = into.length / (steps * slots.length);
    let target = 0;
    for (let t = 0; t < steps; t++) {
      for (const slot of slots) {
        const start = (t * rollout.slots + slot) * width;
        // A call for each row pays only where rows are long.
        if (width > 16) into.set(from.subarray(start, start + width), target);
        else for (let i = 0; i < width; i++) into[target + i] = from[start + i]!;
        target += width;
      }
    }
  };
  return (slots) => {
    const minibatch = made.get(slots.length) ?? make(slots.length);
    made.set(slots.length, minibatch);
    copy(columns.inputs, slots, minibatch.inputs);
    copy(columns.cleared, slots, minibatch.cleared);
    copy(columns.observations, slots, minibatch.observations);
    copy(columns.actions, slots, minibatch.actions);
    copy(columns.oldLogProbabilities, slots, minibatch.oldLogProbabilities);
    copy(columns.advantages, slots, minibatch.advantages);
    copy(columns.targets, slots, minibatch.targets);
    return minibatch;
  };
}
