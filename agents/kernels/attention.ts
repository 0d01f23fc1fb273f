import { History } from './history.js';
import type { Workspace } from './workspace.js';

/**
 * Causal self-attention: softmax(Q Kᵀ / √d) V in every head (Vaswani et al. 2017, eq. 1), each decision looking at itself
 * and the earlier ones of its segment.
 */
export interface Attention {
  /** What it and its way back give lies in the workspace. */
  attend(sequences: AttentionSequences, workspace: Workspace): AttentionEvaluation;
  /** The same one decision at a time. */
  createCache(shape: AttentionShape): AttentionCache;
}

export interface AttentionShape {
  readonly slots: number;
  /** Heads, which divide the width. */
  readonly heads: number;
  /** Numbers of a query, of a key and of a value, C: those of all heads, side by side. */
  readonly width: number;
}

/** Whole sequences, time-major. */
export interface AttentionSequences extends AttentionShape {
  /** Query, key and value of every decision, [T·B, 3 C]. */
  readonly projected: Float32Array;
  /** How many decisions of its segment come before each, [T·B]. */
  readonly positions: Int32Array;
}

export interface AttentionEvaluation {
  /** [T·B, C]. */
  readonly out: Float32Array;
  /** The gradient of `projected`, which must not have changed, from that of `out`. */
  backward(d: Float32Array): Float32Array;
}

/** Keys and values of the decisions since the memory was cleared, in every slot. */
export interface AttentionCache {
  /**
   * Takes in one decision more of every slot, `projected` [B, 3 C], as the `positions`-th of its segment, [B], and writes
   * what it finds into `out`, [B, C]. What was kept from this position on is forgotten.
   */
  next(projected: Float32Array, positions: Int32Array, out: Float32Array): void;
}

/** On typed arrays, in JavaScript. */
export const typedArrayAttention: Attention = {
  attend: attendSequences,
  createCache({ slots, heads, width }) {
    const kept = new History(slots, 3 * width);
    return {
      next(projected, positions, out) {
        for (let slot = 0; slot < slots; slot++) {
          const before = positions[slot]!;
          const row = projected.subarray(slot * 3 * width, (slot + 1) * 3 * width);
          kept.keep(slot, before, row);
          const { rows, offset } = kept.at(slot, 0);
          const look = { rows, first: offset, stride: 3 * width, before, heads, width };
          attendRow(look, new Float32Array(heads * (before + 1)), 0, out, slot * width);
        }
      },
    };
  },
};

/** One decision among those that it looks at: rows of [query | key | value]. */
interface Look {
  readonly rows: Float32Array;
  /** Where its segment begins, and from each of its rows to the next. */
  readonly first: number;
  readonly stride: number;
  /** How many decisions come before it. */
  readonly before: number;
  readonly heads: number;
  readonly width: number;
}

/** Adds to `out` from `to` on what the decision finds, and leaves its weights, head by head, from `at` on. */
function attendRow(
  look: Look,
  weights: Float32Array,
  at: number,
  out: Float32Array,
  to: number,
): void {
  const { rows, first, stride, before, heads, width } = look;
  const depth = width / heads;
  const scale = 1 / Math.sqrt(depth);
  const own = first + before * stride;
  out.fill(0, to, to + width);
  for (let head = 0; head < heads; head++) {
    const [low, high] = [head * depth, (head + 1) * depth];
    const begin = at + head * (before + 1);
    let largest = Number.NEGATIVE_INFINITY;
    for (let s = 0; s <= before; s++) {
      const key = first + s * stride + width;
      let score = 0;
      for (let i = low; i < high; i++) score += rows[own + i]! * rows[key + i]!;
      weights[begin + s] = score * scale;
      largest = Math.max(largest, score * scale);
    }
    let total = 0;
    for (let s = 0; s <= before; s++) {
      weights[begin + s] = Math.exp(weights[begin + s]! - largest);
      total += weights[begin + s]!;
    }
    for (let s = 0; s <= before; s++) {
      weights[begin + s]! /= total;
      const share = weights[begin + s]!;
      const value = first + s * stride + 2 * width;
      for (let i = low; i < high; i++) out[to + i]! += share * rows[value + i]!;
    }
  }
}

function attendSequences(sequences: AttentionSequences, workspace: Workspace): AttentionEvaluation {
  const { slots, projected, positions, heads, width } = sequences;
  const count = positions.length;
  const out = workspace.floats(count * width);
  // Where the weights of each row's first head begin; one weight for each decision it sees, head by head.
  const starts = workspace.integers(count + 1);
  starts[0] = 0;
  for (let row = 0; row < count; row++) {
    starts[row + 1] = starts[row]! + heads * (positions[row]! + 1);
  }
  const weights = workspace.floats(starts[count]!);
  const stride = slots * 3 * width;
  const lookOf = (row: number): Look => {
    const before = positions[row]!;
    const first = row * 3 * width - before * stride;
    return { rows: projected, first, stride, before, heads, width };
  };
  for (let row = 0; row < count; row++) {
    attendRow(lookOf(row), weights, starts[row]!, out, row * width);
  }
  return {
    out,
    backward(d) {
      const gradient = workspace.zeros(projected.length);
      for (let row = 0; row < count; row++) {
        rowBackward(lookOf(row), weights, starts[row]!, d, row * width, gradient);
      }
      return gradient;
    },
  };
}

/** The way back through {@link attendRow}: adds to the gradient of the rows what `d`, from `to` on, brings. */
function rowBackward(
  look: Look,
  weights: Float32Array,
  at: number,
  d: Float32Array,
  to: number,
  gradient: Float32Array,
): void {
  const { rows, first, stride, before, heads, width } = look;
  const depth = width / heads;
  const scale = 1 / Math.sqrt(depth);
  const own = first + before * stride;
  const slopes = new Float32Array(before + 1);
  for (let head = 0; head < heads; head++) {
    const [low, high] = [head * depth, (head + 1) * depth];
    const begin = at + head * (before + 1);
    let mean = 0;
    for (let s = 0; s <= before; s++) {
      const value = first + s * stride + 2 * width;
      const share = weights[begin + s]!;
      let slope = 0;
      for (let i = low; i < high; i++) {
        slope += d[to + i]! * rows[value + i]!;
        gradient[value + i]! += share * d[to + i]!;
      }
      slopes[s] = slope;
      mean += share * slope;
    }
    for (let s = 0; s <= before; s++) {
      const slope = weights[begin + s]! * (slopes[s]! - mean) * scale;
      const key = first + s * stride + width;
      for (let i = low; i < high; i++) {
        gradient[own + i]! += slope * rows[key + i]!;
        gradient[key + i]! += slope * rows[own + i]!;
      }
    }
  }
}
