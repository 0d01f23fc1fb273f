// What a trained env step costs on each backend, for models of which some are written out and some in tensors.
import {
  createRnnAgent,
  discretePreset,
  type EncoderName,
  encoderNetwork,
  gruAutodiffEncoder,
  ppo,
  RnnAgent,
} from '../../agents/index.js';
import type { TensorFlow } from '../../agents/kernels/tensorflow.js';
import { loadTensorFlow } from '../../cli/backend.js';
import { type Backend, iterationMilliseconds } from '../../cli/fastest-backend.js';
import type { Family } from '../../core/index.js';
import { getDistribution } from '../../distributions/index.js';
import type { Measurement } from '../result-file.js';
import { median, round } from '../update.js';
import { nativeVersion } from './version.js';

type AgentMaker = (tf: TensorFlow, family: Family) => RnnAgent | Promise<RnnAgent>;

interface Model {
  readonly name: string;
  readonly minibatches: number;
  readonly agent: AgentMaker;
}

const { agent: preset, algorithms, slots } = discretePreset;

const writtenOut =
  (choice: { readonly encoder?: EncoderName }): AgentMaker =>
  (_, family) =>
    createRnnAgent({ family, ...choice });

const inTensors =
  (hidden: number): AgentMaker =>
  (tf, family) =>
    new RnnAgent({
      family,
      network: encoderNetwork({
        encoder: (inputs) => gruAutodiffEncoder(inputs, hidden),
        headHidden: hidden,
        tf,
      }),
      rewardScale: preset.rewardScale,
    });

const MODELS: readonly Model[] = [
  { name: 'gru, memory of 32', minibatches: 16, agent: writtenOut({}) },
  { name: 'transformer, 32', minibatches: 16, agent: writtenOut({ encoder: 'transformer' }) },
  { name: 'GRU in tensors, 32', minibatches: 16, agent: inTensors(32) },
  { name: 'GRU in tensors, 32', minibatches: 1, agent: inTensors(32) },
  { name: 'GRU in tensors, 128', minibatches: 16, agent: inTensors(128) },
  { name: 'GRU in tensors, 128', minibatches: 1, agent: inTensors(128) },
  { name: 'GRU in tensors, 256', minibatches: 1, agent: inTensors(256) },
];
const BACKENDS: readonly Backend[] = ['kernel', 'tensorflow', 'wasm', 'cpu'];
const ROUNDS = 5;
/** An iteration that takes longer is measured once. */
const LONG_MILLISECONDS = 5000;
/** A model in tensors has no other way back. */
const NOT_THERE = 'none';

/** All backends in turn, several times, so that a machine whose speed drifts is the same for all; medians, by the clock. */
export async function measureNativeSpeed(say: (text: string) => void): Promise<Measurement> {
  const tensorFlow = await nativeVersion();
  const measured: Awaited<ReturnType<typeof measureModel>>[] = [];
  for (const model of MODELS) {
    say(`${model.name}, ${model.minibatches} minibatches on each backend …\n`);
    measured.push(await measureModel(model));
  }
  const cell = (value: number | undefined) => value?.toFixed(1) ?? NOT_THERE;
  return {
    file: 'native-speed',
    title: `Speed of learning on each backend, with ${tensorFlow}`,
    seed: 1,
    numbers: Object.fromEntries(
      measured.map(({ model, minibatches, costs }) => [
        `${model}, ${minibatches} minibatches, µs of a trained env step: ${Object.keys(costs).join(', ')}`,
        Object.values(costs),
      ]),
    ),
    table: [
      [
        'model',
        'minibatches',
        ...BACKENDS.map((backend) => `${backend}, µs`),
        'wasm to tensorflow',
      ],
      ...measured.map(({ model, minibatches, costs }) => [
        model,
        String(minibatches),
        ...BACKENDS.map((backend) => cell(costs[backend])),
        ((costs.wasm ?? Number.NaN) / (costs.tensorflow ?? Number.NaN)).toFixed(2),
      ]),
    ],
    tensorFlow,
    measured,
  };
}

async function measureModel({ name, minibatches, agent: make }: Model) {
  const distribution = getDistribution('maze/gridnavi-v0');
  const { tf } = await loadTensorFlow('tensorflow');
  const agent = await make(tf, distribution.family);
  const run = {
    ...{ agent, distribution, seed: 1, slots: slots.ppo },
    algorithm: ppo({ ...algorithms.ppo, minibatches }),
  };
  const steps = distribution.horizon * distribution.episodes;
  const times = new Map<Backend, number[]>();
  const isLong = (backend: Backend) => (times.get(backend)?.[0] ?? 0) > LONG_MILLISECONDS;
  for (let i = 0; i < ROUNDS; i++) {
    for (const backend of BACKENDS) {
      if (isLong(backend) || (backend === 'kernel' && !agent.network.forward)) continue;
      const milliseconds = await iterationMilliseconds(run, backend, steps);
      times.set(backend, [...(times.get(backend) ?? []), milliseconds]);
    }
  }
  const costs: { [backend in Backend]?: number } = {};
  for (const [backend, all] of times) {
    costs[backend] = round((1000 * median(all)) / (steps * slots.ppo), 2);
  }
  return { model: name, minibatches, costs, milliseconds: Object.fromEntries(times) };
}
