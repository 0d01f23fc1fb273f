import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import {
  type Encoder,
  encoderNetwork,
  gruAutodiffEncoder,
  metaTrain,
  RnnAgent,
} from '../../agents/index.js';
import { loadTensorBackends, loadTensorFlow } from '../../cli/backend.js';
import { fastestTensorFlow, raceBackends } from '../../cli/fastest-backend.js';
import { randomStream } from '../../core/index.js';
import { getDistribution } from '../../distributions/index.js';

const distribution = getDistribution('maze/lecture-v0');
const { tf, backends } = await loadTensorBackends();
const run = { distribution, seed: 1, slots: 32 };

function agentWith(encoder: (inputs: number) => Encoder): RnnAgent {
  const network = encoderNetwork({ encoder, headHidden: 8, tf });
  const agent = new RnnAgent({ family: distribution.family, network, rewardScale: 1 });
  agent.parameters.initialise(randomStream('fastest'));
  return agent;
}

/** A memory of nothing but the last reward's feature, picked by an index: its gradient adds up rows by their index. */
function pickingEncoder(width: number): Encoder {
  return {
    ...{ id: 'picking', size: 1 },
    specs: [{ name: 'weights', shape: [width, 1], start: 'scaled' }],
    unroll(tf, { weights }, { steps, slots, inputs }) {
      const rows = tf.tensor1d(
        Int32Array.from({ length: width }, (_, i) => width - 1 - i),
        'int32',
      );
      const picked = tf.gather(weights as Tensor2D, rows);
      return tf
        .tensor2d(inputs, [steps * slots, width])
        .matMul(picked)
        .reshape([steps, slots, 1]) as Tensor3D;
    },
  };
}

it('leaves TensorFlow.js on the backend that trains this model fastest, and the agent as it was', async () => {
  const agent = agentWith((inputs) => gruAutodiffEncoder(inputs, 64));
  const before = agent.parameters.values.slice();
  const tensors = tf.memory().numTensors;
  const { backend, microseconds, warnings } = await fastestTensorFlow({ ...run, agent });
  expect(tf.getBackend()).toBe(backend);
  expect(Object.keys(microseconds)).toEqual(backends);
  expect(microseconds[backend]).toBeGreaterThan(0);
  expect(microseconds[backend]).toBeLessThan(1.2 * Math.min(...Object.values(microseconds)));
  // Products of 32 × 64 by 64 × 64 in plain JavaScript are no match for SIMD.
  expect(backend).not.toBe('cpu');
  expect(warnings).toEqual([]);
  expect(agent.parameters.values).toEqual(before);
  expect(tf.memory().numTensors).toBe(tensors);
  const budget = { steps: 32 * 6 };
  for await (const { loss } of metaTrain({ ...run, agent, tf, budget })) {
    expect(loss).not.toBeNaN();
  }
});

it('passes over a backend that has not all operations of the model, and says so', async () => {
  const agent = agentWith(pickingEncoder);
  const { backend, warnings, microseconds } = await fastestTensorFlow({ ...run, agent });
  expect(backend).not.toBe('wasm');
  expect(microseconds.wasm).toBeUndefined();
  expect(warnings).toEqual([
    expect.stringMatching(/backend wasm is passed over.*UnsortedSegmentSum.*by its name/s),
  ]);
});

it('compares with the way back of the network, which needs no TensorFlow.js', async () => {
  await loadTensorFlow('cpu');
  const { gruNetwork, loadKernel } = await import('../../agents/index.js');
  const agent = new RnnAgent({
    family: distribution.family,
    network: gruNetwork({ kernel: await loadKernel(), hidden: 16 }),
    rewardScale: 1,
  });
  const { winner, microseconds } = await raceBackends({ ...run, agent }, ['kernel', 'cpu']);
  expect(winner).toBe('kernel');
  expect(microseconds.cpu).toBeGreaterThan(microseconds.kernel!);
});

it('throws what training threw where no backend can train the model', async () => {
  const agent = agentWith((inputs) => gruAutodiffEncoder(inputs, 8));
  agent.greedy = true;
  await expect(fastestTensorFlow({ ...run, agent })).rejects.toThrow(/greedy.*must be false/s);
});
