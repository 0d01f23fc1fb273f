// AssemblyScript. Causal attention, softmax(Q Kᵀ / √d) V (Vaswani et al. 2017, eq. 1). Queries, keys and values of every
// head are lanes: their rows, one for each decision, follow each other, so that what a decision looks at is one stream. A
// slot has its lanes of queries, of keys and of values after each other. Rows are padded with zeros to pairs of vectors.
// Weights are not kept for the way back: to make them again costs less than to carry T² of them about.
import { POWER_OF_E, squash } from './squash';

/** What the padding of scores is, of which softmax makes nothing. */
const NEVER: f32 = -3e38;

/** Bytes of `count` floats, rounded up to whole vectors. */
function vectorBytes(count: i32): usize {
  return (<usize>((count + 3) & ~3)) << 2;
}

/** Rows [steps, slots] of heads of `width` floats to lanes [slots, heads, steps] of `bytes`, the rest of which is zero. */
export function splitHeads(
  rows: usize,
  steps: i32,
  slots: i32,
  heads: i32,
  width: i32,
  bytes: usize,
  lanes: usize,
): void {
  const tight = (<usize>width) << 2;
  const laneBytes = <usize>steps * bytes;
  for (let t = 0; t < steps; t++) {
    let to = lanes + <usize>t * bytes;
    for (let lane = 0; lane < slots * heads; lane++) {
      let i: usize = 0;
      for (; i + 16 <= tight; i += 16) v128.store(to + i, v128.load(rows + i));
      for (; i < tight; i += 4) store<f32>(to + i, load<f32>(rows + i));
      for (; i < bytes; i += 4) store<f32>(to + i, 0);
      rows += tight;
      to += laneBytes;
    }
  }
}

/** The way back of `splitHeads`. */
export function joinHeads(
  lanes: usize,
  steps: i32,
  slots: i32,
  heads: i32,
  width: i32,
  bytes: usize,
  rows: usize,
): void {
  const tight = (<usize>width) << 2;
  const laneBytes = <usize>steps * bytes;
  for (let t = 0; t < steps; t++) {
    let from = lanes + <usize>t * bytes;
    for (let lane = 0; lane < slots * heads; lane++) {
      let i: usize = 0;
      for (; i + 16 <= tight; i += 16) v128.store(rows + i, v128.load(from + i));
      for (; i < tight; i += 4) store<f32>(rows + i, load<f32>(from + i));
      rows += tight;
      from += laneBytes;
    }
  }
}

/** out[count] = scale · x · rowᵀ, for four rows at a time; up to whole vectors filled with `rest`. */
function dotRows(
  x: usize,
  rows: usize,
  count: i32,
  bytes: usize,
  scale: f32,
  rest: f32,
  out: usize,
): void {
  const factor = f32x4.splat(scale);
  const end = out + ((<usize>count) << 2);
  const last = out + vectorBytes(count);
  for (; out < last; out += 16) {
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    const second = rows + bytes;
    const third = second + bytes;
    const fourth = third + bytes;
    for (let i: usize = 0; i < bytes; i += 16) {
      const own = v128.load(x + i);
      s0 = f32x4.add(s0, f32x4.mul(own, v128.load(rows + i)));
      s1 = f32x4.add(s1, f32x4.mul(own, v128.load(second + i)));
      s2 = f32x4.add(s2, f32x4.mul(own, v128.load(third + i)));
      s3 = f32x4.add(s3, f32x4.mul(own, v128.load(fourth + i)));
    }
    // From four sums of four each to one vector of sums.
    const low = f32x4.add(
      v128.shuffle<f32>(s0, s1, 0, 1, 4, 5),
      v128.shuffle<f32>(s0, s1, 2, 3, 6, 7),
    );
    const high = f32x4.add(
      v128.shuffle<f32>(s2, s3, 0, 1, 4, 5),
      v128.shuffle<f32>(s2, s3, 2, 3, 6, 7),
    );
    const sums = f32x4.add(
      v128.shuffle<f32>(low, high, 0, 2, 4, 6),
      v128.shuffle<f32>(low, high, 1, 3, 5, 7),
    );
    v128.store(out, f32x4.mul(sums, factor));
    rows = fourth + bytes;
  }
  // Rows past the end are of no account, whatever lies there.
  for (let at = end; at < last; at += 4) store<f32>(at, rest);
}

/** The weight of each of `seen` keys for a query, [seen], up to whole vectors filled with next to nothing. */
function weigh(
  query: usize,
  keys: usize,
  seen: i32,
  bytes: usize,
  scale: f32,
  weights: usize,
): void {
  dotRows(query, keys, seen, bytes, scale, NEVER, weights);
  const end = weights + vectorBytes(seen);
  let largest = v128.load(weights);
  for (let at = weights + 16; at < end; at += 16) largest = f32x4.max(largest, v128.load(at));
  largest = f32x4.max(largest, v128.shuffle<f32>(largest, largest, 2, 3, 0, 1));
  largest = f32x4.max(largest, v128.shuffle<f32>(largest, largest, 1, 0, 3, 2));
  for (let at = weights; at < end; at += 16) {
    v128.store(at, f32x4.sub(v128.load(at), largest));
  }
  squash(weights, end - weights, POWER_OF_E);
  let total = f32x4.splat(0);
  for (let at = weights; at < end; at += 16) total = f32x4.add(total, v128.load(at));
  total = f32x4.add(total, v128.shuffle<f32>(total, total, 2, 3, 0, 1));
  total = f32x4.add(total, v128.shuffle<f32>(total, total, 1, 0, 3, 2));
  const share = f32x4.div(f32x4.splat(1), total);
  for (let at = weights; at < end; at += 16) v128.store(at, f32x4.mul(v128.load(at), share));
}

/** out = the sum of `count` rows, weighed. */
function weighedSum(weights: usize, rows: usize, count: i32, bytes: usize, out: usize): void {
  const end = weights + ((<usize>count) << 2);
  for (let i: usize = 0; i < bytes; i += 32) {
    let left = f32x4.splat(0);
    let right = f32x4.splat(0);
    let row = rows + i;
    for (let at = weights; at < end; at += 4) {
      const weight = v128.load_splat<f32>(at);
      left = f32x4.add(left, f32x4.mul(weight, v128.load(row)));
      right = f32x4.add(right, f32x4.mul(weight, v128.load(row, 16)));
      row += bytes;
    }
    v128.store(out + i, left);
    v128.store(out + i, right, 16);
  }
}

/**
 * Whole sequences: lanes [slots, 3, heads, steps] of `bytes`; positions [steps, slots] say how many earlier decisions
 * each one looks back on. Writes what is found into `out`, lanes [slots, heads, steps]. `weights` holds a float for each
 * step, rounded up to whole vectors. Up to three rows past the last are read.
 */
export function attend(
  steps: i32,
  slots: i32,
  heads: i32,
  positions: usize,
  bytes: usize,
  scale: f32,
  lanes: usize,
  out: usize,
  weights: usize,
): void {
  const laneBytes = <usize>steps * bytes;
  const partBytes = <usize>heads * laneBytes;
  for (let slot = 0; slot < slots; slot++) {
    for (let head = 0; head < heads; head++) {
      for (let t = 0; t < steps; t++) {
        const before = load<i32>(positions + ((<usize>(t * slots + slot)) << 2));
        const keys = lanes + partBytes + <usize>(t - before) * bytes;
        weigh(lanes + <usize>t * bytes, keys, before + 1, bytes, scale, weights);
        weighedSum(weights, keys + partBytes, before + 1, bytes, out);
        out += bytes;
      }
      lanes += laneBytes;
    }
    lanes += 2 * partBytes;
  }
}

/**
 * The way back through `attend` from `d`, the gradient of its `out`: that of `lanes` into `gradient`, which is zero
 * before. `scratch` holds twice what `weights` does.
 */
export function attendBackward(
  steps: i32,
  slots: i32,
  heads: i32,
  positions: usize,
  bytes: usize,
  scale: f32,
  lanes: usize,
  d: usize,
  gradient: usize,
  scratch: usize,
): void {
  const laneBytes = <usize>steps * bytes;
  const partBytes = <usize>heads * laneBytes;
  for (let slot = 0; slot < slots; slot++) {
    for (let head = 0; head < heads; head++) {
      for (let t = 0; t < steps; t++) {
        const before = load<i32>(positions + ((<usize>(t * slots + slot)) << 2));
        const query = lanes + <usize>t * bytes;
        const keys = lanes + partBytes + <usize>(t - before) * bytes;
        const size = vectorBytes(before + 1);
        const slopes = scratch + size;
        weigh(query, keys, before + 1, bytes, scale, scratch);
        dotRows(d, keys + partBytes, before + 1, bytes, 1, 0, slopes);
        scoreSlopes(scratch, slopes, size, scale);
        weighedSum(slopes, keys, before + 1, bytes, gradient + <usize>t * bytes);
        const dKeys = gradient + partBytes + <usize>(t - before) * bytes;
        addWeighed(slopes, query, before + 1, bytes, dKeys);
        addWeighed(scratch, d, before + 1, bytes, dKeys + partBytes);
        d += bytes;
      }
      lanes += laneBytes;
      gradient += laneBytes;
    }
    lanes += 2 * partBytes;
    gradient += 2 * partBytes;
  }
}

/** From the gradient of weights to that of scores before their scale, in place: the way back through softmax. */
function scoreSlopes(weights: usize, slopes: usize, size: usize, scale: f32): void {
  let mean = f32x4.splat(0);
  for (let i: usize = 0; i < size; i += 16) {
    mean = f32x4.add(mean, f32x4.mul(v128.load(weights + i), v128.load(slopes + i)));
  }
  mean = f32x4.add(mean, v128.shuffle<f32>(mean, mean, 2, 3, 0, 1));
  mean = f32x4.add(mean, v128.shuffle<f32>(mean, mean, 1, 0, 3, 2));
  const factor = f32x4.splat(scale);
  for (let i: usize = 0; i < size; i += 16) {
    const above = f32x4.mul(f32x4.sub(v128.load(slopes + i), mean), factor);
    v128.store(slopes + i, f32x4.mul(v128.load(weights + i), above));
  }
}

/** Adds x, weighed, to each of `count` rows. */
function addWeighed(weights: usize, x: usize, count: i32, bytes: usize, rows: usize): void {
  for (let i: usize = 0; i < bytes; i += 32) {
    const left = v128.load(x + i);
    const right = v128.load(x + i, 16);
    let row = rows + i;
    const end = weights + ((<usize>count) << 2);
    for (let at = weights; at < end; at += 4) {
      const weight = v128.load_splat<f32>(at);
      v128.store(row, f32x4.add(v128.load(row), f32x4.mul(weight, left)));
      v128.store(row, f32x4.add(v128.load(row, 16), f32x4.mul(weight, right)), 16);
      row += bytes;
    }
  }
}

/**
 * One decision more of every slot, lanes [slots, 3, heads] of one row each. Keys and values are kept in `cache`, lanes
 * [slots, 2, heads, capacity], as the `positions`-th; capacity is a multiple of 4. Writes what the queries find into
 * `out`, [slots, heads].
 */
export function attendNext(
  slots: i32,
  heads: i32,
  positions: usize,
  bytes: usize,
  scale: f32,
  lanes: usize,
  cache: usize,
  capacity: i32,
  out: usize,
  weights: usize,
): void {
  const laneBytes = <usize>capacity * bytes;
  const partBytes = <usize>heads * laneBytes;
  for (let slot = 0; slot < slots; slot++) {
    const before = load<i32>(positions + ((<usize>slot) << 2));
    for (let head = 0; head < heads; head++) {
      const values = cache + partBytes;
      const place = <usize>before * bytes;
      const key = lanes + <usize>heads * bytes;
      const value = key + <usize>heads * bytes;
      for (let i: usize = 0; i < bytes; i += 16) {
        v128.store(cache + place + i, v128.load(key + i));
        v128.store(values + place + i, v128.load(value + i));
      }
      weigh(lanes, cache, before + 1, bytes, scale, weights);
      weighedSum(weights, values, before + 1, bytes, out);
      lanes += bytes;
      cache += laneBytes;
      out += bytes;
    }
    lanes += 2 * <usize>heads * bytes;
    cache += partBytes;
  }
}
