import { History } from '../kernels/history.js';
import type { Products } from '../kernels/products.js';
import { Workspace } from '../kernels/workspace.js';
import type { EncoderEvaluation, EncoderStepper, Sequences, SteppedEncoder } from '../networks.js';
import type { ParameterSpec, Parameters } from '../parameters.js';
import { type ArrayMath, addRow, arrayMath, sideBySide, sideBySideBackward } from './array-math.js';
import { Positions, positions } from './segments.js';
import { loadedOr, writtenOut } from './written-out.js';

export interface SnailOptions {
  /** What multiplies matrices; JavaScript by default, `loadProducts` gives faster ones. */
  readonly products?: Products;
  /** Transition features, I. */
  readonly inputs: number;
  /** As `GruOptions.inputGain`; 2 by default. */
  readonly inputGain?: number;
  /** Numbers that a transition is embedded in. */
  readonly width: number;
  /** Channels that each convolution adds. */
  readonly filters: number;
  /** Numbers of a key and of a value of each attention. */
  readonly attention: number;
  /** Decisions that convolutions together reach back: those of a meta-episode. What is older, attention alone sees. */
  readonly length: number;
}

const NAMES = { inputWeights: 'snail/input-weights', inputBias: 'snail/input-bias' } as const;

interface Convolution {
  readonly kind: 'convolution';
  readonly dilation: number;
  /** Of the sums of both gates. */
  readonly bias: string;
}

interface LookUp {
  readonly kind: 'attention';
}

/** One part after the other; each appends channels to what it reads. */
type Part = (Convolution | LookUp) & {
  readonly reads: number;
  readonly adds: number;
  /** What multiplies all that it reads: for the present and for the past, or for query, key and value. */
  readonly matrices: readonly string[];
  /** Numbers that they give together. */
  readonly columns: number;
};

/**
 * SNAIL (Mishra et al. 2018): blocks of causal convolutions, dilated by 1, 2, 4, …, that gather what happened
 * nearby, between attention that finds single moments anywhere. Every convolution tanh(x_f) ∘ σ(x_g) and every attention
 * appends channels to what it reads (Figure 2). Two blocks of each, as in the paper's bandits and MDPs. H is the number
 * of all channels.
 */
export function snailEncoder(options: SnailOptions): SteppedEncoder {
  const { inputs, width, inputGain = 2 } = options;
  const parts = partsOf(options);
  const last = parts.at(-1)!;
  const size = last.reads + last.adds;
  const math = arrayMath(options.products);
  return writtenOut({
    id: 'snail',
    size,
    specs: [
      { name: NAMES.inputWeights, shape: [inputs, width], start: 'scaled', gain: inputGain },
      { name: NAMES.inputBias, shape: [width], start: 'zeros' },
      ...parts.flatMap(specsOf),
    ],
    forward: (parameters, sequences, workspace) =>
      snailForward(math, width, size, parts, parameters, sequences, workspace),
    stepper: (slots) => snailStepper(math, slots, width, size, parts),
  });
}

function partsOf({ width, filters, attention, length }: SnailOptions): readonly Part[] {
  const levels = Math.max(1, Math.ceil(Math.log2(length)));
  const parts: Part[] = [];
  let reads = width;
  for (let block = 0; block < 2; block++) {
    for (let level = 0; level < levels; level++) {
      const of = (name: string) => `snail/${block}/convolution-${level}/${name}`;
      const matrices = ['present-weights', 'past-weights'].map(of);
      const sizes = { reads, adds: filters, matrices, columns: 4 * filters };
      parts.push({ kind: 'convolution', dilation: 2 ** level, bias: of('bias'), ...sizes });
      reads += filters;
    }
    const of = (name: string) => `snail/${block}/attention/${name}`;
    const matrices = ['query-weights', 'key-weights', 'value-weights'].map(of);
    parts.push({ kind: 'attention', reads, adds: attention, matrices, columns: 3 * attention });
    reads += attention;
  }
  return parts;
}

function specsOf(part: Part): ParameterSpec[] {
  const columns = part.columns / part.matrices.length;
  const specs: ParameterSpec[] = part.matrices.map((name) => {
    return { name, shape: [part.reads, columns], start: 'scaled' };
  });
  if (part.kind === 'convolution')
    specs.push({ name: part.bias, shape: [columns], start: 'zeros' });
  return specs;
}

/** A part's matrices side by side. */
function weightsOf({ matrices, reads }: Part, parameters: Parameters): Float32Array {
  return sideBySide(
    matrices.map((name) => parameters.view(name)),
    reads,
  );
}

/** Some columns of rows of `width` numbers, as rows of their own. */
function columnsOf(
  rows: Float32Array,
  width: number,
  first: number,
  count: number,
  workspace: Workspace,
): Float32Array {
  const result = workspace.floats((rows.length / width) * count);
  for (let from = first, to = 0; from < rows.length; from += width) {
    for (let i = 0; i < count; i++, to++) result[to] = rows[from + i]!;
  }
  return result;
}

/** Writes rows of their own into the columns from `first` on of rows of `width` numbers. */
function writeColumns(into: Float32Array, width: number, rows: Float32Array, first: number): void {
  const count = (rows.length * width) / into.length;
  for (let from = 0, to = first; from < rows.length; to += width) {
    for (let i = 0; i < count; i++, from++) into[to + i] = rows[from]!;
  }
}

/** Adds to the columns before `count` of rows of `width` numbers rows of their own. */
function addColumns(into: Float32Array, width: number, rows: Float32Array, count: number): void {
  for (let from = 0, to = 0; from < rows.length; to += width) {
    for (let i = 0; i < count; i++, from++) into[to + i]! += rows[from]!;
  }
}

/** tanh ∘ σ of sums in place, [N, 2 · adds], and their products, [N, adds]: the gated activation. */
function activated(
  math: ArrayMath,
  gates: Float32Array,
  adds: number,
  workspace: Workspace,
): Float32Array {
  // tanh(x) = 2 σ(2 x) − 1.
  for (let at = 0; at < gates.length; at += 2 * adds) {
    for (let i = at; i < at + adds; i++) gates[i]! *= 2;
  }
  math.logistic(gates);
  const added = workspace.floats(gates.length / 2);
  for (let to = 0, at = 0; to < added.length; at += 2 * adds) {
    for (let i = at; i < at + adds; i++, to++) {
      gates[i] = 2 * gates[i]! - 1;
      added[to] = gates[i]! * gates[i + adds]!;
    }
  }
  return added;
}

/** How many decisions of its segment come before each, [T, B], and where results are written. */
interface Past {
  readonly before: Int32Array;
  readonly slots: number;
  readonly workspace: Workspace;
}

/** What one part adds, [T·B, adds], and the way back to the gradient of its products, [T·B, columns]. */
interface PartEvaluation {
  readonly added: Float32Array;
  backward(d: Float32Array, gradient: Parameters): Float32Array;
}

function snailForward(
  math: ArrayMath,
  width: number,
  size: number,
  parts: readonly Part[],
  parameters: Parameters,
  sequences: Sequences,
  workspace: Workspace,
): EncoderEvaluation {
  const { steps, slots, inputs } = sequences;
  const rows = steps * slots;
  const before = positions(sequences, workspace);
  const past = { before, slots, workspace };
  const channels = workspace.floats(rows * size);
  const embedded = workspace.floats(rows * width);
  const inputWeights = parameters.view(NAMES.inputWeights);
  math.affine(embedded, inputs, inputWeights, parameters.view(NAMES.inputBias));
  writeColumns(channels, size, embedded, 0);
  const ways = parts.map((part) => {
    const { kind, reads, adds, columns } = part;
    const weights = weightsOf(part, parameters);
    const products = workspace.zeros(rows * columns);
    math.addProduct(products, channels, weights, columns);
    const way =
      kind === 'convolution'
        ? convolveForward(math, part, parameters, products, past)
        : lookUpForward(math, adds, products, past);
    writeColumns(channels, size, way.added, reads);
    return { weights, way };
  });
  return {
    memory: channels,
    backward(memoryGradient, gradient) {
      const d = workspace.floats(memoryGradient.length);
      d.set(memoryGradient);
      const dChannels = workspace.floats(rows * size);
      for (const [index, part] of [...parts.entries()].toReversed()) {
        const { reads, adds, matrices, columns } = part;
        const { weights, way } = ways[index]!;
        const dProducts = way.backward(columnsOf(d, size, reads, adds, workspace), gradient);
        const dWeights = new Float32Array(weights.length);
        const dRead = dChannels.subarray(0, rows * reads);
        math.productBackward(dProducts, channels, weights, columns, dWeights, dRead);
        const dMatrices = matrices.map((name) => gradient.view(name));
        sideBySideBackward(dWeights, dMatrices, reads);
        addColumns(d, size, dRead, reads);
      }
      const dEmbedded = columnsOf(d, size, 0, width, workspace);
      const of = (name: string) => gradient.view(name);
      math.affineBackward(
        dEmbedded,
        inputs,
        inputWeights,
        of(NAMES.inputWeights),
        of(NAMES.inputBias),
      );
    },
  };
}

/** Gates are sums of the bias, of a product of the present and, where there is any, of one of the past. */
function convolveForward(
  math: ArrayMath,
  { dilation, adds, columns, bias }: Part & Convolution,
  parameters: Parameters,
  products: Float32Array,
  { before, slots, workspace }: Past,
): PartEvaluation {
  const rows = before.length;
  const sums = 2 * adds;
  const gates = workspace.zeros(rows * sums);
  const start = parameters.view(bias);
  for (let row = 0; row < rows; row++) {
    addRow(gates, row * sums, start, 0, sums);
    addRow(gates, row * sums, products, row * columns, sums);
    if (before[row]! < dilation) continue;
    addRow(gates, row * sums, products, (row - dilation * slots) * columns + sums, sums);
  }
  return {
    added: activated(math, gates, adds, workspace),
    backward(d, gradient) {
      const dBias = gradient.view(bias);
      const dGates = new Float32Array(sums);
      const dProducts = workspace.zeros(products.length);
      for (let row = 0; row < rows; row++) {
        for (let i = 0; i < adds; i++) {
          const at = row * sums + i;
          const [f, g] = [gates[at]!, gates[at + adds]!];
          const own = d[row * adds + i]!;
          dGates[i] = own * g * (1 - f * f);
          dGates[i + adds] = own * f * g * (1 - g);
        }
        addRow(dBias, 0, dGates, 0, sums);
        addRow(dProducts, row * columns, dGates, 0, sums);
        if (before[row]! < dilation) continue;
        addRow(dProducts, (row - dilation * slots) * columns + sums, dGates, 0, sums);
      }
      return dProducts;
    },
  };
}

function lookUpForward(
  math: ArrayMath,
  width: number,
  projected: Float32Array,
  { before, slots, workspace }: Past,
): PartEvaluation {
  const shape = { slots, heads: 1, width };
  const sequences = { ...shape, projected, positions: before };
  const { out, backward } = math.attention.attend(sequences, workspace);
  return { added: out, backward };
}

/** One decision more of a part, in every slot: from its products, [B, columns], to what it adds, [B, adds]. */
type PartStepper = (
  products: Float32Array,
  parameters: Parameters,
  workspace: Workspace,
) => Float32Array;

function convolutionStepper(
  math: ArrayMath,
  { dilation, adds, columns, bias }: Part & Convolution,
  slots: number,
  past: Positions,
): PartStepper {
  const sums = 2 * adds;
  /** Products for the past, of all decisions. */
  const kept = new History(slots, sums);
  return (products, parameters, workspace) => {
    const gates = workspace.zeros(slots * sums);
    const start = parameters.view(bias);
    for (let slot = 0; slot < slots; slot++) {
      const position = past.counts[slot]!;
      const [own, product] = [slot * sums, slot * columns];
      kept.keep(slot, position, products.subarray(product + sums, product + columns));
      addRow(gates, own, start, 0, sums);
      addRow(gates, own, products, product, sums);
      if (position < dilation) continue;
      const { rows, offset } = kept.at(slot, position - dilation);
      addRow(gates, own, rows, offset, sums);
    }
    return activated(math, gates, adds, workspace);
  };
}

function lookUpStepper(
  math: ArrayMath,
  width: number,
  slots: number,
  past: Positions,
): PartStepper {
  const cache = math.attention.createCache({ slots, heads: 1, width });
  const out = new Float32Array(slots * width);
  return (projected) => {
    cache.next(projected, past.counts, out);
    return out;
  };
}

function snailStepper(
  math: ArrayMath,
  slots: number,
  width: number,
  size: number,
  parts: readonly Part[],
): EncoderStepper {
  let loaded: Parameters | undefined;
  let weights: readonly Float32Array[] = [];
  const past = new Positions(slots);
  const workspace = new Workspace();
  const steppers = parts.map((part) =>
    part.kind === 'convolution'
      ? convolutionStepper(math, part, slots, past)
      : lookUpStepper(math, part.adds, slots, past),
  );
  return {
    load(parameters) {
      loaded = parameters;
      weights = parts.map((part) => weightsOf(part, parameters));
    },
    clear: () => past.clear(),
    snapshot: () => past.snapshot(),
    step(inputs, cleared, memory) {
      const parameters = loadedOr(loaded);
      const of = (name: string) => parameters.view(name);
      past.begin(cleared);
      workspace.restart();
      const embedded = workspace.floats(slots * width);
      math.affine(embedded, inputs, of(NAMES.inputWeights), of(NAMES.inputBias));
      writeColumns(memory, size, embedded, 0);
      for (const [index, { reads, columns }] of parts.entries()) {
        const products = workspace.zeros(slots * columns);
        math.addProduct(products, memory, weights[index]!, columns);
        writeColumns(memory, size, steppers[index]!(products, parameters, workspace), reads);
      }
      past.end();
    },
  };
}
