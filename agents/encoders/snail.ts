import type { Products } from '../kernels/products.js';
import type { EncoderEvaluation, EncoderStepper, Sequences, SteppedEncoder } from '../networks.js';
import type { ParameterSpec, Parameters } from '../parameters.js';
import { type ArrayMath, addTo, arrayMath, logistic } from './array-math.js';
import { attendSequences, attendStep } from './attention.js';
import { History, Positions } from './history.js';
import { positions } from './segments.js';
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
  readonly reads: number;
  readonly adds: number;
  readonly names: { readonly present: string; readonly past: string; readonly bias: string };
}

interface LookUp {
  readonly kind: 'attention';
  readonly reads: number;
  readonly adds: number;
  readonly names: { readonly query: string; readonly key: string; readonly value: string };
}

/** One part after the other; each appends channels to what it reads. */
type Part = Convolution | LookUp;

/** Keys and values of a part's past. */
interface Cache {
  readonly keys: History;
  readonly values: History;
}

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
    forward: (parameters, sequences) =>
      snailForward(math, width, size, parts, parameters, sequences),
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
      const names = {
        present: of('present-weights'),
        past: of('past-weights'),
        bias: of('bias'),
      };
      parts.push({ kind: 'convolution', dilation: 2 ** level, reads, adds: filters, names });
      reads += filters;
    }
    const of = (name: string) => `snail/${block}/attention/${name}`;
    const names = {
      query: of('query-weights'),
      key: of('key-weights'),
      value: of('value-weights'),
    };
    parts.push({ kind: 'attention', reads, adds: attention, names });
    reads += attention;
  }
  return parts;
}

function specsOf(part: Part): ParameterSpec[] {
  const matrix = (name: string, columns: number): ParameterSpec => {
    return { name, shape: [part.reads, columns], start: 'scaled' };
  };
  if (part.kind === 'attention') {
    return Object.values(part.names).map((name) => matrix(name, part.adds));
  }
  return [
    matrix(part.names.present, 2 * part.adds),
    matrix(part.names.past, 2 * part.adds),
    { name: part.names.bias, shape: [2 * part.adds], start: 'zeros' },
  ];
}

/** Some columns of rows of `width` numbers, as rows of their own. */
function columnsOf(rows: Float32Array, width: number, first: number, count: number) {
  const result = new Float32Array((rows.length / width) * count);
  for (let from = first, to = 0; from < rows.length; from += width, to += count) {
    result.set(rows.subarray(from, from + count), to);
  }
  return result;
}

/** Writes rows of their own into the columns from `first` on of rows of `width` numbers. */
function writeColumns(into: Float32Array, width: number, rows: Float32Array, first: number): void {
  const count = (rows.length * width) / into.length;
  for (let from = 0, to = first; from < rows.length; from += count, to += width) {
    into.set(rows.subarray(from, from + count), to);
  }
}

/** tanh ∘ σ of sums in place, [N, 2 · adds], and their products, [N, adds]: the gated activation. */
function activated(gates: Float32Array, adds: number): Float32Array {
  const added = new Float32Array(gates.length / 2);
  for (let to = 0, at = 0; to < added.length; at += 2 * adds) {
    for (let i = at; i < at + adds; i++, to++) {
      gates[i] = Math.tanh(gates[i]!);
      gates[i + adds] = logistic(gates[i + adds]!);
      added[to] = gates[i]! * gates[i + adds]!;
    }
  }
  return added;
}

/** What one part adds, [T·B, adds], and the way back to the gradient of what it read. */
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
): EncoderEvaluation {
  const { steps, slots, inputs } = sequences;
  const rows = steps * slots;
  const before = positions(sequences);
  const channels = new Float32Array(rows * size);
  const embedded = new Float32Array(rows * width);
  const inputWeights = parameters.view(NAMES.inputWeights);
  math.affine(embedded, inputs, inputWeights, parameters.view(NAMES.inputBias));
  writeColumns(channels, size, embedded, 0);
  const ways = parts.map((part) => {
    const read = columnsOf(channels, size, 0, part.reads);
    const way =
      part.kind === 'convolution'
        ? convolveForward(math, part, parameters, read, before, slots)
        : lookUpForward(math, part, parameters, read, before, slots);
    writeColumns(channels, size, way.added, part.reads);
    return way;
  });
  return {
    memory: channels,
    backward(memoryGradient, gradient) {
      const d = memoryGradient.slice();
      for (const [index, part] of [...parts.entries()].toReversed()) {
        const dAdded = columnsOf(d, size, part.reads, part.adds);
        const dRead = ways[index]!.backward(dAdded, gradient);
        for (let row = 0; row < rows; row++) {
          for (let i = 0; i < part.reads; i++) d[row * size + i]! += dRead[row * part.reads + i]!;
        }
      }
      const dEmbedded = columnsOf(d, size, 0, width);
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

function convolveForward(
  math: ArrayMath,
  { dilation, reads, adds, names }: Convolution,
  parameters: Parameters,
  read: Float32Array,
  before: Int32Array,
  slots: number,
): PartEvaluation {
  const rows = before.length;
  const shifted = new Float32Array(read.length);
  for (let row = 0; row < rows; row++) {
    if (before[row]! < dilation) continue;
    const from = (row - dilation * slots) * reads;
    shifted.set(read.subarray(from, from + reads), row * reads);
  }
  const present = parameters.view(names.present);
  const past = parameters.view(names.past);
  const gates = new Float32Array(rows * 2 * adds);
  math.affine(gates, read, present, parameters.view(names.bias));
  math.addProduct(gates, shifted, past, 2 * adds);
  const added = activated(gates, adds);
  return {
    added,
    backward(d, gradient) {
      const dGates = new Float32Array(gates.length);
      for (let row = 0; row < rows; row++) {
        for (let i = 0; i < adds; i++) {
          const at = row * 2 * adds + i;
          const [f, g] = [gates[at]!, gates[at + adds]!];
          const own = d[row * adds + i]!;
          dGates[at] = own * g * (1 - f * f);
          dGates[at + adds] = own * f * g * (1 - g);
        }
      }
      const of = (name: string) => gradient.view(name);
      const dRead = new Float32Array(read.length);
      const dShifted = new Float32Array(read.length);
      math.affineBackward(dGates, read, present, of(names.present), of(names.bias), dRead);
      math.productBackward(dGates, shifted, past, 2 * adds, of(names.past), dShifted);
      for (let row = 0; row < rows; row++) {
        if (before[row]! < dilation) continue;
        const to = (row - dilation * slots) * reads;
        for (let i = 0; i < reads; i++) dRead[to + i]! += dShifted[row * reads + i]!;
      }
      return dRead;
    },
  };
}

function lookUpForward(
  math: ArrayMath,
  { adds, names }: LookUp,
  parameters: Parameters,
  read: Float32Array,
  before: Int32Array,
  slots: number,
): PartEvaluation {
  const through = (name: string) => {
    const out = new Float32Array(before.length * adds);
    math.addProduct(out, read, parameters.view(name), adds);
    return out;
  };
  const attention = attendSequences({
    ...{ slots, positions: before, heads: 1 },
    queries: through(names.query),
    keys: through(names.key),
    values: through(names.value),
  });
  return {
    added: attention.out,
    backward(d, gradient) {
      const from = attention.backward(d);
      const back = (name: string, dOut: Float32Array) => {
        const dx = new Float32Array(read.length);
        math.productBackward(dOut, read, parameters.view(name), adds, gradient.view(name), dx);
        return dx;
      };
      const dRead = back(names.query, from.queries);
      addTo(dRead, back(names.key, from.keys));
      addTo(dRead, back(names.value, from.values));
      return dRead;
    },
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
  const past = new Positions(slots);
  /** All channels of all decisions. */
  const channels = new History(slots, size);
  const caches = parts.map(({ adds, kind }) =>
    kind === 'attention'
      ? { keys: new History(slots, adds), values: new History(slots, adds) }
      : undefined,
  );
  const convolve = (part: Convolution, parameters: Parameters, read: Float32Array) => {
    const { reads, adds, dilation, names } = part;
    const earlier = new Float32Array(read.length);
    for (let slot = 0; slot < slots; slot++) {
      const position = past.counts[slot]! - dilation;
      if (position < 0) continue;
      const { rows, offset } = channels.at(slot, position);
      earlier.set(rows.subarray(offset, offset + reads), slot * reads);
    }
    const gates = new Float32Array(slots * 2 * adds);
    math.affine(gates, read, parameters.view(names.present), parameters.view(names.bias));
    math.addProduct(gates, earlier, parameters.view(names.past), 2 * adds);
    return activated(gates, adds);
  };
  const lookUp = (part: LookUp, cache: Cache, parameters: Parameters, read: Float32Array) => {
    const { adds, names } = part;
    const through = (name: string) => {
      const out = new Float32Array(slots * adds);
      math.addProduct(out, read, parameters.view(name), adds);
      return out;
    };
    const [query, keys, values] = [names.query, names.key, names.value].map(through);
    const out = new Float32Array(slots * adds);
    for (let slot = 0; slot < slots; slot++) {
      const position = past.counts[slot]!;
      const offset = slot * adds;
      cache.keys.keep(slot, position, keys!.subarray(offset, offset + adds));
      cache.values.keep(slot, position, values!.subarray(offset, offset + adds));
      const step = { slot, position, query: query!, queryOffset: offset, ...cache, heads: 1 };
      attendStep(step, out, offset);
    }
    return out;
  };
  return {
    load(parameters) {
      loaded = parameters;
    },
    clear: () => past.clear(),
    snapshot: () => past.snapshot(),
    step(inputs, cleared, memory) {
      const parameters = loadedOr(loaded);
      const of = (name: string) => parameters.view(name);
      past.begin(cleared);
      const embedded = new Float32Array(slots * width);
      math.affine(embedded, inputs, of(NAMES.inputWeights), of(NAMES.inputBias));
      writeColumns(memory, size, embedded, 0);
      for (const [index, part] of parts.entries()) {
        const read = columnsOf(memory, size, 0, part.reads);
        const added =
          part.kind === 'convolution'
            ? convolve(part, parameters, read)
            : lookUp(part, caches[index]!, parameters, read);
        writeColumns(memory, size, added, part.reads);
      }
      for (let slot = 0; slot < slots; slot++) {
        channels.keep(slot, past.counts[slot]!, memory.subarray(slot * size, (slot + 1) * size));
      }
      past.end();
    },
  };
}
