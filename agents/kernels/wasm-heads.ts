import type { HeadArguments, HeadGradients, HeadParameters, HeadSize, Reals } from './gru.js';
import {
  assertHeadArguments,
  assertHeadParameters,
  assertHeadSize,
  assertShape,
} from './shapes.js';
import type { Arena } from './wasm-arena.js';
import { OUTER_BLOCK, panelWidth } from './wasm-layout.js';
import type { WasmExports } from './wasm-module.js';

/** Copies [rows, columns] into the arena at `address`, each row padded with zeros to `padded`. */
function copyIn(
  wasm: WasmExports,
  arena: Arena,
  values: Reals,
  rows: number,
  columns: number,
  padded: number,
  address: number,
  raw: number,
): void {
  arena.floats(padded === columns ? address : raw, rows * columns).set(values);
  if (padded === columns) return;
  wasm.copyRows(raw, columns * 4, address, padded * 4, rows, columns, padded);
}

/** `GruKernel.heads` in WebAssembly. */
export function forwardHeads(
  wasm: WasmExports,
  arena: Arena,
  size: HeadSize,
  parameters: HeadParameters,
  from: HeadArguments,
  output: Reals,
): void {
  assertHeadSize(size);
  assertHeadParameters(size, parameters);
  assertHeadArguments(size, from);
  const { rows, observation, hidden, outputs } = size;
  assertShape('output', output, [rows, outputs]);
  const width = panelWidth(outputs);
  const bytes = width * 4;

  const scratch = arena.scratch();
  const raw = scratch.take(Math.max(observation, hidden, 1) * outputs * 4);
  const s = scratch.take(rows * observation * 4);
  const starts = scratch.take((rows + 1) * 4);
  const entries = scratch.take(rows * observation * 8);
  const h = scratch.take(rows * hidden * 4);
  const observationWeights = scratch.take(observation * bytes);
  const memoryWeights = scratch.take(hidden * bytes);
  const bias = scratch.take(bytes);
  const y = scratch.take(rows * bytes);
  arena.ensure(scratch.end());

  arena.floats(s, rows * observation).set(from.observations);
  arena.floats(h, rows * hidden).set(from.memory);
  copyIn(wasm, arena, parameters.bias, 1, outputs, width, bias, raw);
  copyIn(
    wasm,
    arena,
    parameters.observationWeights,
    observation,
    outputs,
    width,
    observationWeights,
    raw,
  );
  arena.floats(raw, hidden * outputs).set(parameters.memoryWeights);
  wasm.pack(raw, outputs * 4, 4, hidden, outputs, memoryWeights, hidden * 32);

  wasm.fillRows(bias, y, bytes, rows, width);
  wasm.compress(s, rows, observation, starts, entries);
  wasm.multiplySparse(starts, entries, rows, observationWeights, width, y, bytes);
  wasm.multiply(h, hidden * 4, rows, hidden, memoryWeights, width / 8, y, bytes);
  if (width !== outputs) wasm.copyRows(y, bytes, y, outputs * 4, rows, outputs, outputs);
  output.set(arena.floats(y, rows * outputs));
}

/** `GruKernel.headsBackward` in WebAssembly. */
export function backwardHeads(
  wasm: WasmExports,
  arena: Arena,
  size: HeadSize,
  parameters: HeadParameters,
  from: HeadArguments,
  outputGradient: Reals,
  gradients: HeadGradients,
): void {
  assertHeadSize(size);
  assertHeadParameters(size, parameters);
  assertHeadParameters(size, gradients);
  assertHeadArguments(size, from);
  const { rows, observation, hidden, outputs } = size;
  assertShape('outputGradient', outputGradient, [rows, outputs]);
  assertShape('memory gradient', gradients.memory, [rows, hidden]);
  const width = panelWidth(outputs);
  const padded = panelWidth(hidden);
  const bytes = width * 4;

  const scratch = arena.scratch();
  const raw = scratch.take(Math.max(rows, hidden) * outputs * 4);
  const s = scratch.take(rows * observation * 4);
  const starts = scratch.take((rows + 1) * 4);
  const entries = scratch.take(rows * observation * 8);
  const h = scratch.take(rows * hidden * 4);
  const dy = scratch.take(rows * bytes);
  const transposed = scratch.take(outputs * padded * 4);
  const blocks = scratch.take(OUTER_BLOCK * (padded + width) * 4);
  // Accumulated into, hence zeroed together.
  const dObservation = scratch.take(observation * bytes);
  const dMemory = scratch.take(padded * bytes);
  const dBias = scratch.take(bytes);
  const dh = scratch.take(rows * padded * 4);
  arena.ensure(scratch.end());

  arena.bytes(dObservation, scratch.end() - dObservation).fill(0);
  arena.floats(s, rows * observation).set(from.observations);
  arena.floats(h, rows * hidden).set(from.memory);
  copyIn(wasm, arena, outputGradient, rows, outputs, width, dy, raw);
  arena.floats(raw, hidden * outputs).set(parameters.memoryWeights);
  wasm.pack(raw, 4, outputs * 4, outputs, hidden, transposed, outputs * 32);

  wasm.sumRows(dy, bytes, rows, width, dBias);
  wasm.compress(s, rows, observation, starts, entries);
  wasm.outerProductSparse(starts, entries, rows, dy, bytes, width, dObservation);
  wasm.outerProduct(h, hidden * 4, rows, hidden, dy, bytes, width / 8, dMemory, bytes, blocks);
  wasm.multiply(dy, bytes, rows, outputs, transposed, padded / 8, dh, padded * 4);

  const tight = outputs * 4;
  wasm.copyRows(dObservation, bytes, dObservation, tight, observation, outputs, outputs);
  wasm.copyRows(dMemory, bytes, dMemory, tight, hidden, outputs, outputs);
  if (padded !== hidden) wasm.copyRows(dh, padded * 4, dh, hidden * 4, rows, hidden, hidden);
  gradients.observationWeights.set(arena.floats(dObservation, observation * outputs));
  gradients.memoryWeights.set(arena.floats(dMemory, hidden * outputs));
  gradients.bias.set(arena.floats(dBias, outputs));
  gradients.memory.set(arena.floats(dh, rows * hidden));
}
