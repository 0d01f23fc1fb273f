import {
  type DecisionBatch,
  MetaEpisodes,
  sizeOf,
  type TaskDistribution,
} from '../../core/index.js';
import { suiteStream } from './subjects.js';

/** One meta-episode after another in a single slot; equal seeds live equal lives. */
export function lifeOf(
  distribution: TaskDistribution<unknown>,
  seed: string,
): MetaEpisodes<unknown> {
  return new MetaEpisodes({ distribution, slots: 1, rng: suiteStream(seed) });
}

/** A batch as a policy meets it in any engine: plain data, slots side by side, all arrays copies. */
export function joined(lives: readonly DecisionBatch[]): DecisionBatch {
  const floats = (of: (life: DecisionBatch) => Float32Array) =>
    Float32Array.from(lives.flatMap((life) => [...of(life)]));
  const bytes = (of: (life: DecisionBatch) => Uint8Array) =>
    Uint8Array.from(lives.flatMap((life) => [...of(life)]));
  const integers = (of: (life: DecisionBatch) => Int32Array) =>
    Int32Array.from(lives.flatMap((life) => [...of(life)]));
  return {
    slots: lives.length,
    observation: floats((life) => life.observation),
    transition: {
      observation: floats((life) => life.transition.observation),
      action: floats((life) => life.transition.action),
      reward: floats((life) => life.transition.reward),
      nextObservation: floats((life) => life.transition.nextObservation),
      terminated: bytes((life) => life.transition.terminated),
      truncated: bytes((life) => life.transition.truncated),
    },
    episodeEnded: bytes((life) => life.episodeEnded),
    metaEpisodeEnded: bytes((life) => life.metaEpisodeEnded),
    firstStep: bytes((life) => life.firstStep),
    episode: integers((life) => life.episode),
    step: integers((life) => life.step),
  };
}

/** Gives each life its row of the actions. */
export function advanceAll(
  distribution: TaskDistribution<unknown>,
  lives: readonly MetaEpisodes<unknown>[],
  actions: readonly number[],
): void {
  const size = sizeOf(distribution.family.actionSpace);
  for (const [slot, life] of lives.entries()) {
    life.advance(actions.slice(slot * size, (slot + 1) * size));
  }
}

/**
 * The first decision of a life, as it looks where another life has just ended in the same slot: with
 * that one's last transition and its end.
 */
export function following(before: DecisionBatch, life: DecisionBatch): DecisionBatch {
  const own = joined([life]);
  const { transition, episodeEnded, metaEpisodeEnded } = joined([before]);
  return { ...own, transition, episodeEnded, metaEpisodeEnded };
}
