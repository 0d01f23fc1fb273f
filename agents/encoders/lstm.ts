import type { Products } from '../kernels/products.js';
import type { Workspace } from '../kernels/workspace.js';
import type { EncoderEvaluation, EncoderStepper, Sequences, SteppedEncoder } from '../networks.js';
import type { Parameters } from '../parameters.js';
import { type ArrayMath, arrayMath, logistic } from './array-math.js';
import { loadedOr, writtenOut } from './written-out.js';

const NAMES = {
  inputWeights: 'lstm/input-weights',
  recurrentWeights: 'lstm/recurrent-weights',
  bias: 'lstm/bias',
  forgetBias: 'lstm/forget-bias',
} as const;

export interface LstmOptions {
  /** What multiplies matrices; JavaScript by default, `loadProducts` gives faster ones. */
  readonly products?: Products;
  /** Transition features, I. */
  readonly inputs: number;
  /** Numbers of the memory, H. */
  readonly hidden: number;
  /** As `GruOptions.inputGain`; 2 by default. */
  readonly inputGain?: number;
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) with forget gates that begin open (Gers et al. 2000):
 * i, f, o = σ(x W + h U + b) and g = tanh(…) likewise; c′ = f ∘ c + i ∘ g; h′ = o ∘ tanh(c′). Its gradient is written out,
 * so it learns without TensorFlow.js.
 */
export function lstmEncoder(options: LstmOptions): SteppedEncoder {
  const { inputs, hidden, inputGain = 2 } = options;
  const math = arrayMath(options.products);
  return writtenOut({
    id: 'lstm',
    size: hidden,
    specs: [
      { name: NAMES.inputWeights, shape: [inputs, 4 * hidden], start: 'scaled', gain: inputGain },
      { name: NAMES.recurrentWeights, shape: [hidden, 4 * hidden], start: 'orthogonal' },
      { name: NAMES.bias, shape: [4 * hidden], start: 'zeros' },
      { name: NAMES.forgetBias, shape: [hidden], start: 'constant', gain: 1 },
    ],
    forward: (parameters, sequences, workspace) =>
      lstmForward(math, hidden, parameters, sequences, workspace),
    stepper: (slots) => lstmStepper(math, slots, hidden),
  });
}

/** Gates of one row, in the order i, f, g, o, from their sums in place; then c′ and h′. */
function advance(
  hidden: number,
  gates: Float32Array,
  at: number,
  forgetBias: Float32Array,
  cell: Float32Array,
  nextCell: Float32Array,
  memory: Float32Array,
  row: number,
): void {
  for (let j = 0; j < hidden; j++) {
    const i = logistic(gates[at + j]!);
    const f = logistic(gates[at + hidden + j]! + forgetBias[j]!);
    const g = Math.tanh(gates[at + 2 * hidden + j]!);
    const o = logistic(gates[at + 3 * hidden + j]!);
    const c = f * cell[row + j]! + i * g;
    gates[at + j] = i;
    gates[at + hidden + j] = f;
    gates[at + 2 * hidden + j] = g;
    gates[at + 3 * hidden + j] = o;
    nextCell[row + j] = c;
    memory[row + j] = o * Math.tanh(c);
  }
}

function lstmForward(
  math: ArrayMath,
  hidden: number,
  parameters: Parameters,
  { steps, slots, inputs, cleared }: Sequences,
  workspace: Workspace,
): EncoderEvaluation {
  const columns = 4 * hidden;
  const width = slots * hidden;
  const weights = parameters.view(NAMES.recurrentWeights);
  const inputWeights = parameters.view(NAMES.inputWeights);
  const forgetBias = parameters.view(NAMES.forgetBias);
  const gates = workspace.floats(steps * slots * columns);
  math.affine(gates, inputs, inputWeights, parameters.view(NAMES.bias));
  // What a step starts from are copies, which are zero where the memory was cleared.
  const memory = workspace.floats(steps * width);
  const cells = workspace.floats(steps * width);
  const startMemory = workspace.zeros(steps * width);
  const startCells = workspace.zeros(steps * width);
  const at = (t: number, array: Float32Array) => {
    const size = array.length / steps;
    return array.subarray(t * size, (t + 1) * size);
  };
  for (let t = 0; t < steps; t++) {
    const first = t * width;
    for (let row = first; t > 0 && row < first + width; row += hidden) {
      if (cleared[row / hidden] === 1) continue;
      startMemory.set(memory.subarray(row - width, row - width + hidden), row);
      startCells.set(cells.subarray(row - width, row - width + hidden), row);
    }
    math.addProduct(at(t, gates), at(t, startMemory), weights, columns);
    for (let row = first; row < first + width; row += hidden) {
      advance(hidden, gates, 4 * row, forgetBias, startCells, cells, memory, row);
    }
  }
  return {
    memory,
    backward(memoryGradient, gradient) {
      const d = workspace.floats(gates.length);
      const dForgetBias = gradient.view(NAMES.forgetBias);
      // Of h and c of the step at hand, as those after it want them.
      const dMemory = new Float32Array(width);
      const dCells = new Float32Array(width);
      for (let t = steps - 1; t >= 0; t--) {
        for (let own = 0; own < width; own++) {
          const j = own % hidden;
          const row = t * width + own - j;
          const gate = 4 * row + j;
          const [i, f] = [gates[gate]!, gates[gate + hidden]!];
          const [g, o] = [gates[gate + 2 * hidden]!, gates[gate + 3 * hidden]!];
          const squashed = Math.tanh(cells[row + j]!);
          const dh = memoryGradient[row + j]! + dMemory[own]!;
          const dc = dCells[own]! + dh * o * (1 - squashed * squashed);
          d[gate] = dc * g * i * (1 - i);
          d[gate + hidden] = dc * startCells[row + j]! * f * (1 - f);
          d[gate + 2 * hidden] = dc * i * (1 - g * g);
          d[gate + 3 * hidden] = dh * squashed * o * (1 - o);
          dForgetBias[j]! += d[gate + hidden]!;
          dCells[own] = dc * f;
        }
        math.transposedProduct(dMemory, at(t, d), weights, columns);
        for (let slot = 0; slot < slots; slot++) {
          if (t > 0 && cleared[t * slots + slot] !== 1) continue;
          dMemory.fill(0, slot * hidden, (slot + 1) * hidden);
          dCells.fill(0, slot * hidden, (slot + 1) * hidden);
        }
      }
      const dWeights = gradient.view(NAMES.recurrentWeights);
      math.productBackward(d, startMemory, weights, columns, dWeights);
      const dInputs = gradient.view(NAMES.inputWeights);
      math.affineBackward(d, inputs, inputWeights, dInputs, gradient.view(NAMES.bias));
    },
  };
}

function lstmStepper(math: ArrayMath, slots: number, hidden: number): EncoderStepper {
  let loaded: Parameters | undefined;
  const state = new Float32Array(slots * hidden);
  const cells = new Float32Array(slots * hidden);
  const gates = new Float32Array(slots * 4 * hidden);
  return {
    load(parameters) {
      loaded = parameters;
    },
    clear() {
      state.fill(0);
      cells.fill(0);
    },
    snapshot() {
      const kept = [state.slice(), cells.slice()] as const;
      return () => {
        state.set(kept[0]);
        cells.set(kept[1]);
      };
    },
    step(inputs, cleared, memory) {
      const parameters = loadedOr(loaded);
      const forgetBias = parameters.view(NAMES.forgetBias);
      math.affine(gates, inputs, parameters.view(NAMES.inputWeights), parameters.view(NAMES.bias));
      for (let slot = 0; slot < slots; slot++) {
        const row = slot * hidden;
        if (cleared[slot] === 1) {
          state.fill(0, row, row + hidden);
          cells.fill(0, row, row + hidden);
        }
      }
      math.addProduct(gates, state, parameters.view(NAMES.recurrentWeights), 4 * hidden);
      for (let row = 0; row < state.length; row += hidden) {
        advance(hidden, gates, 4 * row, forgetBias, cells, cells, state, row);
      }
      memory.set(state);
    },
  };
}
