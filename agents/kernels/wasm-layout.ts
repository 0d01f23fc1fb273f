import type { GruSize } from './gru.js';
import { cursorAt } from './wasm-arena.js';
import type { WasmExports } from './wasm-module.js';

/** Inputs with at most this share of non-zeros are stored and multiplied as lists of non-zeros. */
const SPARSE_DENSITY = 1 / 3;
/** Rows that `outerProduct` packs at a time: OUTER_BLOCK of assembly/matrix.ts. */
export const OUTER_BLOCK = 256;

/** Widths are padded with zeros to whole panels of 8 columns. */
export const panelWidth = (columns: number): number => Math.ceil(columns / 8) * 8;

/**
 * Recurrent products are kept in the order u, r, z (see assembly/gru.ts); these are the gates of the
 * public order r, z, n that they come from.
 */
export const RECURRENT_ORDER = [2, 0, 1] as const;

/** Packs Wh (at `source`, [H, 3 H]) for the forward product. */
export function packRecurrent(
  wasm: WasmExports,
  source: number,
  hidden: number,
  destination: number,
): void {
  const panels = panelWidth(hidden) / 8;
  RECURRENT_ORDER.forEach((gate, slot) => {
    const to = destination + slot * panels * hidden * 32;
    const from = source + gate * hidden * 4;
    wasm.pack(from, 3 * hidden * 4, 4, hidden, hidden, to, hidden * 32);
  });
}

/** Writes the row [c | br | bz | bn], padded, from which every row of gates starts. */
export function padGateBias(
  wasm: WasmExports,
  bias: number,
  candidateBias: number,
  hidden: number,
  destination: number,
): void {
  const padded = panelWidth(hidden);
  wasm.copyRows(candidateBias, hidden * 4, destination, padded * 4, 1, hidden, padded);
  wasm.copyRows(bias, hidden * 4, destination + padded * 4, padded * 4, 3, hidden, padded);
}

/** Writes Wx with each gate padded: [I, 3 H']. */
export function padInputWeights(
  wasm: WasmExports,
  source: number,
  inputs: number,
  hidden: number,
  destination: number,
): void {
  const padded = panelWidth(hidden);
  wasm.copyRows(source, hidden * 4, destination, padded * 4, 3 * inputs, hidden, padded);
}

/** Where a tape's parts lie. They are all that `backward` needs, so that a tape can be moved. */
export function layOutTape(start: number, size: GruSize) {
  const { steps, batch, inputs, hidden } = size;
  const rows = steps * batch;
  const padded = panelWidth(hidden);
  const cursor = cursorAt(start);
  const inputWeights = cursor.take(inputs * 3 * hidden * 4);
  const recurrentWeights = cursor.take(hidden * 3 * hidden * 4);
  const cleared = cursor.take(rows);
  const memory = cursor.take(rows * padded * 4);
  const gates = cursor.take(rows * 4 * padded * 4);
  // Dense values [T, B, I], or row starts and entries; only one of the two is used.
  const values = cursor.take(rows * inputs * 4);
  const mostEntries = Math.floor(rows * inputs * SPARSE_DENSITY);
  const alternative = cursorAt(values);
  const starts = alternative.take((rows + 1) * 4);
  const entries = alternative.take(mostEntries * 8);
  const end = Math.max(cursor.end(), alternative.end());
  return {
    inputWeights,
    recurrentWeights,
    cleared,
    memory,
    gates,
    values,
    starts,
    entries,
    mostEntries,
    end,
  };
}
