import { ArgumentError } from '../../core/errors.js';
import type { RnnAgent } from '../rnn-agent.js';
import type { Rollout } from '../rollout.js';

/**
 * 1 / (1 + n) for every decision, [T, B]: n counts how often its slot has taken this very action on this very
 * observation before, since the meta-episode began. What is added to rewards in training to make trying things worth
 * its while at once, as in the Bayesian exploration bonus of Kolter and Ng ("Near-Bayesian exploration in polynomial
 * time", ICML 2009) and, in meta-training, HyperX (Zintgraf et al., ICML 2021).
 *
 * Throws `ArgumentError` where actions are continuous: none is ever taken twice.
 */
export function noveltyOf(
  { steps, slots, observations, actions, metaEpisodeEnded }: Rollout,
  agent: Pick<RnnAgent, 'actionDistribution'>,
): Float32Array {
  assertDiscrete(agent);
  const size = observations.length / (steps * slots);
  // Bit by bit the same, in code units of text, which a map finds fast.
  const words = new Uint16Array(
    observations.buffer,
    observations.byteOffset,
    2 * observations.length,
  );
  const novelty = new Float32Array(steps * slots);
  for (let slot = 0; slot < slots; slot++) {
    const visits = new Map<string, number>();
    for (let i = slot; i < novelty.length; i += slots) {
      const observation = words.subarray(2 * i * size, 2 * (i + 1) * size);
      const pair = String.fromCharCode(...observation, actions[i]!);
      const before = visits.get(pair) ?? 0;
      novelty[i] = 1 / (1 + before);
      visits.set(pair, before + 1);
      if (metaEpisodeEnded[i] === 1) visits.clear();
    }
  }
  return novelty;
}

/** Throws `ArgumentError` where no action is ever taken twice, so that all would be as new. */
export function assertDiscrete({ actionDistribution }: Pick<RnnAgent, 'actionDistribution'>): void {
  if (actionDistribution.freeSize > 0) {
    throw new ArgumentError({
      subject: 'noveltyCoefficient',
      rule: 'must be 0 where actions are continuous',
      received: 'actions that are drawn from a Gaussian',
      remedy: 'Leave it out: no action is ever taken twice, so that all are as new.',
    });
  }
}
