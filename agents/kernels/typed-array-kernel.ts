import type {
  GruGradients,
  GruKernel,
  GruParameters,
  GruSequence,
  GruSize,
  GruStepper,
  GruTape,
  HeadArguments,
  HeadGradients,
  HeadParameters,
  HeadSize,
  Reals,
  StepperSize,
} from './gru.js';
import {
  assertGruParameters,
  assertGruSize,
  assertHeadArguments,
  assertHeadParameters,
  assertHeadSize,
  assertSequence,
  assertShape,
  assertStepperSize,
  spentTape,
  unloadedStepper,
} from './shapes.js';

/**
 * The GRU kernel in plain TypeScript: the formulas of `gru.ts` read off line by line, in 64-bit
 * arithmetic. The fallback where WebAssembly SIMD is missing, and the oracle the fast one is tested
 * against.
 */
export function createTypedArrayKernel(): GruKernel {
  return { name: 'typed-array', forward, heads, headsBackward, createStepper };
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** out[columns] += x[row, depth] · weights[depth, columns], skipping zeros: most inputs are one-hot. */
function addRowProduct(
  out: Reals,
  outStart: number,
  x: Reals,
  xStart: number,
  depth: number,
  weights: Reals,
  columns: number,
): void {
  for (let i = 0; i < depth; i++) {
    const value = x[xStart + i]!;
    if (value === 0) continue;
    for (let j = 0; j < columns; j++) out[outStart + j]! += value * weights[i * columns + j]!;
  }
}

/** gradient[depth, columns] += xᵀ d for one row of each. */
function addOuterProduct(
  gradient: Reals,
  x: Reals,
  xStart: number,
  depth: number,
  d: Reals,
  dStart: number,
  columns: number,
): void {
  for (let i = 0; i < depth; i++) {
    const value = x[xStart + i]!;
    if (value === 0) continue;
    for (let j = 0; j < columns; j++) gradient[i * columns + j]! += value * d[dStart + j]!;
  }
}

/** out[depth] += d[row, columns] · weightsᵀ. */
function addTransposedProduct(
  out: Reals,
  outStart: number,
  d: Reals,
  dStart: number,
  columns: number,
  weights: Reals,
  depth: number,
): void {
  for (let i = 0; i < depth; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += d[dStart + j]! * weights[i * columns + j]!;
    out[outStart + i]! += sum;
  }
}

/** One step of one member: gates [r, z, n] and recurrent candidate u to h'. All at their offsets. */
function stepRow(
  parameters: GruParameters,
  sizes: { readonly inputs: number; readonly hidden: number },
  x: Reals,
  xStart: number,
  previous: Reals,
  previousStart: number,
  gates: Float64Array,
  gatesStart: number,
  candidate: Float64Array,
  candidateStart: number,
  next: Reals,
  nextStart: number,
): void {
  const { inputs, hidden } = sizes;
  const { inputWeights, recurrentWeights, bias, candidateBias } = parameters;
  const recurrent = new Float64Array(3 * hidden);
  addRowProduct(recurrent, 0, previous, previousStart, hidden, recurrentWeights, 3 * hidden);
  for (let j = 0; j < 3 * hidden; j++) gates[gatesStart + j] = bias[j]!;
  addRowProduct(gates, gatesStart, x, xStart, inputs, inputWeights, 3 * hidden);
  for (let j = 0; j < hidden; j++) {
    const at = gatesStart + j;
    const r = logistic(gates[at]! + recurrent[j]!);
    const z = logistic(gates[at + hidden]! + recurrent[hidden + j]!);
    const u = recurrent[2 * hidden + j]! + candidateBias[j]!;
    const n = Math.tanh(gates[at + 2 * hidden]! + r * u);
    next[nextStart + j] = (1 - z) * n + z * previous[previousStart + j]!;
    gates[at] = r;
    gates[at + hidden] = z;
    gates[at + 2 * hidden] = n;
    candidate[candidateStart + j] = u;
  }
}

function copyParameters(parameters: GruParameters): GruParameters {
  return {
    inputWeights: parameters.inputWeights.slice(),
    recurrentWeights: parameters.recurrentWeights.slice(),
    bias: parameters.bias.slice(),
    candidateBias: parameters.candidateBias.slice(),
  };
}

function forward(
  size: GruSize,
  given: GruParameters,
  sequence: GruSequence,
  output: Reals,
): GruTape {
  assertGruSize(size);
  assertGruParameters(size, given);
  assertSequence(size, sequence, output);
  const { steps, batch, inputs, hidden } = size;
  const rows = steps * batch;
  // The caller may change its arrays before walking back.
  const parameters = copyParameters(given);
  const x = sequence.inputs.slice();
  const cleared = sequence.cleared.slice();
  const gates = new Float64Array(rows * 3 * hidden); // r, z, n
  const candidate = new Float64Array(rows * hidden); // u
  const memory = new Float64Array((rows + batch) * hidden); // what each step starts from
  const h = new Float64Array(hidden);
  if (sequence.initialMemory !== undefined) memory.set(sequence.initialMemory);
  for (let row = 0; row < rows; row++) {
    const at = row * hidden;
    if (cleared[row] !== 0) memory.fill(0, at, at + hidden);
    stepRow(parameters, size, x, row * inputs, memory, at, gates, 3 * at, candidate, at, h, 0);
    memory.set(h, at + batch * hidden);
    output.set(h, at);
  }

  let alive = true;
  return {
    backward(outputGradient: Reals, gradients: GruGradients): void {
      if (!alive) throw spentTape();
      assertShape('outputGradient', outputGradient, [steps, batch, hidden]);
      assertGruParameters(size, gradients);
      if (gradients.inputs) assertShape('inputs gradient', gradients.inputs, [rows, inputs]);
      if (gradients.initialMemory) {
        assertShape('initialMemory gradient', gradients.initialMemory, [batch, hidden]);
      }
      alive = false;
      const { inputWeights, recurrentWeights } = parameters;
      const dInputWeights = new Float64Array(inputs * 3 * hidden);
      const dRecurrentWeights = new Float64Array(hidden * 3 * hidden);
      const dBias = new Float64Array(3 * hidden);
      const dCandidateBias = new Float64Array(hidden);
      const carry = new Float64Array(batch * hidden);
      const dx = new Float64Array(inputs);
      const d = new Float64Array(3 * hidden); // pre-activations of r, z, n
      const dRecurrent = new Float64Array(3 * hidden); // recurrent products of r, z and u
      for (let row = rows - 1; row >= 0; row--) {
        const at = row * hidden;
        const member = (row % batch) * hidden;
        for (let j = 0; j < hidden; j++) {
          const r = gates[3 * at + j]!;
          const z = gates[3 * at + hidden + j]!;
          const n = gates[3 * at + 2 * hidden + j]!;
          const dh = outputGradient[at + j]! + carry[member + j]!;
          const dn = dh * (1 - z) * (1 - n * n);
          const dr = dn * candidate[at + j]! * r * (1 - r);
          const dz = dh * (memory[at + j]! - n) * z * (1 - z);
          d[j] = dRecurrent[j] = dr;
          d[hidden + j] = dRecurrent[hidden + j] = dz;
          d[2 * hidden + j] = dn;
          dRecurrent[2 * hidden + j] = dn * r;
          dCandidateBias[j]! += dn * r;
          carry[member + j] = dh * z;
        }
        for (let j = 0; j < 3 * hidden; j++) dBias[j]! += d[j]!;
        addOuterProduct(dInputWeights, x, row * inputs, inputs, d, 0, 3 * hidden);
        addOuterProduct(dRecurrentWeights, memory, at, hidden, dRecurrent, 0, 3 * hidden);
        addTransposedProduct(carry, member, dRecurrent, 0, 3 * hidden, recurrentWeights, hidden);
        if (cleared[row] !== 0) carry.fill(0, member, member + hidden);
        if (gradients.inputs) {
          dx.fill(0);
          addTransposedProduct(dx, 0, d, 0, 3 * hidden, inputWeights, inputs);
          gradients.inputs.set(dx, row * inputs);
        }
      }
      gradients.inputWeights.set(dInputWeights);
      gradients.recurrentWeights.set(dRecurrentWeights);
      gradients.bias.set(dBias);
      gradients.candidateBias.set(dCandidateBias);
      gradients.initialMemory?.set(carry);
    },
    release(): void {
      alive = false;
    },
  };
}

function heads(
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
  const y = new Float64Array(outputs);
  for (let row = 0; row < rows; row++) {
    y.set(parameters.bias);
    const s = row * observation;
    addRowProduct(y, 0, from.observations, s, observation, parameters.observationWeights, outputs);
    addRowProduct(y, 0, from.memory, row * hidden, hidden, parameters.memoryWeights, outputs);
    output.set(y, row * outputs);
  }
}

function headsBackward(
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
  const dObservation = new Float64Array(observation * outputs);
  const dMemory = new Float64Array(hidden * outputs);
  const dBias = new Float64Array(outputs);
  const dh = new Float64Array(hidden);
  for (let row = 0; row < rows; row++) {
    const at = row * outputs;
    for (let j = 0; j < outputs; j++) dBias[j]! += outputGradient[at + j]!;
    const s = row * observation;
    addOuterProduct(dObservation, from.observations, s, observation, outputGradient, at, outputs);
    addOuterProduct(dMemory, from.memory, row * hidden, hidden, outputGradient, at, outputs);
    dh.fill(0);
    addTransposedProduct(dh, 0, outputGradient, at, outputs, parameters.memoryWeights, hidden);
    gradients.memory.set(dh, row * hidden);
  }
  gradients.observationWeights.set(dObservation);
  gradients.memoryWeights.set(dMemory);
  gradients.bias.set(dBias);
}

function createStepper(size: StepperSize): GruStepper {
  assertStepperSize(size);
  const { slots, hidden } = size;
  const inputs = new Float32Array(slots * size.inputs);
  const observations = new Float32Array(slots * size.observation);
  const cleared = new Uint8Array(slots);
  const memory = new Float32Array(slots * hidden);
  const outputs = new Float32Array(slots * size.outputs);
  const gates = new Float64Array(3 * hidden);
  const candidate = new Float64Array(hidden);
  const next = new Float64Array(hidden);
  let loaded: { readonly gru: GruParameters; readonly heads: HeadParameters } | undefined;
  return {
    inputs,
    observations,
    cleared,
    hidden: memory,
    outputs,
    load(gru: GruParameters, given: HeadParameters): void {
      assertGruParameters(size, gru);
      assertHeadParameters(size, given);
      loaded = {
        gru: copyParameters(gru),
        heads: {
          observationWeights: given.observationWeights.slice(),
          memoryWeights: given.memoryWeights.slice(),
          bias: given.bias.slice(),
        },
      };
    },
    step(): void {
      if (!loaded) throw unloadedStepper();
      for (let slot = 0; slot < slots; slot++) {
        const at = slot * hidden;
        if (cleared[slot] !== 0) memory.fill(0, at, at + hidden);
        const x = slot * size.inputs;
        stepRow(loaded.gru, size, inputs, x, memory, at, gates, 0, candidate, 0, next, 0);
        memory.set(next, at);
      }
      heads({ ...size, rows: slots }, loaded.heads, { observations, memory }, outputs);
    },
    release(): void {
      loaded = undefined;
    },
  };
}
