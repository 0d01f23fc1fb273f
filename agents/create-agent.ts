import type { Family } from '../core/env.js';
import { defaultAgent } from './defaults.js';
import { gruNetwork } from './gru-network.js';
import { loadKernel } from './kernels/wasm-kernel.js';
import { RnnAgent } from './rnn-agent.js';

export interface CreateRnnAgentOptions {
  /** Its spaces size the network. */
  readonly family: Pick<Family<never>, 'observationSpace' | 'actionSpace'>;
  /** Length of the memory; 32 by default. */
  readonly hidden?: number;
  /** What rewards are multiplied by; brings them near 1. 0.3 by default. */
  readonly rewardScale?: number;
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
  hidden = defaultAgent.hidden,
  rewardScale = defaultAgent.rewardScale,
}: CreateRnnAgentOptions): Promise<RnnAgent> {
  const kernel = await loadKernel();
  return new RnnAgent({ family, network: gruNetwork({ kernel, hidden }), rewardScale });
}
