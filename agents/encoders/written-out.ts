import type { Tensor, Tensor3D } from '@tensorflow/tfjs';
import type { TensorFlow } from '../kernels/tensorflow.js';
import type { EncoderEvaluation, Sequences } from '../networks.js';
import { type ParameterSpec, Parameters, type Tensors } from '../parameters.js';

/** An encoder's gradient, written out. */
type Forward = (parameters: Parameters, sequences: Sequences) => EncoderEvaluation;

/**
 * An encoder whose gradient is written out as one operation of TensorFlow.js, [T, B, H], so that it can be joined
 * with heads or a loss in tensors. First-order gradients only.
 */
export function asOperation(
  tf: TensorFlow,
  { specs, size }: { readonly specs: readonly ParameterSpec[]; readonly size: number },
  forward: Forward,
  tensors: Tensors,
  sequences: Sequences,
): Tensor3D {
  const sources = specs.map(({ name }) => tensors[name]!);
  const operation = tf.customGrad<Tensor3D>(() => {
    const parameters = new Parameters(specs);
    for (const { name } of specs) parameters.view(name).set(tensors[name]!.dataSync<'float32'>());
    const evaluation = forward(parameters, sequences);
    return {
      value: tf.tensor3d(evaluation.memory, [sequences.steps, sequences.slots, size]),
      gradFunc: (d: Tensor3D): Tensor[] => {
        const gradient = new Parameters(specs);
        evaluation.backward(d.dataSync<'float32'>().slice(), gradient);
        return specs.map(({ name, shape }) => tf.tensor(gradient.view(name), [...shape]));
      },
    };
  });
  return operation(...sources);
}
