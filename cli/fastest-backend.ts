import { type MetaTrainOptions, metaTrain } from '../agents/meta-train.js';
import { presetFor, slotsFor } from '../agents/presets.js';
import {
  type LoadedTensorFlow,
  loadTensorBackends,
  loadTensorFlow,
  type TensorBackend,
} from './backend.js';
import { reasonOf } from './failures.js';
import { race } from './race.js';

/** What gradients can go through: the network's own way back, or TensorFlow.js on one of its backends. */
export type Backend = 'kernel' | TensorBackend;

/** A run whose speed matters: what `metaTrain` takes, but for its budget. */
export interface TrialRun<Task = unknown>
  extends Pick<
    MetaTrainOptions<Task>,
    'agent' | 'distribution' | 'algorithm' | 'seed' | 'slots' | 'stepsPerIteration' | 'wipeMemory'
  > {}

/** Microseconds that a trained env step took on each backend that was tried. */
export type MeasuredBackends = { readonly [backend in Backend]?: number };

export interface FastestTensorFlow extends LoadedTensorFlow {
  readonly microseconds: MeasuredBackends;
}

/** The first iteration compiles, the faster of the others counts. */
const ITERATIONS = 3;
/** After so long no other iteration begins: what is compiled in it is then a small part of the first. */
const LONG_MILLISECONDS = 500;

/**
 * Puts TensorFlow.js on the backend that trains this very model fastest: each one that loads acts and learns for a few
 * iterations, for seconds in all, and the agent is left as it was. For models that need TensorFlow.js; others are faster without.
 *
 * What is measured differs from machine to machine and from time to time, and so do the last bits of a run with the backend
 * that is chosen. Where a run must repeat, name the backend: `loadTensorFlow('wasm')`.
 *
 * Throws what training threw when no backend can train the model; one that cannot is passed over with a warning.
 *
 * @example
 * const { tf } = await loadTensorFlow();
 * const agent = new RnnAgent({ family, network: encoderNetwork({ encoder, headHidden: 32, tf }), rewardScale: 1 });
 * const { backend, microseconds } = await fastestTensorFlow({ agent, distribution, seed: 1 });
 * for await (const progress of metaTrain({ tf, agent, distribution, seed: 1, budget }));
 */
export async function fastestTensorFlow<Task>(run: TrialRun<Task>): Promise<FastestTensorFlow> {
  const { tf, backends, warnings } = await loadTensorBackends();
  const { winner, microseconds, failures } = await raceBackends(run, backends);
  await loadTensorFlow(winner);
  const passedOver = [...failures].map(
    ([name, error]) =>
      `The backend ${name} is passed over, for it cannot train this model (${reasonOf(error)}). Load another one by its name to measure none.`,
  );
  return { tf, backend: winner, microseconds, warnings: [...warnings, ...passedOver] };
}

/** Trains a little on each of these backends, which must load. TensorFlow.js is left on any of them, the agent as it was. */
export async function raceBackends<Name extends Backend, Task>(
  run: TrialRun<Task>,
  names: readonly Name[],
): Promise<{
  readonly winner: Name;
  readonly microseconds: MeasuredBackends;
  readonly failures: ReadonlyMap<Name, unknown>;
}> {
  const { agent, distribution, algorithm } = run;
  const slots =
    run.slots ?? slotsFor(presetFor(distribution.family.actionSpace), algorithm?.id ?? 'ppo');
  const kept = agent.parameters.values.slice();
  try {
    const { winner, costs, failures } = await race({
      names,
      size: run.stepsPerIteration ?? distribution.horizon * distribution.episodes,
      measure: (name, steps) => iterationMilliseconds({ ...run, slots }, name, steps),
      now: () => performance.now(),
    });
    const microseconds = Object.fromEntries(
      [...costs].map(([name, milliseconds]) => [name, (1000 * milliseconds) / slots]),
    );
    return { winner, microseconds, failures };
  } finally {
    agent.parameters.values.set(kept);
    agent.parametersChanged();
  }
}

/**
 * How long an iteration of `steps` decisions a slot takes on a backend: acting and learning. It leaves other parameters
 * in the agent.
 */
export async function iterationMilliseconds<Task>(
  run: TrialRun<Task>,
  backend: Backend,
  steps: number,
): Promise<number> {
  const tensors = backend === 'kernel' ? {} : { tf: (await loadTensorFlow(backend)).tf };
  const times: number[] = [];
  const trial = metaTrain({
    ...run,
    ...tensors,
    stepsPerIteration: steps,
    budget: { steps: Number.MAX_SAFE_INTEGER },
    shouldStop: () =>
      times.length === ITERATIONS || times.reduce((a, b) => a + b, 0) > LONG_MILLISECONDS,
  });
  let begun = performance.now();
  for await (const _ of trial) {
    times.push(performance.now() - begun);
    begun = performance.now();
  }
  return Math.min(...(times.length > 1 ? times.slice(1) : times));
}
