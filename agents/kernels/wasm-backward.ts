import type { GruGradients, GruSize, Reals } from './gru.js';
import { assertGruParameters, assertShape } from './shapes.js';
import type { Arena, Tenant } from './wasm-arena.js';
import { layOutTape, OUTER_BLOCK, panelWidth, RECURRENT_ORDER } from './wasm-layout.js';
import type { WasmExports } from './wasm-module.js';

/** `GruTape.backward` in WebAssembly. `sparse`: the tape holds its inputs as lists of non-zeros. */
export function backwardSequence(
  wasm: WasmExports,
  arena: Arena,
  size: GruSize,
  tenant: Tenant,
  sparse: boolean,
  outputGradient: Reals,
  gradients: GruGradients,
): void {
  const { steps, batch, inputs, hidden } = size;
  const rows = steps * batch;
  const padded = panelWidth(hidden);
  const bytes = padded * 4;
  const inputPanels = panelWidth(inputs) / 8;
  assertShape('outputGradient', outputGradient, [steps, batch, hidden]);
  assertGruParameters(size, gradients);
  if (gradients.inputs) assertShape('inputs gradient', gradients.inputs, [steps, batch, inputs]);
  if (gradients.initialMemory) {
    assertShape('initialMemory gradient', gradients.initialMemory, [batch, hidden]);
  }

  const at = layOutTape(arena.moveIn(tenant), size);
  const scratch = arena.scratch();
  const dh = scratch.take(rows * bytes);
  const rawGradient = padded === hidden ? dh : scratch.take(rows * hidden * 4);
  const recurrent = scratch.take(3 * padded * bytes);
  // Everything accumulated into lies together, so that one fill zeroes it.
  const sums = scratch.take(4 * bytes);
  const carry = scratch.take(batch * bytes);
  const dInputWeights = scratch.take(Math.ceil(inputs / 4) * 4 * 3 * bytes);
  const dRecurrent = scratch.take(padded * 3 * bytes);
  const dx = gradients.inputs ? scratch.take(rows * inputPanels * 32) : 0;
  const zeroed = scratch.end();
  const tight = scratch.take(hidden * 3 * hidden * 4);
  const transposed = gradients.inputs ? scratch.take(3 * padded * inputPanels * 32) : 0;
  const blocks = scratch.take(OUTER_BLOCK * (Math.max(inputs + 3, padded) + 3 * padded) * 4);
  arena.ensure(scratch.end());

  arena.floats(rawGradient, rows * hidden).set(outputGradient);
  if (padded !== hidden) wasm.copyRows(rawGradient, hidden * 4, dh, bytes, rows, hidden, padded);
  arena.bytes(recurrent, zeroed - recurrent).fill(0);
  RECURRENT_ORDER.forEach((gate, slot) => {
    const from = at.recurrentWeights + gate * hidden * 4;
    const to = recurrent + slot * padded * 32;
    wasm.pack(from, 4, 3 * hidden * 4, hidden, hidden, to, 3 * padded * 32);
  });
  // The sweep writes over the activations: from here on the tape is spent.
  tenant.alive = false;
  wasm.sweepBackward(
    steps,
    batch,
    inputs,
    hidden,
    padded,
    sparse ? at.starts : at.values,
    sparse ? at.entries : 0,
    recurrent,
    at.cleared,
    at.gates,
    at.memory,
    dh,
    carry,
    sums,
    dInputWeights,
    dRecurrent,
    blocks,
  );
  if (gradients.inputs) {
    for (let gate = 0; gate < 3; gate++) {
      const from = at.inputWeights + gate * hidden * 4;
      const to = transposed + gate * padded * 32;
      wasm.pack(from, 4, 3 * hidden * 4, hidden, inputs, to, 3 * padded * 32);
    }
    const d = at.gates + bytes; // of r, z, n, contiguous in every row
    wasm.multiply(d, 4 * bytes, rows, 3 * padded, transposed, inputPanels, dx, inputPanels * 32);
    wasm.copyRows(dx, inputPanels * 32, dx, inputs * 4, rows, inputs, inputs);
    gradients.inputs.set(arena.floats(dx, rows * inputs));
  }

  wasm.copyRows(dInputWeights, bytes, dInputWeights, hidden * 4, 3 * inputs, hidden, hidden);
  gradients.inputWeights.set(arena.floats(dInputWeights, inputs * 3 * hidden));
  RECURRENT_ORDER.forEach((gate, slot) => {
    const to = tight + gate * hidden * 4;
    wasm.copyRows(dRecurrent + slot * bytes, 3 * bytes, to, 3 * hidden * 4, hidden, hidden, hidden);
  });
  gradients.recurrentWeights.set(arena.floats(tight, hidden * 3 * hidden));
  gradients.candidateBias.set(arena.floats(sums, hidden));
  for (let gate = 0; gate < 3; gate++) {
    gradients.bias.set(arena.floats(sums + (gate + 1) * bytes, hidden), gate * hidden);
  }
  if (gradients.initialMemory) {
    wasm.copyRows(carry, bytes, carry, hidden * 4, batch, hidden, hidden);
    gradients.initialMemory.set(arena.floats(carry, batch * hidden));
  }
}
