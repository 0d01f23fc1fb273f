import type * as tfjs from '@tensorflow/tfjs';
import { ArgumentError } from '../../core/errors.js';
import type { TensorFlow } from '../kernels/tensorflow.js';
import type { EncoderEvaluation, EncoderStepper, Sequences, SteppedEncoder } from '../networks.js';
import type { ParameterSpec, Parameters, Tensors } from '../parameters.js';
import {
  addTo,
  affine,
  affineBackward,
  apply,
  layerNorm,
  layerNormBackward,
  logistic,
  NORM_EPSILON,
} from './array-math.js';
import { attend, attendSequences, attendStep } from './attention.js';
import { History, Positions } from './history.js';
import { bySlot, positions, segmentMask } from './segments.js';

export interface TransformerOptions {
  /** Transition features, I. */
  readonly inputs: number;
  /** As `GruOptions.inputGain`; 2 by default. */
  readonly inputGain?: number;
  /** Numbers of a token, D = H. */
  readonly width: number;
  /** Blocks; 2 by default. */
  readonly layers?: number;
  /** Attention heads, which divide the width; 4 by default. */
  readonly heads?: number;
}

/** Numbers between the two products of a block's feed-forward part, as a multiple of the width. */
const EXPANSION = 2;
/** Longest wavelength of the position code, in decisions × 2π. */
const LONGEST = 1000;

const NAMES = {
  inputWeights: 'transformer/input-weights',
  inputBias: 'transformer/input-bias',
  normGain: 'transformer/norm-gain',
  normBias: 'transformer/norm-bias',
} as const;

/** Names of one block's parameters. */
function namesOf(layer: number) {
  const of = (name: string) => `transformer/${layer}/${name}`;
  return {
    attentionGain: of('attention-norm-gain'),
    attentionNormBias: of('attention-norm-bias'),
    queryWeights: of('query-weights'),
    keyWeights: of('key-weights'),
    valueWeights: of('value-weights'),
    outputWeights: of('output-weights'),
    outputBias: of('output-bias'),
    forwardGain: of('forward-norm-gain'),
    forwardNormBias: of('forward-norm-bias'),
    upWeights: of('up-weights'),
    upBias: of('up-bias'),
    downWeights: of('down-weights'),
    downBias: of('down-bias'),
  };
}

/**
 * Causal self-attention over all transitions of the meta-episode so far (Vaswani et al. 2017), with the norm before
 * each part of a block (Xiong et al. 2020) and parts that begin as small corrections, which keeps reinforcement learning
 * stable at the start (Parisotto et al. 2020); x σ(x) between the products of the feed-forward part. A stepper keeps keys and values of the past, so that a step costs as
 * much as there is to remember.
 *
 * Throws {@link ArgumentError} when the heads do not divide the width, or the width is odd.
 */
export function transformerEncoder(options: TransformerOptions): SteppedEncoder {
  const { inputs, width, layers = 2, heads = 4, inputGain = 2 } = options;
  if (width % heads !== 0 || width % 2 !== 0) {
    throw new ArgumentError({
      subject: 'width of a transformer',
      rule: `must be even and a multiple of ${heads}, its number of heads`,
      received: width,
      remedy: `Use ${Math.ceil(width / (2 * heads)) * 2 * heads}, or other heads.`,
    });
  }
  const blocks = Array.from({ length: layers }, (_, layer) => namesOf(layer));
  return {
    id: 'transformer',
    size: width,
    specs: [
      { name: NAMES.inputWeights, shape: [inputs, width], start: 'scaled', gain: inputGain },
      { name: NAMES.inputBias, shape: [width], start: 'zeros' },
      ...blocks.flatMap((names) => blockSpecs(names, width)),
      { name: NAMES.normGain, shape: [width], start: 'constant', gain: 1 },
      { name: NAMES.normBias, shape: [width], start: 'zeros' },
    ],
    unroll(tf, parameters, sequences) {
      const { steps, slots } = sequences;
      const mask = segmentMask(tf, sequences);
      const code = new Float32Array(steps * slots * width);
      positions(sequences).forEach((position, i) => {
        writeCode(code, i * width, width, position);
      });
      let tokens = tf
        .tensor2d(sequences.inputs, [steps * slots, inputs])
        .matMul<tfjs.Tensor2D>(parameters[NAMES.inputWeights] as tfjs.Tensor2D)
        .add<tfjs.Tensor2D>(parameters[NAMES.inputBias]!)
        .add<tfjs.Tensor2D>(tf.tensor2d(code, [steps * slots, width]));
      for (const names of blocks) {
        tokens = block(tf, parameters, names, tokens, mask, heads);
      }
      return norm(tokens, parameters, NAMES.normGain, NAMES.normBias).reshape([
        steps,
        slots,
        width,
      ]);
    },
    forward: (parameters, sequences) =>
      transformerForward(width, blocks, heads, parameters, sequences),
    stepper: (slots) => transformerStepper(slots, width, blocks, heads),
  };
}

function blockSpecs(names: ReturnType<typeof namesOf>, width: number): ParameterSpec[] {
  const up = EXPANSION * width;
  const matrix = (name: string, rows: number, columns: number, gain = 1): ParameterSpec => {
    return { name, shape: [rows, columns], start: 'scaled', gain };
  };
  const zeros = (name: string, length = width): ParameterSpec => {
    return { name, shape: [length], start: 'zeros' };
  };
  const ones = (name: string): ParameterSpec => {
    return { name, shape: [width], start: 'constant', gain: 1 };
  };
  return [
    ones(names.attentionGain),
    zeros(names.attentionNormBias),
    matrix(names.queryWeights, width, width),
    matrix(names.keyWeights, width, width),
    matrix(names.valueWeights, width, width),
    matrix(names.outputWeights, width, width, 0.3),
    zeros(names.outputBias),
    ones(names.forwardGain),
    zeros(names.forwardNormBias),
    matrix(names.upWeights, width, up),
    zeros(names.upBias, up),
    matrix(names.downWeights, up, width, 0.3),
    zeros(names.downBias),
  ];
}

/** Sines and cosines of the position, at wavelengths in geometric progression (Vaswani et al. 2017, 3.5). */
function writeCode(row: Float32Array, offset: number, width: number, position: number): void {
  for (let i = 0; i < width; i += 2) {
    const angle = position / LONGEST ** (i / width);
    row[offset + i] = Math.sin(angle);
    row[offset + i + 1] = Math.cos(angle);
  }
}

/** Tokens of all decisions, [T·B, D], after one block. */
function block(
  tf: TensorFlow,
  parameters: Tensors,
  names: ReturnType<typeof namesOf>,
  tokens: tfjs.Tensor2D,
  mask: tfjs.Tensor3D,
  heads: number,
): tfjs.Tensor2D {
  const [slots, steps] = mask.shape;
  const width = tokens.shape[1];
  const of = (name: string) => parameters[name] as tfjs.Tensor2D;
  const seen = norm(tokens, parameters, names.attentionGain, names.attentionNormBias);
  const projected = (name: string) =>
    bySlot(seen.matMul(of(name)).reshape<tfjs.Tensor3D>([steps, slots, width]));
  const attended = attend(tf, {
    queries: projected(names.queryWeights),
    keys: projected(names.keyWeights),
    values: projected(names.valueWeights),
    mask,
    heads,
  });
  const flat = bySlot(attended).reshape<tfjs.Tensor2D>([steps * slots, width]);
  const between = tokens.add<tfjs.Tensor2D>(
    flat.matMul(of(names.outputWeights)).add(of(names.outputBias)),
  );
  const up = norm(between, parameters, names.forwardGain, names.forwardNormBias)
    .matMul(of(names.upWeights))
    .add(of(names.upBias));
  const active = up.mul<tfjs.Tensor2D>(up.sigmoid());
  return between.add(active.matMul(of(names.downWeights)).add(of(names.downBias)));
}

/** As `layerNorm` of typed arrays. */
function norm(x: tfjs.Tensor2D, parameters: Tensors, gain: string, bias: string): tfjs.Tensor2D {
  const centred = x.sub(x.mean(1, true));
  const variance = centred.square().mean(1, true);
  return centred
    .mul(variance.add(NORM_EPSILON).rsqrt())
    .mul(parameters[gain]!)
    .add(parameters[bias]!);
}

function transformerForward(
  width: number,
  blocks: readonly ReturnType<typeof namesOf>[],
  heads: number,
  parameters: Parameters,
  sequences: Sequences,
): EncoderEvaluation {
  const { steps, slots, inputs } = sequences;
  const before = positions(sequences);
  const of = (name: string) => parameters.view(name);
  let tokens = new Float32Array(steps * slots * width);
  affine(tokens, inputs, of(NAMES.inputWeights), of(NAMES.inputBias));
  const code = new Float32Array(width);
  for (const [row, position] of before.entries()) {
    writeCode(code, 0, width, position);
    for (let i = 0; i < width; i++) tokens[row * width + i]! += code[i]!;
  }
  const ways: ReturnType<typeof blockForward>[] = [];
  for (const names of blocks) {
    const way = blockForward(width, names, heads, parameters, tokens, before, slots);
    ways.push(way);
    tokens = way.out;
  }
  const memory = new Float32Array(tokens.length);
  layerNorm(memory, tokens, of(NAMES.normGain), of(NAMES.normBias));
  return {
    memory,
    backward(memoryGradient, gradient) {
      const to = (name: string) => gradient.view(name);
      let d = new Float32Array(tokens.length);
      const gain = of(NAMES.normGain);
      layerNormBackward(memoryGradient, tokens, gain, to(NAMES.normGain), to(NAMES.normBias), d);
      for (const way of ways.toReversed()) d = way.backward(d, gradient);
      const weights = of(NAMES.inputWeights);
      affineBackward(d, inputs, weights, to(NAMES.inputWeights), to(NAMES.inputBias));
    },
  };
}

/** Tokens of all decisions, [T·B, D], after one block, and the way back. */
function blockForward(
  width: number,
  names: ReturnType<typeof namesOf>,
  heads: number,
  parameters: Parameters,
  tokens: Float32Array,
  before: Int32Array,
  slots: number,
) {
  const of = (name: string) => parameters.view(name);
  const none = new Float32Array(width);
  const row = () => new Float32Array(tokens.length);
  const through = (x: Float32Array, weights: string, bias: Float32Array, out = row()) => {
    affine(out, x, of(weights), bias);
    return out;
  };
  const seen = row();
  layerNorm(seen, tokens, of(names.attentionGain), of(names.attentionNormBias));
  const attention = attendSequences({
    ...{ slots, heads, positions: before },
    queries: through(seen, names.queryWeights, none),
    keys: through(seen, names.keyWeights, none),
    values: through(seen, names.valueWeights, none),
  });
  const between = through(attention.out, names.outputWeights, of(names.outputBias));
  addTo(between, tokens);
  const normal = row();
  layerNorm(normal, between, of(names.forwardGain), of(names.forwardNormBias));
  const raw = new Float32Array(EXPANSION * tokens.length);
  through(normal, names.upWeights, of(names.upBias), raw);
  const active = raw.map((x) => x * logistic(x));
  const out = through(active, names.downWeights, of(names.downBias));
  addTo(out, between);
  return {
    out,
    backward(d: Float32Array, gradient: Parameters): Float32Array<ArrayBuffer> {
      const to = (name: string) => gradient.view(name);
      const back = (
        from: Float32Array,
        x: Float32Array,
        weights: string,
        bias: string | undefined,
      ) => {
        const dx = new Float32Array(x.length);
        const dBias = bias === undefined ? new Float32Array(width) : to(bias);
        affineBackward(from, x, of(weights), to(weights), dBias, dx);
        return dx;
      };
      const dActive = back(d, active, names.downWeights, names.downBias);
      for (let i = 0; i < raw.length; i++) {
        const gate = logistic(raw[i]!);
        dActive[i]! *= gate * (1 + raw[i]! * (1 - gate));
      }
      const dNormal = back(dActive, normal, names.upWeights, names.upBias);
      const dBetween = row();
      const { forwardGain, forwardNormBias, attentionGain, attentionNormBias } = names;
      const dForward = [to(forwardGain), to(forwardNormBias)] as const;
      layerNormBackward(dNormal, between, of(forwardGain), ...dForward, dBetween);
      addTo(dBetween, d);
      const dAttended = back(dBetween, attention.out, names.outputWeights, names.outputBias);
      const parts = attention.backward(dAttended);
      const dSeen = back(parts.queries, seen, names.queryWeights, undefined);
      addTo(dSeen, back(parts.keys, seen, names.keyWeights, undefined));
      addTo(dSeen, back(parts.values, seen, names.valueWeights, undefined));
      const dTokens = row();
      const dAttention = [to(attentionGain), to(attentionNormBias)] as const;
      layerNormBackward(dSeen, tokens, of(attentionGain), ...dAttention, dTokens);
      addTo(dTokens, dBetween);
      return dTokens;
    },
  };
}

function transformerStepper(
  slots: number,
  width: number,
  blocks: readonly ReturnType<typeof namesOf>[],
  heads: number,
): EncoderStepper {
  let loaded: Parameters | undefined;
  const past = new Positions(slots);
  const caches = blocks.map(() => {
    return { keys: new History(slots, width), values: new History(slots, width) };
  });
  const row = () => new Float32Array(slots * width);
  const [tokens, seen, queries, keys, values, attended, change, code, none] = [
    ...[row(), row(), row(), row(), row(), row(), row()],
    new Float32Array(width),
    new Float32Array(width),
  ] as const;
  const up = new Float32Array(EXPANSION * slots * width);
  const add = () => {
    for (let i = 0; i < tokens.length; i++) tokens[i]! += change[i]!;
  };
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
      affine(tokens, inputs, of(NAMES.inputWeights), of(NAMES.inputBias));
      for (let slot = 0; slot < slots; slot++) {
        writeCode(code, 0, width, past.counts[slot]!);
        for (let i = 0; i < width; i++) tokens[slot * width + i]! += code[i]!;
      }
      for (const [layer, names] of blocks.entries()) {
        const cache = caches[layer]!;
        layerNorm(seen, tokens, of(names.attentionGain), of(names.attentionNormBias));
        affine(queries, seen, of(names.queryWeights), none);
        affine(keys, seen, of(names.keyWeights), none);
        affine(values, seen, of(names.valueWeights), none);
        for (let slot = 0; slot < slots; slot++) {
          const position = past.counts[slot]!;
          const offset = slot * width;
          keep(cache.keys, slot, position, keys);
          keep(cache.values, slot, position, values);
          const query = { query: queries, queryOffset: offset };
          attendStep({ slot, position, ...query, ...cache, heads }, attended, offset);
        }
        affine(change, attended, of(names.outputWeights), of(names.outputBias));
        add();
        layerNorm(seen, tokens, of(names.forwardGain), of(names.forwardNormBias));
        affine(up, seen, of(names.upWeights), of(names.upBias));
        apply(up, (x) => x * logistic(x));
        affine(change, up, of(names.downWeights), of(names.downBias));
        add();
      }
      layerNorm(memory, tokens, of(NAMES.normGain), of(NAMES.normBias));
      past.end();
    },
  };
}

/** Writes the slot's row of `from` into its history. */
function keep(history: History, slot: number, position: number, from: Float32Array): void {
  const { rows, offset } = history.at(slot, position);
  const start = slot * history.width;
  rows.set(from.subarray(start, start + history.width), offset);
}
