import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { type Encoder, encoderNetwork, make, metaTest, metaTrain, RnnAgent } from 'moving-cheese';
import { loadTensorFlow } from 'moving-cheese/node';

/** The plainest recurrence (Elman 1990), h ← tanh(x W + b + h U), in tensors: gradients come by themselves. */
export function elmanEncoder(width: number, size: number): Encoder {
  return {
    ...{ id: 'elman', size },
    specs: [
      { name: 'W', shape: [width, size], start: 'scaled', gain: 2 },
      { name: 'U', shape: [size, size], start: 'orthogonal' },
      { name: 'b', shape: [size], start: 'zeros' },
    ],
    unroll(tf, { W, U, b }, { steps, slots, inputs, cleared }, memory) {
      const x = tf.tensor2d(inputs, [steps * slots, width]);
      const read = x.matMul(W!).add(b!).split(steps);
      // Where a slot's memory is cleared, what was before counts nothing.
      const kept = tf.sub(1, tf.tensor2d(cleared, [steps * slots, 1])).split(steps);
      let h = memory ?? tf.zeros<Tensor2D['rankType']>([slots, size]);
      const past = read.map((row, t) => {
        h = row.add<Tensor2D>(h.mul(kept[t]!).matMul(U!)).tanh();
        return h;
      });
      return tf.stack(past) as Tensor3D;
    },
  };
}

const { distribution } = await make('maze/lecture-v0');
const { tf } = await loadTensorFlow('wasm');
const encoder = (width: number) => elmanEncoder(width, 16);
const network = encoderNetwork({ encoder, headHidden: 16, tf });
const agent = new RnnAgent({ family: distribution.family, network, rewardScale: 1 });
const options = { tf, agent, distribution, seed: 1, budget: { steps: 40_000 } };
for await (const _ of metaTrain(options));
agent.greedy = true;
console.log(metaTest({ policy: agent, distribution, tasks: 500, seed: 0 }).returnByEpisode);
