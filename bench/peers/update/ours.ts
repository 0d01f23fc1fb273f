// Our own update, and what the others need to know to repeat it.
import { adamState, adamStep } from '../../../agents/adam.js';
import { minibatchGradient } from '../../../agents/algorithms/gradient.js';
import type { Minibatch } from '../../../agents/algorithms/minibatch.js';
import { alone, type Collective } from '../../../agents/collective.js';
import { gruNetwork } from '../../../agents/gru-network.js';
import { loadKernel } from '../../../agents/kernels/wasm-kernel.js';
import { Workspace } from '../../../agents/kernels/workspace.js';
import { discretePreset } from '../../../agents/presets.js';
import { RnnAgent } from '../../../agents/rnn-agent.js';
import { randomStream } from '../../../core/random.js';
import { sizeOf } from '../../../core/spaces.js';
import { syntheticFamily } from '../../update.js';
import type { Computed } from './same.js';

/** Of the loss, and of clipping. */
export const settings = discretePreset.algorithms.ppo;
export const RATE = 1e-3;

/** What flat.py shapes parameters by. */
export function sizesFor(hidden: number) {
  const { observationSpace, actionSpace } = syntheticFamily;
  const observations = sizeOf(observationSpace);
  const actions = actionSpace.size;
  return { inputs: 2 * observations + actions + 3, hidden, observations, actions };
}

export interface OurUpdate {
  /** As they were before the first update. */
  readonly parameters: Float32Array;
  /** By the first update. */
  readonly computed: Computed;
  /** One more. */
  update(): void;
}

/**
 * On the kernel, in this thread; the first update is done. With others in a collective it is an update of the minibatches
 * of all, which are of the same size: what `train --workers` does.
 */
export async function ourUpdate(
  hidden: number,
  minibatch: Minibatch,
  collective: Collective = alone,
): Promise<OurUpdate> {
  const network = gruNetwork({ kernel: await loadKernel(), hidden });
  const agent = new RnnAgent({ family: syntheticFamily, network, rewardScale: 1 });
  const { values } = agent.parameters;
  agent.parameters.initialise(randomStream(1));
  const parameters = values.slice();
  const optimiser = adamState(values.length);
  const workspace = new Workspace();
  const update = () => {
    // Nobody begins before the clock of the first is running.
    collective.sum(new Float32Array(1));
    const { loss, gradient } = minibatchGradient(undefined, agent, minibatch, settings, workspace);
    average(collective, gradient);
    adamStep(values, gradient, optimiser, RATE, settings.gradientNorm);
    return { loss, gradient };
  };
  const { loss, gradient } = update();
  const losses = Float32Array.of(loss);
  average(collective, losses);
  const computed = {
    loss: losses[0]!,
    gradient: gradient.slice(),
    change: changeOf(values, parameters),
  };
  return { parameters, computed, update };
}

/** In place, over all of the collective. */
function average(collective: Collective, values: Float32Array): void {
  collective.sum(values);
  for (let i = 0; i < values.length; i++) values[i]! /= collective.size;
}

/** What an update did. */
export function changeOf(after: Float32Array, before: Float32Array): Float32Array {
  return after.map((value, i) => value - before[i]!);
}
