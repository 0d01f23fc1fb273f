import type { History } from './history.js';

export interface AttentionStep {
  /** The slot, and how many decisions of its segment come before this one; theirs and this one's rows are there. */
  readonly slot: number;
  readonly position: number;
  /** This decision's query, from `queryOffset` on. */
  readonly query: Float32Array;
  readonly queryOffset: number;
  readonly keys: History;
  readonly values: History;
  readonly heads: number;
}

/** {@link attendSequences} for one decision of one slot, written to `out` from `offset` on. */
export function attendStep(step: AttentionStep, out: Float32Array, offset: number): void {
  const { slot, position, query, queryOffset, keys, values, heads } = step;
  const keyWidth = keys.width / heads;
  const valueWidth = values.width / heads;
  const scale = 1 / Math.sqrt(keyWidth);
  const weights = new Float64Array(position + 1);
  out.fill(0, offset, offset + values.width);
  for (let head = 0; head < heads; head++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let s = 0; s <= position; s++) {
      const key = keys.at(slot, s);
      let score = 0;
      for (let i = head * keyWidth; i < (head + 1) * keyWidth; i++) {
        score += query[queryOffset + i]! * key.rows[key.offset + i]!;
      }
      weights[s] = score * scale;
      largest = Math.max(largest, weights[s]!);
    }
    let total = 0;
    for (let s = 0; s <= position; s++) {
      weights[s] = Math.exp(weights[s]! - largest);
      total += weights[s]!;
    }
    for (let s = 0; s <= position; s++) {
      const value = values.at(slot, s);
      const share = weights[s]! / total;
      for (let i = head * valueWidth; i < (head + 1) * valueWidth; i++) {
        out[offset + i]! += share * value.rows[value.offset + i]!;
      }
    }
  }
}

/** Attention of whole sequences on typed arrays, time-major. */
export interface AttentionSequences {
  readonly slots: number;
  /** [T·B, C] each, for all heads side by side; values may be of another width. */
  readonly queries: Float32Array;
  readonly keys: Float32Array;
  readonly values: Float32Array;
  /** How many decisions of its segment come before each, [T·B]. */
  readonly positions: Int32Array;
  readonly heads: number;
}

export interface AttentionEvaluation {
  /** [T·B, C of the values]. */
  readonly out: Float32Array;
  /** Gradients of queries, keys and values from that of `out`. */
  backward(d: Float32Array): {
    readonly queries: Float32Array;
    readonly keys: Float32Array;
    readonly values: Float32Array;
  };
}

/**
 * softmax(Q Kᵀ / √d) V in every head (Vaswani et al. 2017, eq. 1), each decision looking at itself and the earlier ones
 * of its segment, with its gradient written out.
 */
export function attendSequences(sequences: AttentionSequences): AttentionEvaluation {
  const { slots, queries, keys, values, positions, heads } = sequences;
  const rows = positions.length;
  const width = queries.length / rows;
  const valueWidth = values.length / rows;
  const scale = 1 / Math.sqrt(width / heads);
  // Where the weights of each row's first head begin; one weight for each decision it sees, head by head.
  const starts = new Int32Array(rows + 1);
  for (let row = 0; row < rows; row++)
    starts[row + 1] = starts[row]! + heads * (positions[row]! + 1);
  const weights = new Float32Array(starts[rows]!);
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const seen = positions[row]! + 1;
    const first = row - positions[row]! * slots;
    for (let head = 0; head < heads; head++) {
      const at = starts[row]! + head * seen;
      const from = (head * width) / heads;
      const to = ((head + 1) * width) / heads;
      let largest = Number.NEGATIVE_INFINITY;
      for (let s = 0; s < seen; s++) {
        const key = (first + s * slots) * width;
        let score = 0;
        for (let i = from; i < to; i++) score += queries[row * width + i]! * keys[key + i]!;
        weights[at + s] = score * scale;
        largest = Math.max(largest, score * scale);
      }
      let total = 0;
      for (let s = 0; s < seen; s++) {
        weights[at + s] = Math.exp(weights[at + s]! - largest);
        total += weights[at + s]!;
      }
      const [low, high] = [(head * valueWidth) / heads, ((head + 1) * valueWidth) / heads];
      for (let s = 0; s < seen; s++) {
        weights[at + s]! /= total;
        const share = weights[at + s]!;
        const value = (first + s * slots) * valueWidth;
        for (let i = low; i < high; i++) out[row * valueWidth + i]! += share * values[value + i]!;
      }
    }
  }
  return {
    out,
    backward(d) {
      const dQueries = new Float32Array(queries.length);
      const dKeys = new Float32Array(keys.length);
      const dValues = new Float32Array(values.length);
      for (let row = 0; row < rows; row++) {
        const seen = positions[row]! + 1;
        const first = row - positions[row]! * slots;
        const dWeights = new Float32Array(seen);
        for (let head = 0; head < heads; head++) {
          const at = starts[row]! + head * seen;
          const [low, high] = [(head * valueWidth) / heads, ((head + 1) * valueWidth) / heads];
          let mean = 0;
          for (let s = 0; s < seen; s++) {
            const value = (first + s * slots) * valueWidth;
            const share = weights[at + s]!;
            let slope = 0;
            for (let i = low; i < high; i++) {
              const dOut = d[row * valueWidth + i]!;
              slope += dOut * values[value + i]!;
              dValues[value + i]! += share * dOut;
            }
            dWeights[s] = slope;
            mean += share * slope;
          }
          const from = (head * width) / heads;
          const to = ((head + 1) * width) / heads;
          for (let s = 0; s < seen; s++) {
            const dScore = weights[at + s]! * (dWeights[s]! - mean) * scale;
            const key = (first + s * slots) * width;
            for (let i = from; i < to; i++) {
              dQueries[row * width + i]! += dScore * keys[key + i]!;
              dKeys[key + i]! += dScore * queries[row * width + i]!;
            }
          }
        }
      }
      return { queries: dQueries, keys: dKeys, values: dValues };
    },
  };
}
