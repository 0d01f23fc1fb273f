import { describe, expect, it } from 'vitest';
import { minibatchGradient } from '../../agents/algorithms/gradient.js';
import { cutMinibatches } from '../../agents/algorithms/minibatch.js';
import { createRnnAgent, type EncoderName, presetFor } from '../../agents/index.js';
import { Workspace } from '../../agents/kernels/workspace.js';
import { collect } from '../../agents/rollout.js';
import { MetaEpisodes, randomStream } from '../../core/index.js';
import { getDistribution } from '../../distributions/index.js';

/** Hands out what whoever relies on finds out at once. */
class Dirty extends Workspace {
  override floats(length: number) {
    return super.floats(length).fill(Number.NaN);
  }

  override integers(length: number) {
    return super.integers(length).fill(-12345);
  }

  override bytes(length: number) {
    return super.bytes(length).fill(255);
  }
}

const encoders: readonly EncoderName[] = ['gru', 'lstm', 'pooled', 'transformer', 'snail', 'none'];

describe.each(['maze/gridnavi-v0', 'half-cheetah/direction-v0'])('in %s', (id) => {
  it.each(encoders)(
    'an agent with the encoder %s learns the same in whatever memory',
    async (encoder) => {
      const distribution = getDistribution(id);
      const { family, episodes: episodeCount } = distribution;
      await family.load?.();
      const { algorithms, agent: preset } = presetFor(family.actionSpace);
      const agent = await createRnnAgent({ ...preset, family, encoder, hidden: 8, length: 40 });
      agent.parameters.initialise(randomStream(1));
      const learnt = (make: () => Workspace | undefined) => {
        const episodes = new MetaEpisodes<unknown>({
          distribution,
          slots: 5,
          rng: randomStream(2),
        });
        const [experiences, minibatches, learning] = [make(), make(), make()];
        const found: unknown[] = [];
        // Twice, so that there is something to overwrite, and of two sizes.
        for (const steps of [40, 30]) {
          const rng = randomStream(`rollout ${steps}`);
          const rollout = collect({
            ...{ agent, episodes, steps, episodeCount, rng, discount: 0.9 },
            ...{ withEndValues: true, ...(experiences && { workspace: experiences }) },
          });
          // Collected statistics are no part of it.
          const { sums: _, ...arrays } = rollout;
          found.push(structuredClone(arrays));
          const experience = { rollout, advantages: rollout.rewards, targets: rollout.rewards };
          for (const cut of cutMinibatches(experience, [3, 1, 4, 0, 2], 3, minibatches)) {
            const step = minibatchGradient(undefined, agent, cut, algorithms.ppo, learning);
            found.push(structuredClone(step));
          }
        }
        episodes.dispose();
        return found;
      };
      expect(learnt(() => new Dirty())).toEqual(learnt(() => undefined));
    },
  );
});
