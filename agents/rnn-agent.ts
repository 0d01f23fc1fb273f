import type { Family } from '../core/env.js';
import { ArgumentError } from '../core/errors.js';
import type { DecisionBatch } from '../core/meta-episodes.js';
import type { Policy } from '../core/policy.js';
import type { RandomStream } from '../core/random.js';
import { type Space, sizeOf } from '../core/spaces.js';
import { type ActionDistribution, actionDistributionFor } from './action-distributions.js';
import type { Actor, Network } from './networks.js';
import { type Moments, Normaliser } from './normaliser.js';
import { Parameters } from './parameters.js';
import {
  type FeatureSource,
  type Features,
  ObservationFeatures,
  TransitionFeatures,
} from './transition-features.js';

/** One decision in every slot, with what learning needs of it. The agent's own arrays. */
export interface Decision {
  /** Transition features, [B, I]. */
  readonly inputs: Float32Array;
  /** 1 where the memory was cleared first, [B]. */
  readonly cleared: Uint8Array;
  /** s_t as the heads read it, [B, O]. */
  readonly observations: Float32Array;
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
  /**
   * The Markov ablation: the network sees only the present observation, and its memory is cleared at every step.
   * False by default: it reads transitions and remembers.
   */
  readonly isMarkov?: boolean;
  /**
   * Bring observations, rewards and values to mean 0 and deviation 1, by running statistics that are saved with the parameters. For continuous observations in mixed units; false by default.
   */
  readonly normalise?: boolean;
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
  readonly features: Features;
  readonly actionDistribution: ActionDistribution;
  readonly parameters: Parameters;
  /** Where statistics are kept, if there are any. */
  readonly normaliser: Normaliser | undefined;
  readonly rewardScale: number;
  /** Take the most likely action instead of drawing one. For meta-testing: who trains must explore. */
  greedy = false;
  #actor: Actor | undefined;
  readonly #actionSpace: Space;
  readonly #isMarkov: boolean;
  #loadedVersion = -1;
  #version = 0;
  /** The last transition with normalised numbers. */
  #normal = {
    observation: new Float32Array(0),
    nextObservation: new Float32Array(0),
    reward: new Float32Array(0),
  };
  #drawn = new Float32Array(0);
  #actions = new Float32Array(0);
  #logProbabilities = new Float32Array(0);
  #values = new Float32Array(0);

  constructor(options: RnnAgentOptions) {
    const { family, network, rewardScale, isMarkov = false, normalise = false } = options;
    const observations = sizeOf(family.observationSpace);
    this.actionDistribution = actionDistributionFor(family.actionSpace);
    const { observationSpace, actionSpace } = family;
    this.#isMarkov = isMarkov;
    this.features = this.#isMarkov
      ? new ObservationFeatures(observationSpace)
      : new TransitionFeatures(observationSpace, actionSpace, normalise ? 1 : rewardScale);
    this.#actionSpace = family.actionSpace;
    this.rewardScale = rewardScale;
    this.normaliser = normalise ? new Normaliser(observations) : undefined;
    this.network = network({
      inputs: this.features.size,
      observations,
      head: this.actionDistribution.headSize,
      free: this.actionDistribution.freeSize,
    });
    this.parameters = new Parameters([...this.network.specs, ...(this.normaliser?.specs ?? [])]);
  }

  /** The value head's number v stands for the value mean + deviation × v. */
  get valueMoments(): Moments {
    return this.normaliser?.returns(this.parameters) ?? { mean: 0, deviation: 1 };
  }

  /**
   * What is remembered, [B, H]: the encoder's h as the heads read it in the last decision, for reports and pictures.
   * Zeros after `begin`, and empty before. The agent's own array: read only, valid until the next call.
   */
  get memory(): Float32Array {
    return this.#actor?.memory ?? new Float32Array(0);
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
      const normal = this.normaliser ? this.#actor.observations.length : 0;
      this.#normal = {
        observation: new Float32Array(normal),
        nextObservation: new Float32Array(normal),
        reward: new Float32Array(slots),
      };
    }
    this.#actor.clear();
  }

  act(batch: DecisionBatch, rng: RandomStream): Float32Array {
    return this.decide(batch, rng).actions;
  }

  /** `act`, with log-probabilities, values and the encoder's inputs. Reads each transition once. */
  decide(batch: DecisionBatch, rng: RandomStream): Decision {
    const actor = this.#ready(batch);
    const { headSize, actionSize } = this.actionDistribution;
    const free = this.network.free(this.parameters);
    const { mean, deviation } = this.valueMoments;
    this.#observe(batch.observation, actor.observations);
    this.features.write(this.#read(batch, actor.observations), actor.inputs);
    if (this.#isMarkov) actor.cleared.fill(1);
    else actor.cleared.set(batch.firstStep);
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
      this.#values[slot] = mean + deviation * outputs[offset + headSize]!;
    }
    this.#actions.set(this.#drawn);
    clip(this.#actionSpace, this.#actions);
    return {
      inputs: actor.inputs,
      cleared: actor.cleared,
      observations: actor.observations,
      drawn: this.#drawn,
      actions: this.#actions,
      logProbabilities: this.#logProbabilities,
      values: this.#values,
    };
  }

  /**
   * V(s′, h′), [B]: the value of where the last transition led, as if the meta-episode went on from there.
   * Changes nothing. For bootstrapping where only time was up.
   */
  valuesAfterTransition(batch: DecisionBatch): Float32Array {
    const actor = this.#ready(batch);
    const { headSize } = this.actionDistribution;
    const { mean, deviation } = this.valueMoments;
    const goBack = actor.snapshot();
    this.#observe(batch.transition.nextObservation, actor.observations);
    const { slots, transition } = batch;
    const source = { slots, transition, firstStep: new Uint8Array(slots) };
    this.features.write(this.#read(source, actor.observations), actor.inputs);
    actor.cleared.fill(this.#isMarkov ? 1 : 0);
    actor.step();
    const values = Float32Array.from(
      { length: batch.slots },
      (_, slot) => mean + deviation * actor.outputs[slot * (headSize + 1) + headSize]!,
    );
    goBack();
    return values;
  }

  /** The actor with the present parameters. */
  #ready(batch: DecisionBatch): Actor {
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
    return actor;
  }

  /** Observations as the heads read them. */
  #observe(from: Float32Array, into: Float32Array): void {
    if (this.normaliser) this.normaliser.observations(this.parameters, from, into);
    else into.set(from);
  }

  /** What happened, as features are made of it; `observation` as the heads read it. */
  #read(
    { slots, transition, firstStep }: Omit<FeatureSource, 'observation'>,
    observation: Float32Array,
  ): FeatureSource {
    const { normaliser, parameters } = this;
    if (!normaliser || this.#isMarkov) return { slots, transition, firstStep, observation };
    const normal = this.#normal;
    normaliser.observations(parameters, transition.observation, normal.observation);
    normaliser.observations(parameters, transition.nextObservation, normal.nextObservation);
    normaliser.rewards(parameters, transition.reward, normal.reward);
    return { slots, firstStep, observation, transition: { ...transition, ...normal } };
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
