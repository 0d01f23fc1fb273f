// AssemblyScript. The recurrent sweeps. Widths are padded to H' = 8 · ceil(H / 8); padded weights are
// zero, which keeps padded memory and padded gradients zero.
//
// A row of gates is [u | r | z | n], 4 H' floats: what the recurrent matrix produces (u, r, z) and
// what the input matrix produces (r, z, n) are then both contiguous, and both products accumulate in
// place. The forward sweep leaves the activations there, the backward sweep replaces them by the
// gradients with respect to the pre-activations [du | dr | dz | dn].
import { multiply, OUTER_BLOCK, outerProduct } from './matrix';
import { fillRows } from './rows';
import { multiplySparse, outerProductSparse } from './sparse';
import { LOGISTIC, squash, TANH } from './squash';

/** Rows handled between matrix product and activation, so that their gates are still cached. */
const CHUNK: i32 = 16;

/**
 * From pre-activations to h' = (1 - z) n + z h for one row.
 * gates [u | r | z | n] in place; previous, next [H'].
 */
export function activate(gates: usize, previous: usize, next: usize, bytes: usize): void {
  const r = gates + bytes;
  const z = r + bytes;
  const n = z + bytes;
  squash(r, bytes << 1, LOGISTIC);
  for (let j: usize = 0; j < bytes; j += 16) {
    const gated = f32x4.mul(v128.load(r + j), v128.load(gates + j));
    v128.store(n + j, f32x4.add(v128.load(n + j), gated));
  }
  squash(n, bytes, TANH);
  for (let j: usize = 0; j < bytes; j += 16) {
    const candidate = v128.load(n + j);
    const change = f32x4.sub(v128.load(previous + j), candidate);
    v128.store(next + j, f32x4.add(candidate, f32x4.mul(v128.load(z + j), change)));
  }
}

/**
 * All time steps. The input projection of a few rows is made just before they are needed: for all
 * steps at once it would travel to main memory and back.
 *
 * Sparse inputs: values are row starts, entries their non-zeros, inputWeights [I, 3 H']. Dense inputs
 * (entries 0): values [T, B, I], inputWeights packed. gateBias is the row [c | br | bz | bn].
 * gates [T, B, 4 H'] receives the activations. memory [T, B, H'] receives what each step starts from,
 * after clearing; its first step is the caller's. output [T, B, H'] receives h.
 */
export function sweepForward(
  steps: i32,
  batch: i32,
  inputs: i32,
  hidden: i32,
  padded: i32,
  values: usize,
  entries: usize,
  inputWeights: usize,
  gateBias: usize,
  recurrent: usize,
  cleared: usize,
  gates: usize,
  memory: usize,
  output: usize,
): void {
  const bytes = (<usize>padded) << 2;
  const gateBytes = bytes << 2;
  const panels = (padded >> 3) * 3;
  const rows = steps * batch;
  for (let step = 0; step < steps; step++) {
    for (let member = 0; member < batch; member += CHUNK) {
      const first = step * batch + member;
      const count = min(CHUNK, batch - member);
      let row = gates + <usize>first * gateBytes;
      let previous = memory + <usize>first * bytes;
      fillRows(gateBias, row, gateBytes, count, padded << 2);
      const projected = row + bytes;
      if (entries) {
        const starts = values + ((<usize>first) << 2);
        multiplySparse(starts, entries, count, inputWeights, padded * 3, projected, gateBytes);
      } else {
        const stride = (<usize>inputs) << 2;
        const from = values + <usize>first * stride;
        multiply(from, stride, count, inputs, inputWeights, panels, projected, gateBytes);
      }
      multiply(previous, bytes, count, hidden, recurrent, panels, row, gateBytes);
      for (let i = first; i < first + count; i++) {
        const h = output + <usize>i * bytes;
        activate(row, previous, h, bytes);
        const following = i + batch;
        if (following < rows) {
          const next = memory + <usize>following * bytes;
          if (load<u8>(cleared + following)) {
            for (let j: usize = 0; j < bytes; j += 16) v128.store(next + j, f32x4.splat(0));
          } else {
            for (let j: usize = 0; j < bytes; j += 16) v128.store(next + j, v128.load(h + j));
          }
        }
        row += gateBytes;
        previous += bytes;
      }
    }
  }
}

/**
 * One row backwards. `carry` [H'] is the gradient that came from the following step, and leaves
 * holding the part dh z that reaches h directly.
 */
function differentiate(
  gates: usize,
  previous: usize,
  outputGradient: usize,
  carry: usize,
  sums: usize,
  bytes: usize,
): void {
  const one = f32x4.splat(1);
  const twice = bytes << 1;
  const thrice = twice + bytes;
  for (let j: usize = 0; j < bytes; j += 16) {
    const slot = gates + j;
    const u = v128.load(slot);
    const r = v128.load(slot + bytes);
    const z = v128.load(slot + twice);
    const n = v128.load(slot + thrice);
    const dh = f32x4.add(v128.load(carry + j), v128.load(outputGradient + j));
    const kept = f32x4.mul(dh, z);
    const dn = f32x4.mul(f32x4.sub(dh, kept), f32x4.sub(one, f32x4.mul(n, n)));
    const change = f32x4.mul(f32x4.sub(v128.load(previous + j), n), kept);
    const dz = f32x4.mul(change, f32x4.sub(one, z));
    const du = f32x4.mul(dn, r);
    const dr = f32x4.mul(f32x4.mul(du, u), f32x4.sub(one, r));
    v128.store(carry + j, kept);
    v128.store(slot, du);
    v128.store(slot + bytes, dr);
    v128.store(slot + twice, dz);
    v128.store(slot + thrice, dn);
    const sum = sums + j;
    v128.store(sum, f32x4.add(v128.load(sum), du));
    v128.store(sum + bytes, f32x4.add(v128.load(sum + bytes), dr));
    v128.store(sum + twice, f32x4.add(v128.load(sum + twice), dz));
    v128.store(sum + thrice, f32x4.add(v128.load(sum + thrice), dn));
  }
}

/**
 * All time steps backwards, with the weight gradients summed on the way while their rows are cached.
 *
 * values and entries hold the inputs as in `sweepForward`. gates become gradients. recurrent is
 * Whᵀ [3 H', H'] packed, its rows in the order u, r, z. Accumulated into, zero on entry: carry [B, H'],
 * which returns the gradient with respect to the initial memory; sums [4 H'] of the biases
 * [c | br | bz | bn]; dInputs [I rounded up to 4, 3 H'] in the order r, z, n; dRecurrent [H', 3 H'] in
 * the order u, r, z. scratch as for `outerProduct`.
 */
export function sweepBackward(
  steps: i32,
  batch: i32,
  inputs: i32,
  hidden: i32,
  padded: i32,
  values: usize,
  entries: usize,
  recurrent: usize,
  cleared: usize,
  gates: usize,
  memory: usize,
  outputGradient: usize,
  carry: usize,
  sums: usize,
  dInputs: usize,
  dRecurrent: usize,
  scratch: usize,
): void {
  const bytes = (<usize>padded) << 2;
  const gateBytes = bytes << 2;
  const panels = (padded >> 3) * 3;
  let end = steps * batch;
  for (let step = steps - 1; step >= 0; step--) {
    for (let member = 0; member < batch; member += CHUNK) {
      const first = step * batch + member;
      const count = min(CHUNK, batch - member);
      const row = gates + <usize>first * gateBytes;
      const carried = carry + <usize>member * bytes;
      for (let i = 0; i < count; i++) {
        const position = <usize>(first + i) * bytes;
        differentiate(
          row + <usize>i * gateBytes,
          memory + position,
          outputGradient + position,
          carried + <usize>i * bytes,
          sums,
          bytes,
        );
      }
      multiply(row, gateBytes, count, padded * 3, recurrent, padded >> 3, carried, bytes);
      for (let i = 0; i < count; i++) {
        if (!load<u8>(cleared + first + i)) continue;
        const to = carried + <usize>i * bytes;
        for (let j: usize = 0; j < bytes; j += 16) v128.store(to + j, f32x4.splat(0));
      }
    }
    const start = step * batch;
    const count = end - start;
    if (count < OUTER_BLOCK && step > 0) continue;
    end = start;
    const du = gates + <usize>start * gateBytes;
    const dr = du + bytes;
    const h = memory + <usize>start * bytes;
    const width = bytes * 3;
    outerProduct(h, bytes, count, hidden, du, gateBytes, panels, dRecurrent, width, scratch);
    if (entries) {
      const starts = values + ((<usize>start) << 2);
      outerProductSparse(starts, entries, count, dr, gateBytes, padded * 3, dInputs);
    } else {
      const stride = (<usize>inputs) << 2;
      const x = values + <usize>start * stride;
      outerProduct(x, stride, count, inputs, dr, gateBytes, panels, dInputs, width, scratch);
    }
  }
}
