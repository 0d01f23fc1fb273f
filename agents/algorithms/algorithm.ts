import type { RandomStream } from '../../core/random.js';
import type { AdamState } from '../adam.js';
import type { Collective } from '../collective.js';
import type { TensorFlow } from '../kernels/tensorflow.js';
import type { RnnAgent } from '../rnn-agent.js';
import type { Rollout } from '../rollout.js';

/** What turns experience into better parameters. `metaTrain` calls `update` once an iteration. */
export interface Algorithm {
  readonly id: string;
  /** Whether rollouts are to hold the values past the end of a meta-episode (`Rollout.endValues`). */
  readonly needsEndValues?: boolean;
  /** γ of the returns that its values are to predict, where `fraction` of the budget is spent; .99 by default. */
  discount?(fraction: number): number;
  /** Throws `ArgumentError` for an agent that it cannot train. `metaTrain` asks before anything is done. */
  assertFits?(agent: RnnAgent): void;
  /** Changes `agent.parameters` and `optimiser` in place. Throws when the loss is not finite. */
  update(inputs: UpdateInputs): UpdateMetrics;
}

export interface UpdateInputs {
  /** When given, gradients go through tensors; when not, the network's own way back is taken. */
  readonly tf?: TensorFlow;
  readonly agent: RnnAgent;
  /** It lies where the next one will: copy what you want to keep. */
  readonly rollout: Rollout;
  readonly optimiser: AdamState;
  /** How much of the budget is spent, 0 … 1; schedules follow it. */
  readonly fraction: number;
  readonly rng: RandomStream;
  readonly collective: Collective;
}

/** Means over the updates of one iteration. */
export interface UpdateMetrics {
  readonly loss: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  /** Of the policy, in nats. */
  readonly entropy: number;
  /** Estimate of KL(π_old ‖ π_θ), in nats; over the last pass where there are several. */
  readonly divergence: number;
  readonly learningRate: number;
}
