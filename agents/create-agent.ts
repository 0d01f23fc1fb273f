import type { Family } from '../core/env.js';
import { ArgumentError } from '../core/errors.js';
import { encoderNetwork } from './encoders/encoder-network.js';
import { lstmEncoder } from './encoders/lstm.js';
import type { EncoderName } from './encoders/names.js';
import { pooledEncoder } from './encoders/pooled.js';
import { snailEncoder } from './encoders/snail.js';
import { transformerEncoder } from './encoders/transformer.js';
import { gruEncoder, gruNetwork } from './gru-network.js';
import type { GruKernel } from './kernels/gru.js';
import type { Products } from './kernels/products.js';
import { loadKernel } from './kernels/wasm-kernel.js';
import { loadProducts } from './kernels/wasm-products.js';
import type { Network, SteppedEncoder } from './networks.js';
import { type Preset, presetFor } from './presets.js';
import { type NetworkSizes, RnnAgent } from './rnn-agent.js';

/** For inputs that are normalised, thus dense: see `GruOptions.inputGain`. */
const DENSE_GAIN = 0.6;
const ONE_HOT_GAIN = 2;
/** Decisions of a meta-episode where nobody says how many. */
const LENGTH = 128;

/** Every number that is left out is the preset's for the family's action space. */
export interface CreateRnnAgentOptions extends Partial<Preset['agent']> {
  /** Its spaces size the network. */
  readonly family: Pick<Family<never>, 'observationSpace' | 'actionSpace'>;
  /** Decisions of a meta-episode, K × horizon: how far back the convolutions of `snail` reach. 128 by default. */
  readonly length?: number;
}

/**
 * The reference agent, ready for `metaTrain`: joins the network of the named encoder with {@link RnnAgent}. Build it from
 * those yourself to change a part. Throws `ArgumentError` where `hidden` or `headHidden` does not fit the encoder.
 *
 * @example
 * const agent = await createRnnAgent({ family: getDistribution('maze/gridnavi-v0').family });
 */
export async function createRnnAgent({
  family,
  length = LENGTH,
  ...given
}: CreateRnnAgentOptions): Promise<RnnAgent> {
  const options = { ...presetFor(family.actionSpace).agent, ...given };
  const { encoder, rewardScale, normalise } = options;
  return new RnnAgent({
    family,
    network: await networkOf({ ...options, length }),
    isMarkov: encoder === 'none',
    rewardScale,
    normalise,
  });
}

type NetworkOptions = Preset['agent'] & { readonly length: number };

async function networkOf(options: NetworkOptions): Promise<(sizes: NetworkSizes) => Network> {
  const { encoder, hidden, initialDeviation, normalise } = options;
  const inputGain = normalise ? DENSE_GAIN : ONE_HOT_GAIN;
  const isGru = encoder === 'gru' || encoder === 'none';
  const headHidden = options.headHidden ?? (isGru ? 0 : hidden);
  if (headHidden === 0) {
    if (isGru) {
      return gruNetwork({ kernel: await loadKernel(), hidden, initialDeviation, inputGain });
    }
    throw new ArgumentError({
      subject: 'headHidden',
      rule: `must be at least 1 with the encoder ${encoder}: linear heads go with gru and none`,
      received: headHidden,
      remedy: 'Leave it out for as many numbers as the memory has.',
    });
  }
  const make = isGru ? gruMaker(await loadKernel()) : encoderMakers[encoder];
  const products = await loadProducts();
  return encoderNetwork({
    encoder: (inputs) => make({ ...options, inputs, inputGain, products }),
    ...{ products, headHidden, initialDeviation },
  });
}

type EncoderSizes = Pick<NetworkOptions, 'hidden' | 'length'> & {
  readonly inputs: number;
  readonly inputGain: number;
  readonly products: Products;
};

type EncoderMaker = (sizes: EncoderSizes) => SteppedEncoder;

const gruMaker =
  (kernel: GruKernel): EncoderMaker =>
  ({ inputs, hidden, inputGain }) =>
    gruEncoder(kernel, inputs, hidden, inputGain);

const encoderMakers: { readonly [name in Exclude<EncoderName, 'gru' | 'none'>]: EncoderMaker } = {
  lstm: lstmEncoder,
  pooled: ({ hidden, ...sizes }) => pooledEncoder({ ...sizes, width: 2 * hidden, latent: hidden }),
  transformer: ({ hidden, ...sizes }) => transformerEncoder({ ...sizes, width: hidden }),
  snail: ({ hidden, ...sizes }) => {
    const half = Math.ceil(hidden / 2);
    return snailEncoder({ ...sizes, width: hidden, filters: half, attention: half });
  },
};
