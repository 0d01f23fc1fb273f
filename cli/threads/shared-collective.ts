import type { Collective } from '../../agents/collective.js';
import { MovingCheeseError } from '../../core/errors.js';

/** The memory that all copies of a run share; it can be sent to worker threads. */
export interface SharedMemory {
  readonly size: number;
  /** Numbers that are summed at once; longer vectors take several rounds. */
  readonly capacity: number;
  /** Control words, see below. */
  readonly control: SharedArrayBuffer;
  /** Two sets of one row for each copy. */
  readonly rows: SharedArrayBuffer;
}

/** Raised in copies that wait for one that will never come. Its own failure is reported elsewhere. */
export class AbandonedError extends MovingCheeseError {
  override name = 'AbandonedError';
}

// Control words.
const ARRIVED = 0;
const ROUND = 1;
const ABANDONED = 2;
const WORDS = 3;

/**
 * Looks at the round this often, about a millisecond, before going to sleep: copies meet a thousand times
 * a second, and being woken up can take longer than the work in between.
 */
const SPINS = 200_000;
/** Sleeps at most this long between looks at whether the run was abandoned. */
const SLEEP_MILLISECONDS = 500;

export function createSharedMemory(size: number, capacity = 1 << 15): SharedMemory {
  return {
    size,
    capacity,
    control: new SharedArrayBuffer(WORDS * 4),
    rows: new SharedArrayBuffer(2 * size * capacity * 4),
  };
}

/**
 * A collective over threads of one process. Each copy writes its numbers into a row of its own, all
 * meet at a barrier, and each adds up all rows in the order of ranks: the same sums to the bit
 * everywhere. Rounds alternate between two sets of rows, so that one barrier a round is enough: nobody
 * can begin to overwrite a set before everybody has passed the next barrier, thus has read it.
 */
export function sharedCollective(memory: SharedMemory, rank: number): Collective {
  const { size, capacity } = memory;
  const control = new Int32Array(memory.control);
  const sets = [0, 1].map((set) =>
    Array.from(
      { length: size },
      (_, row) => new Float32Array(memory.rows, (set * size + row) * capacity * 4, capacity),
    ),
  );
  const totals = new Float64Array(capacity);
  let round = 0;
  const sumPart = (values: Float32Array) => {
    const rows = sets[round++ % 2]!;
    rows[rank]!.set(values);
    meet(control, size);
    const [first, second] = rows;
    if (size === 2 && first && second) {
      // The usual case, four times faster without the detour below, to the same result.
      for (let i = 0; i < values.length; i++) values[i] = first[i]! + second[i]!;
      return;
    }
    totals.fill(0, 0, values.length);
    for (const row of rows) for (let i = 0; i < values.length; i++) totals[i]! += row[i]!;
    for (let i = 0; i < values.length; i++) values[i] = totals[i]!;
  };
  return {
    size,
    rank,
    sum(values) {
      for (let start = 0; start < values.length; start += capacity) {
        sumPart(values.subarray(start, start + capacity));
      }
    },
  };
}

/** Releases all copies that wait, now and later: they throw `AbandonedError`. */
export function abandon({ control }: SharedMemory): void {
  const words = new Int32Array(control);
  Atomics.store(words, ABANDONED, 1);
  Atomics.notify(words, ROUND);
}

/** Waits until all copies have come. */
function meet(control: Int32Array, size: number): void {
  const round = Atomics.load(control, ROUND);
  if (Atomics.add(control, ARRIVED, 1) === size - 1) {
    Atomics.store(control, ARRIVED, 0);
    Atomics.add(control, ROUND, 1);
    Atomics.notify(control, ROUND);
  } else {
    for (let spin = 0; spin < SPINS; spin++) {
      if (Atomics.load(control, ROUND) !== round) break;
    }
    while (Atomics.load(control, ROUND) === round && Atomics.load(control, ABANDONED) === 0) {
      Atomics.wait(control, ROUND, round, SLEEP_MILLISECONDS);
    }
  }
  if (Atomics.load(control, ABANDONED) === 1) {
    throw new AbandonedError('Another copy of the run has failed. Its own message says why.');
  }
}
