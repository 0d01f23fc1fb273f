import { ArgumentError } from '../../core/errors.js';
import type { Products } from '../kernels/products.js';
import type { Workspace } from '../kernels/workspace.js';
import type { EncoderEvaluation, EncoderStepper, Sequences, SteppedEncoder } from '../networks.js';
import type { ParameterSpec, Parameters } from '../parameters.js';
import {
  type ArrayMath,
  addRow,
  addTo,
  arrayMath,
  layerNorm,
  layerNormBackward,
  sideBySide,
  sideBySideBackward,
} from './array-math.js';
import { Positions, positions } from './segments.js';
import { loadedOr, writtenOut } from './written-out.js';

export interface TransformerOptions {
  /** What multiplies matrices; JavaScript by default, `loadProducts` gives faster ones. */
  readonly products?: Products;
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
 * stable at the start (Parisotto et al. 2020); x σ(x) between the products of the feed-forward part. A stepper keeps
 * keys and values of the past, so that a step costs as much as there is to remember.
 *
 * Throws {@link ArgumentError} when the heads do not divide the width, or the width is odd.
 */
export function transformerEncoder(options: TransformerOptions): SteppedEncoder {
  const { inputs, width, layers = 2, heads = 4, inputGain = 2 } = options;
  const math = arrayMath(options.products);
  const addCodes = positionCodes(width);
  if (width % heads !== 0 || width % 2 !== 0) {
    throw new ArgumentError({
      subject: 'width of a transformer',
      rule: `must be even and a multiple of ${heads}, its number of heads`,
      received: width,
      remedy: `Use ${Math.ceil(width / (2 * heads)) * 2 * heads}, or other heads.`,
    });
  }
  const blocks = Array.from({ length: layers }, (_, layer) => namesOf(layer));
  return writtenOut({
    id: 'transformer',
    size: width,
    specs: [
      { name: NAMES.inputWeights, shape: [inputs, width], start: 'scaled', gain: inputGain },
      { name: NAMES.inputBias, shape: [width], start: 'zeros' },
      ...blocks.flatMap((names) => blockSpecs(names, width)),
      { name: NAMES.normGain, shape: [width], start: 'constant', gain: 1 },
      { name: NAMES.normBias, shape: [width], start: 'zeros' },
    ],
    forward: (parameters, sequences, workspace) =>
      transformerForward(math, addCodes, width, blocks, heads, parameters, sequences, workspace),
    stepper: (slots) => transformerStepper(math, addCodes, slots, width, blocks, heads),
  });
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

/** Adds the code of its position to each token. */
type AddCodes = (tokens: Float32Array, places: Int32Array) => void;

/** Codes are sines and cosines, at wavelengths in geometric progression (Vaswani et al. 2017, 3.5). */
function positionCodes(width: number): AddCodes {
  const codes: Float32Array[] = [];
  const codeOf = (position: number) => {
    const code = new Float32Array(width);
    for (let i = 0; i < width; i += 2) {
      const angle = position / LONGEST ** (i / width);
      code[i] = Math.sin(angle);
      code[i + 1] = Math.cos(angle);
    }
    return code;
  };
  return (tokens, places) => {
    for (let row = 0; row < places.length; row++) {
      const position = places[row]!;
      while (codes.length <= position) codes.push(codeOf(codes.length));
      addRow(tokens, row * width, codes[position]!, 0, width);
    }
  };
}

function transformerForward(
  math: ArrayMath,
  addCodes: AddCodes,
  width: number,
  blocks: readonly ReturnType<typeof namesOf>[],
  heads: number,
  parameters: Parameters,
  sequences: Sequences,
  workspace: Workspace,
): EncoderEvaluation {
  const { steps, slots, inputs } = sequences;
  const before = positions(sequences, workspace);
  const of = (name: string) => parameters.view(name);
  let tokens = workspace.floats(steps * slots * width);
  math.affine(tokens, inputs, of(NAMES.inputWeights), of(NAMES.inputBias));
  addCodes(tokens, before);
  const ways: ReturnType<typeof blockForward>[] = [];
  for (const names of blocks) {
    const state = { tokens, before, slots, workspace };
    const way = blockForward(math, width, names, heads, parameters, state);
    ways.push(way);
    tokens = way.out;
  }
  const memory = workspace.floats(tokens.length);
  layerNorm(memory, tokens, of(NAMES.normGain), of(NAMES.normBias));
  return {
    memory,
    backward(memoryGradient, gradient) {
      const to = (name: string) => gradient.view(name);
      let d = workspace.floats(tokens.length);
      const gain = of(NAMES.normGain);
      layerNormBackward(memoryGradient, tokens, gain, to(NAMES.normGain), to(NAMES.normBias), d);
      for (const way of ways.toReversed()) d = way.backward(d, gradient);
      const weights = of(NAMES.inputWeights);
      math.affineBackward(d, inputs, weights, to(NAMES.inputWeights), to(NAMES.inputBias));
    },
  };
}

/** The matrices of query, key and value side by side, [D, 3 D]. */
function projectionsOf(
  parameters: Parameters,
  { queryWeights, keyWeights, valueWeights }: ReturnType<typeof namesOf>,
  width: number,
): Float32Array {
  const matrices = [queryWeights, keyWeights, valueWeights].map((name) => parameters.view(name));
  return sideBySide(matrices, width);
}

/** What a block reads: tokens, [T·B, D], and how many decisions of its segment come before each. */
interface BlockInputs {
  readonly tokens: Float32Array;
  readonly before: Int32Array;
  readonly slots: number;
  readonly workspace: Workspace;
}

/** Tokens of all decisions, [T·B, D], after one block, and the way back. */
function blockForward(
  math: ArrayMath,
  width: number,
  names: ReturnType<typeof namesOf>,
  heads: number,
  parameters: Parameters,
  { tokens, before, slots, workspace }: BlockInputs,
) {
  const of = (name: string) => parameters.view(name);
  const row = () => workspace.floats(tokens.length);
  const through = (x: Float32Array, weights: string, bias: string, out = row()) => {
    math.affine(out, x, of(weights), of(bias));
    return out;
  };
  const seen = row();
  layerNorm(seen, tokens, of(names.attentionGain), of(names.attentionNormBias));
  const projections = projectionsOf(parameters, names, width);
  const projected = workspace.zeros(3 * tokens.length);
  math.addProduct(projected, seen, projections, 3 * width);
  const looking = { slots, heads, width, positions: before, projected };
  const attention = math.attention.attend(looking, workspace);
  const between = through(attention.out, names.outputWeights, names.outputBias);
  addTo(between, tokens);
  const normal = row();
  layerNorm(normal, between, of(names.forwardGain), of(names.forwardNormBias));
  const raw = workspace.floats(EXPANSION * tokens.length);
  through(normal, names.upWeights, names.upBias, raw);
  const gates = workspace.floats(raw.length);
  gates.set(raw);
  math.logistic(gates);
  const active = workspace.floats(raw.length);
  for (let i = 0; i < raw.length; i++) active[i] = raw[i]! * gates[i]!;
  const out = through(active, names.downWeights, names.downBias);
  addTo(out, between);
  return {
    out,
    backward(d: Float32Array, gradient: Parameters): Float32Array<ArrayBuffer> {
      const to = (name: string) => gradient.view(name);
      const back = (from: Float32Array, x: Float32Array, weights: string, bias: string) => {
        const dx = workspace.floats(x.length);
        math.affineBackward(from, x, of(weights), to(weights), to(bias), dx);
        return dx;
      };
      const dActive = back(d, active, names.downWeights, names.downBias);
      for (let i = 0; i < raw.length; i++) {
        const gate = gates[i]!;
        dActive[i]! *= gate * (1 + raw[i]! * (1 - gate));
      }
      const dNormal = back(dActive, normal, names.upWeights, names.upBias);
      const dBetween = row();
      const { forwardGain, forwardNormBias, attentionGain, attentionNormBias } = names;
      const dForward = [to(forwardGain), to(forwardNormBias)] as const;
      layerNormBackward(dNormal, between, of(forwardGain), ...dForward, dBetween);
      addTo(dBetween, d);
      const dAttended = back(dBetween, attention.out, names.outputWeights, names.outputBias);
      const dProjected = attention.backward(dAttended);
      const dProjections = new Float32Array(projections.length);
      const dSeen = row();
      math.productBackward(dProjected, seen, projections, 3 * width, dProjections, dSeen);
      const { queryWeights, keyWeights, valueWeights } = names;
      const dMatrices = [queryWeights, keyWeights, valueWeights].map(to);
      sideBySideBackward(dProjections, dMatrices, width);
      const dTokens = row();
      const dAttention = [to(attentionGain), to(attentionNormBias)] as const;
      layerNormBackward(dSeen, tokens, of(attentionGain), ...dAttention, dTokens);
      addTo(dTokens, dBetween);
      return dTokens;
    },
  };
}

function transformerStepper(
  math: ArrayMath,
  addCodes: AddCodes,
  slots: number,
  width: number,
  blocks: readonly ReturnType<typeof namesOf>[],
  heads: number,
): EncoderStepper {
  let loaded: Parameters | undefined;
  let projections: readonly Float32Array[] = [];
  const past = new Positions(slots);
  const caches = blocks.map(() => math.attention.createCache({ slots, heads, width }));
  const row = () => new Float32Array(slots * width);
  const [tokens, seen, attended, change] = [row(), row(), row(), row()];
  const projected = new Float32Array(3 * slots * width);
  const up = new Float32Array(EXPANSION * slots * width);
  const gates = new Float32Array(up.length);
  return {
    load(parameters) {
      loaded = parameters;
      projections = blocks.map((names) => projectionsOf(parameters, names, width));
    },
    clear: () => past.clear(),
    snapshot: () => past.snapshot(),
    step(inputs, cleared, memory) {
      const parameters = loadedOr(loaded);
      const of = (name: string) => parameters.view(name);
      past.begin(cleared);
      math.affine(tokens, inputs, of(NAMES.inputWeights), of(NAMES.inputBias));
      addCodes(tokens, past.counts);
      for (const [layer, names] of blocks.entries()) {
        layerNorm(seen, tokens, of(names.attentionGain), of(names.attentionNormBias));
        projected.fill(0);
        math.addProduct(projected, seen, projections[layer]!, 3 * width);
        caches[layer]!.next(projected, past.counts, attended);
        math.affine(change, attended, of(names.outputWeights), of(names.outputBias));
        addTo(tokens, change);
        layerNorm(seen, tokens, of(names.forwardGain), of(names.forwardNormBias));
        math.affine(up, seen, of(names.upWeights), of(names.upBias));
        gates.set(up);
        math.logistic(gates);
        for (let i = 0; i < up.length; i++) up[i]! *= gates[i]!;
        math.affine(change, up, of(names.downWeights), of(names.downBias));
        addTo(tokens, change);
      }
      layerNorm(memory, tokens, of(NAMES.normGain), of(NAMES.normBias));
      past.end();
    },
  };
}
