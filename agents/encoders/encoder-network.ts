import { joinNetwork, type Network, type SteppedEncoder, steppedActor } from '../networks.js';
import type { NetworkSizes } from '../rnn-agent.js';
import { mlpHeads } from './mlp-heads.js';

export interface EncoderNetworkOptions {
  /** The encoder of inputs of this many numbers. */
  readonly encoder: (inputs: number) => SteppedEncoder;
  /** Numbers of the layer between encoder and outputs, D. */
  readonly headHidden: number;
  /** What the deviations of a Gaussian policy start from; 1 by default. */
  readonly initialDeviation?: number;
}

/**
 * A network from any encoder. It acts on typed arrays, and learns without TensorFlow.js where the encoder's gradient is
 * written out.
 *
 * @example
 * const network = encoderNetwork({ encoder: (inputs) => transformerEncoder({ inputs, width: 32 }), headHidden: 32 });
 * const agent = new RnnAgent({ family, network, rewardScale: 0.3 });
 */
export function encoderNetwork(options: EncoderNetworkOptions): (sizes: NetworkSizes) => Network {
  const { headHidden, initialDeviation = 1 } = options;
  return (sizes) => {
    const encoder = options.encoder(sizes.inputs);
    const heads = mlpHeads({
      observations: sizes.observations,
      memory: encoder.size,
      hidden: headHidden,
      outputs: sizes.head + 1,
    });
    return joinNetwork({
      ...{ encoder, heads },
      free: sizes.free,
      logDeviation: Math.log(initialDeviation),
      actor: (slots) => steppedActor(encoder, heads, sizes, slots),
    });
  };
}
