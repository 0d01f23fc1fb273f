import { gruNetwork } from '../agents/gru-network.js';
import { loadKernel } from '../agents/kernels/wasm-kernel.js';
import { RnnAgent } from '../agents/rnn-agent.js';
import { MetaEpisodes } from '../core/meta-episodes.js';
import { randomStream } from '../core/random.js';
import { getDistribution } from '../distributions/index.js';
import { median, round } from './update.js';

/** Microseconds of one policy step (features, network, drawing actions) for all slots at once. */
export async function measureActing(slots: number, hidden: number) {
  const kernel = await loadKernel();
  const distribution = getDistribution('maze/gridnavi-v0');
  const agent = new RnnAgent({
    family: distribution.family,
    network: gruNetwork({ kernel, hidden }),
    rewardScale: 1,
  });
  agent.parameters.initialise(randomStream(1));
  agent.parametersChanged();
  const rng = randomStream(2);
  const batch = new MetaEpisodes({ distribution, slots, rng });
  agent.begin(slots);
  const calls = Math.ceil(2000 / slots) + 20;
  const times = Array.from({ length: 40 }, () => {
    const begun = performance.now();
    for (let i = 0; i < calls; i++) agent.act(batch, rng);
    return ((performance.now() - begun) * 1000) / calls;
  });
  return { kernel: kernel.name, slots, hidden, microseconds: round(median(times), 1) };
}
