import type { Family } from '../core/env.js';
import { ArgumentError } from '../core/errors.js';
import type { DecisionBatch } from '../core/meta-episodes.js';
import type { Policy } from '../core/policy.js';
import type { RandomStream } from '../core/random.js';
import { type Space, sizeOf } from '../core/spaces.js';
import { type ActionDistribution, actionDistributionFor } from './action-distributions.js';
import type { Actor, Network } from './networks.js';
import { Parameters } from './parameters.js';
import { TransitionFeatures } from './transition-features.js';

/** One decision in every slot, with what learning needs of it. The agent's own arrays. */
export interface Decision {
  /** Transition features, [B, I]. */
  readonly inputs: Float32Array;
  /** As drawn, [B, A]: what log-probabilities and learning are about. */
  readonly drawn: Float32Array;
  /** As taken, [B, A]: `drawn`, brought within the bounds of a box. */
  readonly actions: Float32Array;
  /** [B]. */
  readonly logProbabilities: Float32Array;
  /** V(s, h), [B]. */
  readonly values: Float32Array;
}

export interface RnnAgentOptions {
  /** Its spaces size the network. */
  readonly family: Pick<Family<never>, 'observationSpace' | 'actionSpace'>;
  /** Builds f_θ for the given sizes; see `gruNetwork`. */
  readonly network: (sizes: NetworkSizes) => Network;
  /** What rewards are multiplied by before the network reads or predicts them; brings them near 1. */
  readonly rewardScale: number;
}

export interface NetworkSizes {
  /** Transition features, I. */
  readonly inputs: number;
  /** Observation, O. */
  readonly observations: number;
  /** Numbers the policy head gives, P. */
  readonly head: number;
  /** Free parameters of the action distribution. */
  readonly free: number;
}

/**
 * The reference agent, f_θ: an encoder reads every transition (s, a, r, s′) into a memory h that is
 * kept across the episodes of a meta-episode, and policy and value heads read (s_t, h_t). It adapts by
 * acting alone: no parameter changes at meta-test.
 */
export class RnnAgent implements Policy {
  readonly network: Network;
  readonly features: TransitionFeatures;
  readonly actionDistribution: ActionDistribution;
  readonly parameters: Parameters;
  readonly rewardScale: number;
  /** Take the most likely action instead of drawing one. */
  greedy = false;
  #actor: Actor | undefined;
  readonly #actionSpace: Space;
  #loadedVersion = -1;
  #version = 0;
  #drawn = new Float32Array(0);
  #actions = new Float32Array(0);
  #logProbabilities = new Float32Array(0);
  #values = new Float32Array(0);

  constructor({ family, network, rewardScale }: RnnAgentOptions) {
    this.actionDistribution = actionDistributionFor(family.actionSpace);
    this.features = new TransitionFeatures(
      family.observationSpace,
      family.actionSpace,
      rewardScale,
    );
    this.#actionSpace = family.actionSpace;
    this.rewardScale = rewardScale;
    this.network = network({
      inputs: this.features.size,
      observations: sizeOf(family.observationSpace),
      head: this.actionDistribution.headSize,
      free: this.actionDistribution.freeSize,
    });
    this.parameters = new Parameters(this.network.specs);
  }

  /** To be called after `parameters.values` were changed: the actor works on a packed copy. */
  parametersChanged(): void {
    this.#version++;
  }

  begin(slots: number): void {
    const { actionSize } = this.actionDistribution;
    if (this.#actor?.slots !== slots) {
      this.#actor = this.network.actor(slots);
      this.#loadedVersion = -1;
      this.#drawn = new Float32Array(slots * actionSize);
      this.#actions = new Float32Array(slots * actionSize);
      this.#logProbabilities = new Float32Array(slots);
      this.#values = new Float32Array(slots);
    }
    this.#actor.memory.fill(0);
  }

  act(batch: DecisionBatch, rng: RandomStream): Float32Array {
    return this.decide(batch, rng).actions;
  }

  /** `act`, with log-probabilities, values and the encoder's inputs. Reads each transition once. */
  decide(batch: DecisionBatch, rng: RandomStream): Decision {
    const actor = this.#actor;
    if (actor === undefined || actor.slots !== batch.slots) {
      throw new ArgumentError({
        subject: 'slots of the batch',
        rule: `must be the ${actor?.slots ?? 0} that begin() was called with`,
        received: batch.slots,
        remedy: 'Call agent.begin(batch.slots) first.',
      });
    }
    if (this.#loadedVersion !== this.#version) {
      actor.load(this.parameters);
      this.#loadedVersion = this.#version;
    }
    const { headSize, actionSize } = this.actionDistribution;
    const free = this.network.free(this.parameters);
    this.features.write(batch, actor.inputs);
    actor.cleared.set(batch.firstStep);
    actor.observations.set(batch.observation);
    actor.step();
    const outputs = actor.outputs;
    for (let slot = 0; slot < batch.slots; slot++) {
      const offset = slot * (headSize + 1);
      this.#logProbabilities[slot] = this.actionDistribution.choose(
        outputs,
        offset,
        free,
        this.greedy ? null : rng,
        this.#drawn,
        slot * actionSize,
      );
      this.#values[slot] = outputs[offset + headSize]!;
    }
    this.#actions.set(this.#drawn);
    clip(this.#actionSpace, this.#actions);
    return {
      inputs: actor.inputs,
      drawn: this.#drawn,
      actions: this.#actions,
      logProbabilities: this.#logProbabilities,
      values: this.#values,
    };
  }
}

/** Brings rows of a box, [B, A], within its bounds. */
function clip(space: Space, rows: Float32Array): void {
  if (space.kind === 'discrete') return;
  const size = space.low.length;
  for (let i = 0; i < rows.length; i++) {
    rows[i] = Math.min(space.high[i % size]!, Math.max(space.low[i % size]!, rows[i]!));
  }
}
