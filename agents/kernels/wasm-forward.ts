import type { GruGradients, GruParameters, GruSequence, GruSize, GruTape, Reals } from './gru.js';
import { assertGruParameters, assertGruSize, assertSequence, spentTape } from './shapes.js';
import type { Arena, Tenant } from './wasm-arena.js';
import { backwardSequence } from './wasm-backward.js';
import {
  layOutTape,
  packRecurrent,
  padGateBias,
  padInputWeights,
  panelWidth,
} from './wasm-layout.js';
import type { WasmExports } from './wasm-module.js';

/** `GruKernel.forward` in WebAssembly. */
export function forwardSequence(
  wasm: WasmExports,
  arena: Arena,
  size: GruSize,
  parameters: GruParameters,
  sequence: GruSequence,
  output: Reals,
): GruTape {
  assertGruSize(size);
  assertGruParameters(size, parameters);
  assertSequence(size, sequence, output);
  const { steps, batch, inputs, hidden } = size;
  const rows = steps * batch;
  const padded = panelWidth(hidden);
  const bytes = padded * 4;

  const tenant: Tenant = { bytes: layOutTape(0, size).end, alive: true, saved: undefined };
  const at = layOutTape(arena.moveIn(tenant), size);
  const scratch = arena.scratch();
  const rawInputs = scratch.take(rows * inputs * 4);
  const rawBias = scratch.take(3 * hidden * 4);
  const rawCandidateBias = scratch.take(hidden * 4);
  const rawMemory = scratch.take(batch * hidden * 4);
  const gateBias = scratch.take(4 * bytes);
  const inputWeights = scratch.take(inputs * 3 * bytes);
  const recurrent = scratch.take(hidden * 3 * bytes);
  const h = scratch.take(rows * bytes);
  arena.ensure(scratch.end());

  arena.floats(at.inputWeights, inputs * 3 * hidden).set(parameters.inputWeights);
  arena.floats(at.recurrentWeights, hidden * 3 * hidden).set(parameters.recurrentWeights);
  arena.floats(rawBias, 3 * hidden).set(parameters.bias);
  arena.floats(rawCandidateBias, hidden).set(parameters.candidateBias);
  arena.bytes(at.cleared, rows).set(sequence.cleared);
  arena.floats(rawInputs, rows * inputs).set(sequence.inputs);
  const initial = arena.floats(rawMemory, batch * hidden);
  if (sequence.initialMemory) initial.set(sequence.initialMemory);
  else initial.fill(0);

  padGateBias(wasm, rawBias, rawCandidateBias, hidden, gateBias);
  const sparse = wasm.countNonZeros(rawInputs, rows * inputs) <= at.mostEntries;
  if (sparse) {
    wasm.compress(rawInputs, rows, inputs, at.starts, at.entries);
    padInputWeights(wasm, at.inputWeights, inputs, hidden, inputWeights);
  } else {
    arena.bytes(at.values, rows * inputs * 4).set(arena.bytes(rawInputs, rows * inputs * 4));
    for (let gate = 0; gate < 3; gate++) {
      const to = inputWeights + gate * inputs * bytes;
      const from = at.inputWeights + gate * hidden * 4;
      wasm.pack(from, 3 * hidden * 4, 4, inputs, hidden, to, inputs * 32);
    }
  }
  packRecurrent(wasm, at.recurrentWeights, hidden, recurrent);
  wasm.copyRowsUnlessCleared(
    rawMemory,
    hidden * 4,
    at.memory,
    bytes,
    batch,
    hidden,
    padded,
    at.cleared,
  );
  wasm.sweepForward(
    steps,
    batch,
    inputs,
    hidden,
    padded,
    sparse ? at.starts : at.values,
    sparse ? at.entries : 0,
    inputWeights,
    gateBias,
    recurrent,
    at.cleared,
    at.gates,
    at.memory,
    h,
  );
  if (padded !== hidden) wasm.copyRows(h, bytes, h, hidden * 4, rows, hidden, hidden);
  output.set(arena.floats(h, rows * hidden));

  return {
    backward(outputGradient: Reals, gradients: GruGradients): void {
      if (!tenant.alive) throw spentTape();
      backwardSequence(wasm, arena, size, tenant, sparse, outputGradient, gradients);
    },
    release(): void {
      tenant.alive = false;
      tenant.saved = undefined;
    },
  };
}
