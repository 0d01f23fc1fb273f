import type { Family } from '../core/env.js';
import { gruNetwork } from './gru-network.js';
import { loadKernel } from './kernels/wasm-kernel.js';
import { type Preset, presetFor } from './presets.js';
import { RnnAgent } from './rnn-agent.js';

/** For inputs that are normalised, thus dense: see `GruOptions.inputGain`. */
const DENSE_GAIN = 0.6;

/** Every number that is left out is the preset's for the family's action space. */
export interface CreateRnnAgentOptions extends Partial<Preset['agent']> {
  /** Its spaces size the network. */
  readonly family: Pick<Family<never>, 'observationSpace' | 'actionSpace'>;
}

/**
 * The reference agent, ready for `metaTrain`: loads the kernel and joins {@link gruNetwork} with
 * {@link RnnAgent}. Build it from those yourself to change a part.
 *
 * @example
 * const agent = await createRnnAgent({ family: getDistribution('maze/gridnavi-v0').family });
 */
export async function createRnnAgent({
  family,
  ...given
}: CreateRnnAgentOptions): Promise<RnnAgent> {
  const options = { ...presetFor(family.actionSpace).agent, ...given };
  const { hidden, encoder, rewardScale, normalise, initialDeviation } = options;
  return new RnnAgent({
    family,
    network: gruNetwork({
      kernel: await loadKernel(),
      hidden,
      initialDeviation,
      inputGain: normalise ? DENSE_GAIN : 2,
    }),
    encoder,
    rewardScale,
    normalise,
  });
}
