import type * as tfjs from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import {
  continuousPreset,
  discretePreset,
  gruAutodiffEncoder,
  gruNetwork,
  type Heads,
  joinNetwork,
  metaTrain,
  type Network,
  type NetworkSizes,
  ppo,
  RnnAgent,
  tensorActor,
} from '../../agents/index.js';
import type { TensorFlow } from '../../agents/kernels/tensorflow.js';
import { loadKernel } from '../../agents/kernels/wasm-kernel.js';
import type { TaskDistribution } from '../../core/index.js';
import { getDistribution } from '../../distributions/index.js';
import { reach } from './reach.js';
import { missingBackends, tensorBackends, tensorFlowOn } from './tensorflow.js';

const kernel = await loadKernel();
const HIDDEN = 16;
const UPDATES = 20;
/** Of parameters that have moved by some hundredths, and of what was seen; rounding alone came to 4e-6. */
const TOLERANCE = 1e-4;

/** One update an iteration, so that each is seen. */
const onePass = { epochs: 1, minibatches: 1 } as const;
const subjects = [
  {
    actions: 'discrete',
    distribution: getDistribution('maze/lecture-v0') as TaskDistribution,
    normalise: false,
    algorithm: ppo({ ...discretePreset.algorithms.ppo, ...onePass }),
  },
  {
    actions: 'continuous',
    distribution: reach(3, 2) as TaskDistribution,
    normalise: true,
    algorithm: ppo({ ...continuousPreset.algorithms.ppo, ...onePass }),
  },
] as const;

/** The reference network: through tensors, too, its recurrence and heads are the kernel's. */
const reference = gruNetwork({ kernel, hidden: HIDDEN });

/** The same function of the same parameters in operations of TensorFlow.js alone, to learn and to act. */
const inTensors = (tf: TensorFlow) => (sizes: NetworkSizes) => {
  const encoder = gruAutodiffEncoder(sizes.inputs, HIDDEN);
  const heads = plainHeads(reference(sizes).specs);
  const actor = (slots: number) => tensorActor(tf, encoder, heads, sizes, slots);
  return joinNetwork({ encoder, heads, free: sizes.free, actor });
};

function plainHeads(specs: Network['specs']): Heads {
  const [observationWeights, memoryWeights, bias] = [
    'observation-weights',
    'memory-weights',
    'bias',
  ]
    .map((name) => `heads/${name}`)
    .map((name) => specs.find((spec) => spec.name === name)!);
  return {
    id: 'plain',
    specs: [observationWeights!, memoryWeights!, bias!],
    read(tf, parameters, observations, memory) {
      const weights = parameters[observationWeights!.name] as tfjs.Tensor2D;
      return tf
        .tensor2d(observations, [memory.shape[0], weights.shape[0]])
        .matMul(weights)
        .add(memory.matMul(parameters[memoryWeights!.name] as tfjs.Tensor2D))
        .add<tfjs.Tensor2D>(parameters[bias!.name] as tfjs.Tensor1D);
    },
  };
}

/** What each of the first updates saw, and the parameters that it left behind. */
async function firstUpdates(
  { distribution, normalise, algorithm }: (typeof subjects)[number],
  network: (sizes: NetworkSizes) => Network,
  tensors: { readonly tf?: TensorFlow },
) {
  const agent = new RnnAgent({ family: distribution.family, network, rewardScale: 1, normalise });
  const updates: { seen: number[]; parameters: Float32Array }[] = [];
  const run = { agent, distribution, algorithm, seed: 11, slots: 32 };
  let left = UPDATES;
  const options = { ...run, ...tensors, budget: { steps: 1e6 }, shouldStop: () => left-- === 0 };
  for await (const { loss, entropy, gradientNorm, returnByEpisode } of metaTrain(options)) {
    const seen = [loss, entropy, gradientNorm, ...returnByEpisode];
    updates.push({ seen, parameters: agent.parameters.values.slice() });
  }
  return updates;
}

describe.each(subjects)('with $actions actions', (subject) => {
  const own = firstUpdates(subject, reference, {});

  test('the kernel makes them', async () => {
    const updates = await own;
    expect(updates.length).toBe(UPDATES);
    const [first, last] = [updates[0]!.parameters, updates.at(-1)!.parameters];
    expect(largestDifference(first, last)).toBeGreaterThan(100 * TOLERANCE);
  });

  describe.each([
    ['the kernel in a tensor operation', () => reference],
    ['tensor operations alone', inTensors],
  ] as const)('by %s', (_, networkOn) => {
    test.for(tensorBackends)(
      `the first ${UPDATES} updates on %s are the kernel's`,
      async (backend, { skip }) => {
        const reason = missingBackends.get(backend);
        if (reason) {
          console.log(`skipped: parity of the backend ${backend}, for ${reason}`);
          skip(reason);
        }
        const tf = await tensorFlowOn(backend);
        const updates = await firstUpdates(subject, networkOn(tf), { tf });
        const wanted = await own;
        expect(updates.length).toBe(UPDATES);
        updates.forEach((update, i) => {
          const { seen, parameters } = wanted[i]!;
          expect(largestDifference(update.seen, seen), `update ${i + 1}`).toBeLessThan(TOLERANCE);
          expect(largestDifference(update.parameters, parameters)).toBeLessThan(TOLERANCE);
        });
      },
    );
  });
});

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}
