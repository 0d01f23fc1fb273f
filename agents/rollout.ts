import type { MetaEpisodes } from '../core/meta-episodes.js';
import type { RandomStream } from '../core/random.js';
import { Workspace } from './kernels/workspace.js';
import type { NormaliserSums } from './normaliser.js';
import type { RnnAgent } from './rnn-agent.js';

/** What one iteration experienced: T decisions in each of B slots, all arrays time-major [T, B, …]. */
export interface Rollout {
  readonly steps: number;
  readonly slots: number;
  /** What the encoder reads at each decision: the last transition, [T, B, I]. */
  readonly inputs: Float32Array;
  /** 1 where the memory is cleared before the decision, [T, B]. */
  readonly cleared: Uint8Array;
  /** s_t as the heads read it, [T, B, O]. */
  readonly observations: Float32Array;
  /** As drawn, before clipping to a box, [T, B, A]. */
  readonly actions: Float32Array;
  /** log π(a_t | s_t, h_t) when it was chosen, [T, B]. */
  readonly logProbabilities: Float32Array;
  /** V(s_t, h_t), and of the decision after the last, [T + 1, B]. */
  readonly values: Float32Array;
  /** Unscaled, [T, B]. */
  readonly rewards: Float32Array;
  readonly metaEpisodeEnded: Uint8Array;
  /** V(s′, h′) where time alone ended the meta-episode, 0 elsewhere, [T, B]; absent unless asked for. */
  readonly endValues?: Float32Array;
  /** What the agent's normaliser is to take in. */
  readonly sums?: NormaliserSums;
  /** Mean return of each episode over every slot's first, complete meta-episode, [K]. */
  readonly returnByEpisode: Float32Array;
}

export interface CollectOptions {
  readonly agent: RnnAgent;
  readonly episodes: MetaEpisodes<unknown>;
  /** Decisions a slot. */
  readonly steps: number;
  /** Episodes of a meta-episode, K. */
  readonly episodeCount: number;
  readonly rng: RandomStream;
  /** γ of the returns that the agent's normaliser takes in. */
  readonly discount: number;
  /** Keep `Rollout.endValues`. */
  readonly withEndValues?: boolean;
  /** Where the rollout is to lie; the one that lay there is gone. By default a new one. */
  readonly workspace?: Workspace;
}

/**
 * Fresh meta-episodes in every slot, for `steps` decisions: at least one whole meta-episode a slot
 * when `steps` ≥ K × horizon. Meta-episodes that end early are followed by others; the last of a slot
 * may be cut, and its value then bootstraps.
 */
export function collect(options: CollectOptions): Rollout {
  const { agent, episodes, steps, episodeCount, rng, discount, withEndValues = false } = options;
  const { workspace = new Workspace() } = options;
  workspace.restart();
  const { slots } = episodes;
  const { features } = agent;
  const sums = agent.normaliser?.collect(agent.parameters);
  const endValues = withEndValues ? workspace.zeros(steps * slots) : undefined;
  const observationSize = episodes.observation.length / slots;
  const actionSize = episodes.transition.action.length / slots;
  const rollout: Rollout = {
    steps,
    slots,
    inputs: workspace.floats(steps * slots * features.size),
    cleared: workspace.bytes(steps * slots),
    observations: workspace.floats(steps * slots * observationSize),
    actions: workspace.floats(steps * slots * actionSize),
    logProbabilities: workspace.floats(steps * slots),
    values: workspace.floats((steps + 1) * slots),
    rewards: workspace.floats(steps * slots),
    metaEpisodeEnded: workspace.bytes(steps * slots),
    returnByEpisode: new Float32Array(episodeCount),
    ...(sums && { sums }),
    ...(endValues && { endValues }),
  };
  const metaEpisode = new Int32Array(slots);
  episodes.restart(rng.fork('tasks'));
  agent.begin(slots);
  const actionStream = rng.fork('actions');
  for (let t = 0; t <= steps; t++) {
    const decision = agent.decide(episodes, actionStream);
    rollout.values.set(decision.values, t * slots);
    if (t === steps) break;
    rollout.inputs.set(decision.inputs, t * slots * features.size);
    rollout.cleared.set(decision.cleared, t * slots);
    rollout.observations.set(decision.observations, t * slots * observationSize);
    rollout.actions.set(decision.drawn, t * slots * actionSize);
    rollout.logProbabilities.set(decision.logProbabilities, t * slots);
    const episode = episodes.episode.slice();
    episodes.advance(decision.actions);
    rollout.rewards.set(episodes.transition.reward, t * slots);
    rollout.metaEpisodeEnded.set(episodes.metaEpisodeEnded, t * slots);
    sums?.addTransition(episodes);
    if (endValues && episodes.metaEpisodeEnded.includes(1)) {
      agent.valuesAfterTransition(episodes).forEach((value, slot) => {
        const isCut = episodes.metaEpisodeEnded[slot]! * episodes.transition.truncated[slot]!;
        endValues[t * slots + slot] = isCut * value;
      });
    }
    for (let slot = 0; slot < slots; slot++) {
      if (metaEpisode[slot] === 0) {
        rollout.returnByEpisode[episode[slot]!]! += episodes.transition.reward[slot]! / slots;
      }
      metaEpisode[slot]! += episodes.metaEpisodeEnded[slot]!;
    }
  }
  sums?.addReturns(rollout, agent.rewardScale, discount);
  return rollout;
}
