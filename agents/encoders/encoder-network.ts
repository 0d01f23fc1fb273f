import { ArgumentError } from '../../core/errors.js';
import type { Products } from '../kernels/products.js';
import type { TensorFlow } from '../kernels/tensorflow.js';
import {
  type Encoder,
  joinNetwork,
  type Network,
  type SteppedEncoder,
  steppedActor,
  tensorActor,
} from '../networks.js';
import type { NetworkSizes } from '../rnn-agent.js';
import { mlpHeads } from './mlp-heads.js';

export interface EncoderNetworkOptions {
  /** The encoder of inputs of this many numbers. */
  readonly encoder: (inputs: number) => Encoder | SteppedEncoder;
  /** Numbers of the layer between encoder and outputs, D. */
  readonly headHidden: number;
  /** What the deviations of a Gaussian policy start from; 1 by default. */
  readonly initialDeviation?: number;
  /** As in the encoder's options, for the heads. */
  readonly products?: Products;
  /** `@tensorflow/tfjs`, by which an encoder acts that is written in tensors alone. */
  readonly tf?: TensorFlow;
}

/**
 * A network from any encoder. It acts on typed arrays where the encoder has a stepper, and learns without TensorFlow.js
 * where its gradient is written out. Throws `ArgumentError` where it has no stepper and there is no `tf`.
 *
 * @example
 * const network = encoderNetwork({ encoder: (inputs) => transformerEncoder({ inputs, width: 32 }), headHidden: 32 });
 * const agent = new RnnAgent({ family, network, rewardScale: 0.3 });
 */
export function encoderNetwork(options: EncoderNetworkOptions): (sizes: NetworkSizes) => Network {
  const { headHidden, initialDeviation = 1, products, tf } = options;
  return (sizes) => {
    const encoder = options.encoder(sizes.inputs);
    const heads = mlpHeads({
      observations: sizes.observations,
      memory: encoder.size,
      hidden: headHidden,
      outputs: sizes.head + 1,
      ...(products ? { products } : {}),
    });
    const actorOf = () => {
      if ('stepper' in encoder)
        return (slots: number) => steppedActor(encoder, heads, sizes, slots);
      if (tf) return (slots: number) => tensorActor(tf, encoder, heads, sizes, slots);
      throw new ArgumentError({
        subject: 'tf',
        rule: `must be TensorFlow.js for the encoder ${encoder.id}, which is written in tensors`,
        received: tf,
        remedy:
          'Pass `tf`, in Node from loadTensorFlow() of moving-cheese/node, or give the encoder a stepper.',
      });
    };
    return joinNetwork({
      ...{ encoder, heads },
      free: sizes.free,
      logDeviation: Math.log(initialDeviation),
      actor: actorOf(),
    });
  };
}
