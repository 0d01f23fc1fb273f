import type { GruParameters, GruStepper, HeadParameters, StepperSize } from './gru.js';
import {
  assertGruParameters,
  assertHeadParameters,
  assertStepperSize,
  unloadedStepper,
} from './shapes.js';
import { type Arena, cursorAt } from './wasm-arena.js';
import { packRecurrent, padGateBias, padInputWeights, panelWidth } from './wasm-layout.js';
import type { WasmExports } from './wasm-module.js';

/** Where a stepper's parts lie within its block. */
function layOutStepper(start: number, size: StepperSize) {
  const { slots, inputs, hidden, observation, outputs } = size;
  const padded = panelWidth(hidden);
  const width = panelWidth(outputs);
  const cursor = cursorAt(start);
  const take = (count: number): number => cursor.take(count * 4);
  const parts = {
    inputs: take(slots * inputs),
    observations: take(slots * observation),
    hidden: take(slots * hidden),
    outputs: take(slots * outputs),
    cleared: cursor.take(slots),
    inputWeights: take(inputs * 3 * padded),
    recurrentWeights: take(hidden * 3 * padded),
    gateBias: take(4 * padded),
    observationWeights: take(observation * width),
    memoryWeights: take(hidden * width),
    headBias: take(width),
    // Memory before and after, gates, heads, row starts and entries: see `act` in assembly/index.ts.
    scratch: take(slots * (6 * padded + width + 2 * Math.max(inputs, observation)) + slots + 4),
  };
  return { ...parts, end: cursor.end() };
}

/** `GruKernel.createStepper` in WebAssembly. */
export function createWasmStepper(wasm: WasmExports, arena: Arena, size: StepperSize): GruStepper {
  assertStepperSize(size);
  const { slots, inputs, hidden, observation, outputs } = size;
  const padded = panelWidth(hidden);
  const width = panelWidth(outputs);
  const block = arena.allocate(layOutStepper(0, size).end);
  const at = layOutStepper(block, size);
  let loaded = false;
  let released = false;

  const createViews = () => ({
    buffer: arena.buffer,
    inputs: arena.floats(at.inputs, slots * inputs),
    observations: arena.floats(at.observations, slots * observation),
    cleared: arena.bytes(at.cleared, slots),
    hidden: arena.floats(at.hidden, slots * hidden),
    outputs: arena.floats(at.outputs, slots * outputs),
  });
  let current = createViews();
  const views = () => {
    if (current.buffer !== arena.buffer) current = createViews();
    return current;
  };
  // The block may have belonged to another stepper.
  arena.bytes(block, at.end - block).fill(0);

  return {
    get inputs() {
      return views().inputs;
    },
    get observations() {
      return views().observations;
    },
    get cleared() {
      return views().cleared;
    },
    get hidden() {
      return views().hidden;
    },
    get outputs() {
      return views().outputs;
    },
    load(gru: GruParameters, heads: HeadParameters): void {
      if (released) throw unloadedStepper();
      assertGruParameters(size, gru);
      assertHeadParameters(size, heads);
      const scratch = arena.scratch();
      const first = scratch.take(
        Math.max(inputs, hidden, observation) * Math.max(3 * hidden, outputs) * 4,
      );
      const second = scratch.take(hidden * 4);
      arena.ensure(scratch.end());
      arena.floats(first, inputs * 3 * hidden).set(gru.inputWeights);
      padInputWeights(wasm, first, inputs, hidden, at.inputWeights);
      arena.floats(first, hidden * 3 * hidden).set(gru.recurrentWeights);
      packRecurrent(wasm, first, hidden, at.recurrentWeights);
      arena.floats(first, 3 * hidden).set(gru.bias);
      arena.floats(second, hidden).set(gru.candidateBias);
      padGateBias(wasm, first, second, hidden, at.gateBias);
      arena.floats(first, observation * outputs).set(heads.observationWeights);
      const tight = outputs * 4;
      wasm.copyRows(first, tight, at.observationWeights, width * 4, observation, outputs, width);
      arena.floats(first, hidden * outputs).set(heads.memoryWeights);
      wasm.pack(first, tight, 4, hidden, outputs, at.memoryWeights, hidden * 32);
      arena.floats(first, outputs).set(heads.bias);
      wasm.copyRows(first, tight, at.headBias, width * 4, 1, outputs, width);
      loaded = true;
    },
    step(): void {
      if (!loaded) throw unloadedStepper();
      wasm.act(
        slots,
        inputs,
        hidden,
        padded,
        observation,
        outputs,
        at.inputs,
        at.cleared,
        at.hidden,
        at.observations,
        at.outputs,
        at.inputWeights,
        at.recurrentWeights,
        at.gateBias,
        at.observationWeights,
        at.memoryWeights,
        at.headBias,
        at.scratch,
      );
    },
    release(): void {
      if (released) return;
      released = true;
      loaded = false;
      arena.free(block);
    },
  };
}
