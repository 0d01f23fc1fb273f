import { createRnnAgent, getDistribution, loadWasmKernel, metaTrain } from 'moving-cheese';
import { loadTensorFlow } from 'moving-cheese/node';

const distribution = getDistribution('maze/lecture-v0');
const { tf, backend } = await loadTensorFlow('cpu');

/** The parameters after three updates; with `tf` gradients come by automatic differentiation. */
async function learn(tensors: { tf?: typeof tf }): Promise<Float32Array> {
  const agent = await createRnnAgent({ family: distribution.family });
  const run = { agent, distribution, slots: 16, seed: 1, budget: { steps: 3 * 16 * 6 } };
  for await (const _ of metaTrain({ ...tensors, ...run }));
  return agent.parameters.values;
}

const [written, derived] = [await learn({}), await learn({ tf })];
const difference = Math.max(...written.map((value, i) => Math.abs(value - derived[i]!)));
console.log('kernel', (await loadWasmKernel()).name, 'TensorFlow.js on', backend);
console.log(`${written.length} parameters, largest difference below 1e-4: ${difference < 1e-4}`);
