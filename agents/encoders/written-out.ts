import type { Tensor, Tensor3D } from '@tensorflow/tfjs';
import { Workspace } from '../kernels/workspace.js';
import type { EncoderEvaluation, Sequences, SteppedEncoder } from '../networks.js';
import { Parameters } from '../parameters.js';

/** What an encoder must say of itself when its gradient is written out. */
type WrittenOut = Omit<SteppedEncoder, 'unroll' | 'forward'> & {
  forward(parameters: Parameters, sequences: Sequences, workspace: Workspace): EncoderEvaluation;
};

/**
 * Completes an encoder whose gradient is written out: in networks with parts in tensors it is one operation of
 * TensorFlow.js, with first-order gradients.
 */
export function writtenOut(encoder: WrittenOut): SteppedEncoder {
  const { specs, size } = encoder;
  return {
    ...encoder,
    forward: (parameters, sequences, workspace = new Workspace()) =>
      encoder.forward(parameters, sequences, workspace),
    unroll(tf, tensors, sequences) {
      const sources = specs.map(({ name }) => tensors[name]!);
      const operation = tf.customGrad<Tensor3D>(() => {
        const parameters = new Parameters(specs);
        specs.forEach(({ name }, i) => {
          parameters.view(name).set(sources[i]!.dataSync<'float32'>());
        });
        const evaluation = encoder.forward(parameters, sequences, new Workspace());
        return {
          value: tf.tensor3d(evaluation.memory, [sequences.steps, sequences.slots, size]),
          gradFunc: (d: Tensor3D): Tensor[] => {
            const gradient = new Parameters(specs);
            evaluation.backward(d.dataSync<'float32'>(), gradient);
            return specs.map(({ name, shape }) => tf.tensor(gradient.view(name), [...shape]));
          },
        };
      });
      return operation(...sources);
    },
  };
}

/** The parameters that a stepper was loaded with. Throws where there are none. */
export function loadedOr(parameters: Parameters | undefined): Parameters {
  if (parameters) return parameters;
  throw new Error('this stepper holds no parameters: call load(parameters) before step()');
}
