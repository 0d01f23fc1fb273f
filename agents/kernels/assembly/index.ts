// AssemblyScript. What the TypeScript side may call; it owns the layout of memory.
import { attend, attendBackward, attendNext, joinHeads, splitHeads } from './attention';
import { activate, sweepBackward, sweepForward } from './gru';
import { multiply, outerProduct, pack } from './matrix';
import { copyRows, copyRowsUnlessCleared, fillRows, sumRows } from './rows';
import { compress, countNonZeros, multiplySparse, outerProductSparse } from './sparse';
import { logistic } from './squash';

export {
  attend,
  attendBackward,
  attendNext,
  compress,
  copyRows,
  copyRowsUnlessCleared,
  countNonZeros,
  fillRows,
  joinHeads,
  logistic,
  multiply,
  multiplySparse,
  outerProduct,
  outerProductSparse,
  pack,
  splitHeads,
  sumRows,
  sweepBackward,
  sweepForward,
};

/**
 * One acting step for all slots, in one call because at one slot the calls would cost more than the
 * arithmetic: memory [B, H] to gates to memory, then the heads.
 */
export function act(
  slots: i32,
  inputs: i32,
  hidden: i32,
  padded: i32,
  observation: i32,
  outputs: i32,
  inputValues: usize,
  cleared: usize,
  memory: usize,
  observationValues: usize,
  outputValues: usize,
  inputWeights: usize,
  recurrentWeights: usize,
  gateBias: usize,
  observationWeights: usize,
  memoryWeights: usize,
  headBias: usize,
  scratch: usize,
): void {
  const bytes = (<usize>padded) << 2;
  const headWidth = (outputs + 7) & ~7;
  const headBytes = (<usize>headWidth) << 2;
  const previous = scratch;
  const next = previous + <usize>slots * bytes;
  const gates = next + <usize>slots * bytes;
  const heads = gates + ((<usize>slots * bytes) << 2);
  const starts = heads + <usize>slots * headBytes;
  const entries = starts + ((<usize>(slots + 4)) << 2);
  const tight = (<usize>hidden) << 2;

  copyRowsUnlessCleared(memory, tight, previous, bytes, slots, hidden, padded, cleared);
  fillRows(gateBias, gates, bytes << 2, slots, padded << 2);
  compress(inputValues, slots, inputs, starts, entries);
  multiplySparse(starts, entries, slots, inputWeights, padded * 3, gates + bytes, bytes << 2);
  multiply(previous, bytes, slots, hidden, recurrentWeights, (padded >> 3) * 3, gates, bytes << 2);
  for (let slot: usize = 0; slot < <usize>slots; slot++) {
    activate(gates + ((slot * bytes) << 2), previous + slot * bytes, next + slot * bytes, bytes);
  }
  copyRows(next, bytes, memory, tight, slots, hidden, hidden);

  fillRows(headBias, heads, headBytes, slots, headWidth);
  compress(observationValues, slots, observation, starts, entries);
  multiplySparse(starts, entries, slots, observationWeights, headWidth, heads, headBytes);
  multiply(next, bytes, slots, hidden, memoryWeights, headWidth >> 3, heads, headBytes);
  copyRows(heads, headBytes, outputValues, (<usize>outputs) << 2, slots, outputs, outputs);
}
