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

/** What minibatches are cut out of: a rollout with its advantages and targets, both [T, B]. */
export interface Experience {
  readonly rollout: Rollout;
  readonly advantages: Float32Array;
  readonly targets: Float32Array;
}

/**
 * The minibatches of one pass over a rollout: its `slots` in that order, so many at a time. The rollout is read once,
 * from its beginning to its end; one minibatch after the other would read a little of every page of it each time. They lie in the
 * workspace, where there is one, until that restarts.
 */
export function cutMinibatches(
  { rollout, advantages, targets }: Experience,
  slots: readonly number[],
  size: number,
  workspace = new Workspace(),
): readonly Minibatch[] {
  const { steps } = rollout;
  workspace.restart();
  const moves = movesOf(rollout, slots, size, workspace);
  const rowsOf = (column: Float32Array) => {
    const width = column.length / (steps * rollout.slots);
    return moveRows(moves, column, width, workspace.floats(steps * slots.length * width));
  };
  const numbersOf = (column: Float32Array) =>
    moveNumbers(moves, column, workspace.floats(steps * slots.length));
  const all = {
    inputs: rowsOf(rollout.inputs),
    observations: rowsOf(rollout.observations),
    actions: rowsOf(rollout.actions),
    cleared: moveFlags(moves, rollout.cleared, workspace.bytes(steps * slots.length)),
    oldLogProbabilities: numbersOf(rollout.logProbabilities),
    advantages: numbersOf(advantages),
    targets: numbersOf(targets),
  };
  const minibatches: Minibatch[] = [];
  for (let first = 0; first < slots.length; first += size) {
    const count = Math.min(size, slots.length - first);
    const part = (column: Float32Array) => {
      const width = column.length / slots.length;
      return column.subarray(first * width, (first + count) * width);
    };
    minibatches.push({
      steps,
      slots: count,
      inputs: part(all.inputs),
      observations: part(all.observations),
      actions: part(all.actions),
      cleared: all.cleared.subarray(first * steps, (first + count) * steps),
      oldLogProbabilities: part(all.oldLogProbabilities),
      advantages: part(all.advantages),
      targets: part(all.targets),
    });
  }
  return minibatches;
}

/** One minibatch of these slots. */
export function cutMinibatch(experience: Experience, slots: readonly number[]): Minibatch {
  return cutMinibatches(experience, slots, slots.length)[0]!;
}

/** Which rows of a rollout go where, slot by slot in the order in which they lie there. */
interface Moves {
  readonly steps: number;
  /** Rows of one time step of the rollout. */
  readonly fromStride: number;
  /** The first row of each slot in the rollout, and in the minibatches; and there from each of its rows to the next. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly toStride: Int32Array;
}

function movesOf(
  { steps, slots: fromStride }: Rollout,
  slots: readonly number[],
  size: number,
  workspace: Workspace,
): Moves {
  const integers = () => workspace.integers(slots.length);
  const [from, to, toStride] = [integers(), integers(), integers()];
  const places = Array.from(slots, (_, place) => place).sort((a, b) => slots[a]! - slots[b]!);
  places.forEach((place, i) => {
    const first = place - (place % size);
    from[i] = slots[place]!;
    to[i] = first * steps + place - first;
    toStride[i] = Math.min(size, slots.length - first);
  });
  return { steps, fromStride, from, to, toStride };
}

// One function for each kind of column: a loop that meets several kinds of arrays is compiled for none of them.

/** Wider rows than this are copied by a call each, narrower ones number by number. */
const WIDE = 32;

function moveRows(
  moves: Moves,
  column: Float32Array,
  width: number,
  into: Float32Array,
): Float32Array {
  if (width === 1) return moveNumbers(moves, column, into);
  const { steps, fromStride, from, to, toStride } = moves;
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < from.length; i++) {
      let source = (t * fromStride + from[i]!) * width;
      let target = (to[i]! + t * toStride[i]!) * width;
      const end = source + width;
      if (width > WIDE) {
        into.set(column.subarray(source, end), target);
        continue;
      }
      for (; source + 4 <= end; source += 4, target += 4) {
        into[target] = column[source]!;
        into[target + 1] = column[source + 1]!;
        into[target + 2] = column[source + 2]!;
        into[target + 3] = column[source + 3]!;
      }
      while (source < end) into[target++] = column[source++]!;
    }
  }
  return into;
}

function moveNumbers(moves: Moves, column: Float32Array, into: Float32Array): Float32Array {
  const { steps, fromStride, from, to, toStride } = moves;
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < from.length; i++) {
      into[to[i]! + t * toStride[i]!] = column[t * fromStride + from[i]!]!;
    }
  }
  return into;
}

function moveFlags(moves: Moves, column: Uint8Array, into: Uint8Array): Uint8Array {
  const { steps, fromStride, from, to, toStride } = moves;
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < from.length; i++) {
      into[to[i]! + t * toStride[i]!] = column[t * fromStride + from[i]!]!;
    }
  }
  return into;
}
