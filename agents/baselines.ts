import type { DecisionBatch } from '../core/meta-episodes.js';
import type { Policy } from '../core/policy.js';
import type { RandomStream } from '../core/random.js';
import { type Space, sample, sizeOf } from '../core/spaces.js';

/**
 * Draws every action from the action space, whatever happened.
 *
 * @example
 * metaTest({ policy: randomPolicy(distribution.family.actionSpace), distribution, tasks: 1000, seed: 0 });
 */
export function randomPolicy(actionSpace: Space): Policy {
  const size = sizeOf(actionSpace);
  let actions = new Float32Array(0);
  return {
    begin(slots) {
      actions = new Float32Array(slots * size);
    },
    act(batch, rng) {
      for (let slot = 0; slot < batch.slots; slot++) {
        sample(actionSpace, rng, actions.subarray(slot * size, (slot + 1) * size));
      }
      return actions;
    },
  };
}

/** What a plain function sees of one slot. Views into the batch: copy what must outlive the call. */
export interface SlotDecision {
  readonly slot: number;
  /** s_t, [O]. */
  readonly observation: Float32Array;
  /** The last transition of this meta-episode; null at its first step. */
  readonly transition: {
    readonly observation: Float32Array;
    readonly action: Float32Array;
    readonly reward: number;
    readonly nextObservation: Float32Array;
    readonly terminated: boolean;
    readonly truncated: boolean;
  } | null;
  /** 0 … K − 1. */
  readonly episode: number;
  /** Steps already taken in this episode. */
  readonly step: number;
}

/** A policy as a plain function of one slot; returns an integer or a row of numbers. */
export type PolicyFunction = (
  decision: SlotDecision,
  rng: RandomStream,
) => number | ArrayLike<number>;

/**
 * Makes a policy of a plain function. `metaTest` does so by itself; needed where a {@link Policy} is asked for.
 *
 * @example
 * const policy = policyFromFunction(({ step }) => (step === 0 ? 0 : 1));
 */
export function policyFromFunction(choose: PolicyFunction): Policy {
  return {
    begin() {},
    act(batch, rng) {
      const size = batch.transition.action.length / batch.slots;
      const actions = new Float32Array(batch.slots * size);
      for (let slot = 0; slot < batch.slots; slot++) {
        const action = choose(decisionOf(batch, slot), rng);
        if (typeof action === 'number') actions[slot * size] = action;
        else actions.set(action, slot * size);
      }
      return actions;
    },
  };
}

function decisionOf(batch: DecisionBatch, slot: number): SlotDecision {
  const { transition, slots } = batch;
  const row = (array: Float32Array) => {
    const size = array.length / slots;
    return array.subarray(slot * size, (slot + 1) * size);
  };
  return {
    slot,
    observation: row(batch.observation),
    transition:
      batch.firstStep[slot] === 1
        ? null
        : {
            observation: row(transition.observation),
            action: row(transition.action),
            reward: transition.reward[slot]!,
            nextObservation: row(transition.nextObservation),
            terminated: transition.terminated[slot] === 1,
            truncated: transition.truncated[slot] === 1,
          },
    episode: batch.episode[slot]!,
    step: batch.step[slot]!,
  };
}
