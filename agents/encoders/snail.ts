import type * as tfjs from '@tensorflow/tfjs';
import type { TensorFlow } from '../kernels/tensorflow.js';
import type { EncoderStepper, Sequences, SteppedEncoder } from '../networks.js';
import type { ParameterSpec, Parameters, Tensors } from '../parameters.js';
import { affine, logistic } from './array-math.js';
import { attend, attendStep } from './attention.js';
import { History, Positions } from './history.js';
import { bySlot, positions, segmentMask } from './segments.js';

export interface SnailOptions {
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

/** One part after the other; each appends channels to what it reads. */
type Part =
  | {
      readonly kind: 'convolution';
      readonly dilation: number;
      readonly reads: number;
      readonly adds: number;
      readonly names: { readonly present: string; readonly past: string; readonly bias: string };
    }
  | {
      readonly kind: 'attention';
      readonly reads: number;
      readonly adds: number;
      readonly names: { readonly query: string; readonly key: string; readonly value: string };
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
  return {
    id: 'snail',
    size,
    specs: [
      { name: NAMES.inputWeights, shape: [inputs, width], start: 'scaled', gain: inputGain },
      { name: NAMES.inputBias, shape: [width], start: 'zeros' },
      ...parts.flatMap(specsOf),
    ],
    unroll(tf, parameters, sequences) {
      const { steps, slots } = sequences;
      const mask = segmentMask(tf, sequences);
      const embedded = tf
        .tensor2d(sequences.inputs, [steps * slots, inputs])
        .matMul(parameters[NAMES.inputWeights] as tfjs.Tensor2D)
        .add(parameters[NAMES.inputBias] as tfjs.Tensor1D);
      let channels = bySlot(embedded.reshape<tfjs.Tensor3D>([steps, slots, width]));
      for (const part of parts) {
        const added =
          part.kind === 'convolution'
            ? convolve(tf, parameters, part, channels, sequences)
            : lookUp(tf, parameters, part, channels, mask);
        channels = tf.concat([channels, added], 2);
      }
      return bySlot(channels);
    },
    stepper: (slots) => snailStepper(slots, width, size, parts),
  };
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

/** What one convolution adds to channels [B, T, C]: [B, T, F]. */
function convolve(
  tf: TensorFlow,
  parameters: Tensors,
  { dilation, reads, adds, names }: Part & { kind: 'convolution' },
  channels: tfjs.Tensor3D,
  sequences: Pick<Sequences, 'steps' | 'slots' | 'cleared'>,
): tfjs.Tensor3D {
  const { steps, slots } = sequences;
  const of = (name: string) => parameters[name] as tfjs.Tensor2D;
  const through = (x: tfjs.Tensor3D, weights: string) =>
    x.reshape<tfjs.Tensor2D>([slots * steps, reads]).matMul(of(weights));
  let sum = through(channels, names.present).add(of(names.bias));
  if (dilation < steps) {
    const before = channels.slice([0, 0, 0], [slots, steps - dilation, reads]);
    const reached = Float32Array.from(positions(sequences), (position) =>
      position < dilation ? 0 : 1,
    );
    const isReached = bySlot(tf.tensor3d(reached, [steps, slots, 1]));
    const shifted = before.pad([
      [0, 0],
      [dilation, 0],
      [0, 0],
    ]);
    sum = sum.add(through(shifted.mul(isReached), names.past));
  }
  const gates = sum.reshape<tfjs.Tensor3D>([slots, steps, 2 * adds]);
  const part = (first: number) => gates.slice([0, 0, first], [slots, steps, adds]);
  return part(0).tanh().mul(part(adds).sigmoid());
}

/** What one attention adds to channels [B, T, C]: [B, T, A]. */
function lookUp(
  tf: TensorFlow,
  parameters: Tensors,
  { reads, adds, names }: Part & { kind: 'attention' },
  channels: tfjs.Tensor3D,
  mask: tfjs.Tensor3D,
): tfjs.Tensor3D {
  const [slots, steps] = channels.shape;
  const flat = channels.reshape<tfjs.Tensor2D>([slots * steps, reads]);
  const through = (name: string) =>
    flat.matMul(parameters[name] as tfjs.Tensor2D).reshape<tfjs.Tensor3D>([slots, steps, adds]);
  return attend(tf, {
    queries: through(names.query),
    keys: through(names.key),
    values: through(names.value),
    mask,
    heads: 1,
  });
}

function snailStepper(
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
  return {
    load(parameters) {
      loaded = parameters;
    },
    clear: () => past.clear(),
    snapshot: () => past.snapshot(),
    step(inputs, cleared, memory) {
      if (!loaded) return;
      const of = (name: string) => loaded!.view(name);
      past.begin(cleared);
      const embedded = new Float32Array(slots * width);
      affine(embedded, inputs, of(NAMES.inputWeights), of(NAMES.inputBias));
      for (let slot = 0; slot < slots; slot++) {
        const position = past.counts[slot]!;
        const row = memory.subarray(slot * size, (slot + 1) * size);
        row.set(embedded.subarray(slot * width, (slot + 1) * width));
        for (const [index, part] of parts.entries()) {
          const read = row.subarray(0, part.reads);
          if (part.kind === 'convolution') {
            const before = channels.at(slot, Math.max(0, position - part.dilation));
            const earlier = before.rows.subarray(before.offset, before.offset + part.reads);
            const gates = new Float32Array(2 * part.adds);
            affine(gates, read, of(part.names.present), of(part.names.bias));
            if (position >= part.dilation) {
              const more = new Float32Array(gates.length);
              affine(more, earlier, of(part.names.past), new Float32Array(gates.length));
              for (let i = 0; i < gates.length; i++) gates[i]! += more[i]!;
            }
            for (let i = 0; i < part.adds; i++) {
              row[part.reads + i] = Math.tanh(gates[i]!) * logistic(gates[part.adds + i]!);
            }
          } else {
            const cache = caches[index]!;
            const none = new Float32Array(part.adds);
            const query = new Float32Array(part.adds);
            affine(query, read, of(part.names.query), none);
            const key = cache.keys.at(slot, position);
            const value = cache.values.at(slot, position);
            const end = (at: typeof key) => at.rows.subarray(at.offset, at.offset + part.adds);
            affine(end(key), read, of(part.names.key), none);
            affine(end(value), read, of(part.names.value), none);
            const step = { slot, position, query, queryOffset: 0, ...cache, heads: 1 };
            attendStep(step, row, part.reads);
          }
        }
        const kept = channels.at(slot, position);
        kept.rows.set(row, kept.offset);
      }
      past.end();
    },
  };
}
