import type * as tfjs from '@tensorflow/tfjs';
import { adamState, adamStep } from '../agents/adam.js';
import { minibatchGradient } from '../agents/algorithms/gradient.js';
import type { Minibatch } from '../agents/algorithms/minibatch.js';
import { gruAutodiffEncoder, gruNetwork } from '../agents/gru-network.js';
import type { TensorFlow } from '../agents/kernels/tensorflow.js';
import { loadKernel } from '../agents/kernels/wasm-kernel.js';
import { Workspace } from '../agents/kernels/workspace.js';
import { type Heads, joinNetwork, tensorActor } from '../agents/networks.js';
import { discretePreset } from '../agents/presets.js';
import { type NetworkSizes, RnnAgent } from '../agents/rnn-agent.js';
import { randomStream } from '../core/random.js';
import { box, discrete } from '../core/spaces.js';

const STEPS = 80;
const SLOTS = 128;
const ACTIONS = 5;
// 2 × 12 + 5 + 3 = 32 inputs.
const OBSERVATIONS = 12;
const NON_ZEROS = 6;

/** What the minibatch below would come from. */
export const syntheticFamily = {
  observationSpace: box([OBSERVATIONS], 0, 1),
  actionSpace: discrete(ACTIONS),
};

/** A minibatch of the shape that the published figures are about: B = 128, T = 80, 32 inputs. */
export function syntheticMinibatch(): Minibatch {
  const rng = randomStream('minibatch');
  const count = STEPS * SLOTS;
  const inputs = 2 * OBSERVATIONS + ACTIONS + 3;
  const oneHot = (width: number, ones: number) => {
    const rows = new Float32Array(count * width);
    for (let n = 0; n < count; n++) {
      for (let i = 0; i < ones; i++) rows[n * width + rng.integer(width)] = 1;
    }
    return rows;
  };
  const normals = () => Float32Array.from({ length: count }, () => rng.normal());
  return {
    steps: STEPS,
    slots: SLOTS,
    inputs: oneHot(inputs, NON_ZEROS),
    cleared: Uint8Array.from({ length: count }, (_, n) => (n < SLOTS ? 1 : 0)),
    observations: oneHot(OBSERVATIONS, 1),
    actions: Float32Array.from({ length: count }, () => rng.integer(ACTIONS)),
    oldLogProbabilities: new Float32Array(count).fill(-Math.log(ACTIONS)),
    advantages: normals(),
    targets: normals(),
  };
}

/** π and V as one matrix product of [s, h], as plain TensorFlow.js has it. */
function tensorHeads(sizes: NetworkSizes, hidden: number): Heads {
  const width = sizes.observations + hidden;
  return {
    id: 'tensor-linear',
    specs: [
      { name: 'weights', shape: [width, sizes.head + 1], start: 'scaled', gain: 0.1 },
      { name: 'bias', shape: [sizes.head + 1], start: 'zeros' },
    ],
    read(tf, parameters, observations, memory) {
      const s = tf.tensor2d(observations, [memory.shape[0], sizes.observations]);
      return tf
        .matMul<tfjs.Tensor2D>(tf.concat([s, memory], 1), parameters.weights as tfjs.Tensor2D)
        .add(parameters.bias as tfjs.Tensor1D);
    },
  };
}

/** Median milliseconds of one PPO gradient and Adam update, by the kernel and by unrolled autodiff. */
export async function measureUpdate(tf: TensorFlow, backend: string, hidden: number) {
  const kernel = await loadKernel();
  const family = syntheticFamily;
  const fused = new RnnAgent({ family, network: gruNetwork({ kernel, hidden }), rewardScale: 1 });
  const unrolled = new RnnAgent({
    family,
    network: (sizes) => {
      const encoder = gruAutodiffEncoder(sizes.inputs, hidden);
      const heads = tensorHeads(sizes, hidden);
      const actor = (slots: number) => tensorActor(tf, encoder, heads, sizes, slots);
      return joinNetwork({ encoder, heads, free: sizes.free, actor });
    },
    rewardScale: 1,
  });
  const minibatch = syntheticMinibatch();
  const once = (agent: RnnAgent, tensors: TensorFlow | undefined) => {
    const optimiser = adamState(agent.parameters.values.length);
    const workspace = new Workspace();
    agent.parameters.initialise(randomStream(1));
    return () => {
      const begun = performance.now();
      const { gradient } = minibatchGradient(
        tensors,
        agent,
        minibatch,
        discretePreset.algorithms.ppo,
        workspace,
      );
      adamStep(agent.parameters.values, gradient, optimiser, 1e-3, 0.5);
      return performance.now() - begun;
    };
  };
  const fusedUpdate = once(fused, undefined);
  const unrolledUpdate = once(unrolled, tf);
  fusedUpdate();
  unrolledUpdate();
  const fusedTimes: number[] = [];
  const unrolledTimes: number[] = [];
  // In turn, so that a machine whose speed drifts is the same for both.
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 5; i++) fusedTimes.push(fusedUpdate());
    unrolledTimes.push(unrolledUpdate());
  }
  const fusedMilliseconds = median(fusedTimes);
  const unrolledMilliseconds = median(unrolledTimes);
  return {
    backend,
    slots: SLOTS,
    steps: STEPS,
    hidden,
    fusedMilliseconds: round(fusedMilliseconds, 1),
    unrolledAutodiffMilliseconds: round(unrolledMilliseconds, 0),
    ratio: round(unrolledMilliseconds / fusedMilliseconds, 1),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
