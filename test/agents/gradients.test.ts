import { describe, expect, it } from 'vitest';
import type { Loss } from '../../agents/algorithms/clipped-loss.js';
import { type LossOptions, minibatchGradient } from '../../agents/algorithms/gradient.js';
import type { Minibatch } from '../../agents/algorithms/minibatch.js';
import { encoderNetwork } from '../../agents/encoders/encoder-network.js';
import { lstmEncoder } from '../../agents/encoders/lstm.js';
import { pooledEncoder } from '../../agents/encoders/pooled.js';
import { snailEncoder } from '../../agents/encoders/snail.js';
import { transformerEncoder } from '../../agents/encoders/transformer.js';
import { gruEncoder, gruNetwork } from '../../agents/gru-network.js';
import type { TensorFlow } from '../../agents/kernels/tensorflow.js';
import { createTypedArrayKernel } from '../../agents/kernels/typed-array-kernel.js';
import { loadKernel } from '../../agents/kernels/wasm-kernel.js';
import type { Network } from '../../agents/networks.js';
import { type NetworkSizes, RnnAgent } from '../../agents/rnn-agent.js';
import { box, discrete, randomStream, type Space } from '../../core/index.js';
import { someTensorFlow, tensorFlowOn, testedBackends } from './tensorflow.js';

const wasmKernel = await loadKernel();
const lstmNetwork = encoderNetwork({
  encoder: (inputs) => lstmEncoder({ inputs, hidden: 6 }),
  headHidden: 5,
});
const transformerNetwork = encoderNetwork({
  encoder: (inputs) => transformerEncoder({ inputs, width: 8, heads: 2 }),
  headHidden: 5,
});
const snailNetwork = encoderNetwork({
  encoder: (inputs) => snailEncoder({ inputs, width: 4, filters: 3, attention: 4, length: 4 }),
  headHidden: 5,
});
const gruWithLayer = encoderNetwork({
  encoder: (inputs) => gruEncoder(wasmKernel, inputs, 6),
  headHidden: 5,
});
const pooledNetwork = encoderNetwork({
  encoder: (inputs) => pooledEncoder({ inputs, width: 6, latent: 4 }),
  headHidden: 5,
});

const options: LossOptions = { clip: 0.2, valueCoefficient: 0.5, entropyCoefficient: 0.1 };

/** An agent, and a minibatch whose ratios straddle the clipping range. */
function problem(
  actionSpace: Space,
  network: (sizes: NetworkSizes) => Network = gruNetwork({ kernel: wasmKernel, hidden: 8 }),
) {
  const rng = randomStream('gradients');
  const [steps, slots, observations] = [5, 4, 3];
  const count = steps * slots;
  const normals = (length: number, scale = 1) =>
    Float32Array.from({ length }, () => scale * rng.normal());
  const agent = new RnnAgent({
    family: { observationSpace: box([observations], -1, 1), actionSpace },
    network,
    rewardScale: 1,
  });
  const { parameters, actionDistribution } = agent;
  const { headSize, freeSize, actionSize } = actionDistribution;
  parameters.initialise(rng.fork('parameters'));
  parameters.values.forEach((value, i) => {
    parameters.values[i] = value + 0.3 * rng.normal();
  });
  const minibatch: Minibatch = {
    steps,
    slots,
    inputs: normals(count * agent.features.size),
    observations: normals(count * observations),
    cleared: Uint8Array.from({ length: count }, (_, i) =>
      i < slots || rng.uniform() < 0.2 ? 1 : 0,
    ),
    actions: Float32Array.from({ length: count * actionSize }, () =>
      freeSize > 0 ? rng.normal() : rng.integer(headSize),
    ),
    oldLogProbabilities: normals(count, 0.3).map((value) => value - Math.log(headSize)),
    advantages: normals(count),
    targets: normals(count),
  };
  return { agent, minibatch };
}

const actionSpaces = [
  ['categorical', discrete(3)],
  ['gaussian', box([2], -1, 1)],
] as const;

/** Compares some elements of every array of the gradient with central differences of the loss. */
function expectFiniteDifferences(
  { agent, minibatch }: ReturnType<typeof problem>,
  tf?: TensorFlow,
): void {
  const gradient = agent.parameters.like(minibatchGradient(tf, agent, minibatch, options).gradient);
  const rng = randomStream('which');
  for (const { name } of agent.parameters.specs) {
    const view = agent.parameters.view(name);
    for (let trial = 0; trial < 6; trial++) {
      const i = rng.integer(view.length);
      const kept = view[i]!;
      const at = (shift: number) => {
        view[i] = kept + shift;
        const { loss } = minibatchGradient(tf, agent, minibatch, options);
        view[i] = kept;
        return loss;
      };
      const slope = (at(4e-3) - at(-4e-3)) / 8e-3;
      expect(Math.abs(slope - gradient.view(name)[i]!), `${name}[${i}]`).toBeLessThan(2e-3);
    }
  }
}

describe.each(actionSpaces)('on a rollout of its own, with %s actions', (_name, actionSpace) => {
  it('the unclipped surrogate has the gradient of log π A by autodiff', async () => {
    const { agent, minibatch } = problem(actionSpace);
    const policyGradientLoss: Loss = (_tf, { logProbability, advantage, value, target, entropy }) =>
      value
        .sub(target)
        .square()
        .mean()
        .mul(0.5 * options.valueCoefficient)
        .sub(logProbability.mul(advantage).mean())
        .sub(entropy.mean().mul(options.entropyCoefficient))
        .asScalar();
    const { outputs } = agent.network.forward!(agent.parameters, minibatch);
    const { headSize, actionSize } = agent.actionDistribution;
    const seen = { logProbability: 0, entropy: 0 };
    for (let n = 0; n < minibatch.advantages.length; n++) {
      const free = agent.network.free(agent.parameters);
      const row = n * (headSize + 1);
      agent.actionDistribution.measure(outputs, row, free, minibatch.actions, n * actionSize, seen);
      minibatch.oldLogProbabilities[n] = seen.logProbability;
    }
    const unclipped = { ...options, clip: Number.POSITIVE_INFINITY };
    const own = minibatchGradient(undefined, agent, minibatch, unclipped);
    const tf = await someTensorFlow('cpu');
    const plain = { ...options, loss: policyGradientLoss };
    const { gradient } = minibatchGradient(tf, agent, minibatch, plain);
    own.gradient.forEach((value, i) => {
      expect(value).toBeCloseTo(gradient[i]!, 4);
    });
    const written = minibatchGradient(tf, agent, minibatch, unclipped);
    written.gradient.forEach((value, i) => {
      expect(value).toBeCloseTo(gradient[i]!, 4);
    });
  });
});

describe.each(actionSpaces)('without TensorFlow.js, with %s actions', (_name, actionSpace) => {
  it.each([
    ['wasm', wasmKernel],
    ['typed-array', createTypedArrayKernel()],
  ] as const)('the whole gradient agrees with finite differences on the kernel %s', (_, kernel) => {
    expectFiniteDifferences(problem(actionSpace, gruNetwork({ kernel, hidden: 8 })));
  });

  it.each([
    ['gru', gruWithLayer],
    ['lstm', lstmNetwork],
    ['pooled', pooledNetwork],
    ['transformer', transformerNetwork],
    ['snail', snailNetwork],
  ])('the whole gradient agrees with finite differences with the encoder %s', (_, network) => {
    expectFiniteDifferences(problem(actionSpace, network));
  });
});

describe.each(testedBackends)('on the backend %s', (backend) => {
  describe.each(actionSpaces)('with %s actions', (_name, actionSpace) => {
    it('the whole gradient agrees with finite differences', async () => {
      expectFiniteDifferences(problem(actionSpace), await tensorFlowOn(backend));
    });

    it.each([
      ['gru', undefined],
      ['lstm', lstmNetwork],
      ['pooled', pooledNetwork],
      ['transformer', transformerNetwork],
      ['snail', snailNetwork],
    ])(
      "autodiff of the loss in tensors agrees with the network's own way back, %s",
      async (_, network) => {
        const tf = await tensorFlowOn(backend);
        const { agent, minibatch } = problem(actionSpace, network);
        const before = tf.memory().numTensors;
        const own = minibatchGradient(undefined, agent, minibatch, options);
        const written = minibatchGradient(tf, agent, minibatch, options);
        expect(own.loss).toBeCloseTo(written.loss, 4);
        expect(own.entropy).toBeCloseTo(written.entropy, 4);
        expect(own.divergence).toBeCloseTo(written.divergence, 4);
        own.gradient.forEach((value, i) => {
          expect(value).toBeCloseTo(written.gradient[i]!, 4);
        });
        expect(tf.memory().numTensors).toBe(before);
      },
    );
  });
});
