import type { Algorithm } from '../agents/algorithms/algorithm.js';
import { createAlgorithm } from '../agents/algorithms/create-algorithm.js';
import { alone, type Collective } from '../agents/collective.js';
import { createRnnAgent } from '../agents/create-agent.js';
import type { TensorFlow } from '../agents/kernels/tensorflow.js';
import {
  type MetaTrainOptions,
  metaTrain,
  type Progress,
  type TrainingState,
} from '../agents/meta-train.js';
import type { RnnAgent } from '../agents/rnn-agent.js';
import { contentHash, type TaskDistribution } from '../core/distribution.js';
import { MetaEpisodes } from '../core/meta-episodes.js';
import { randomStream } from '../core/random.js';
import { withContextGiven, withTask } from '../distributions/variants.js';
import type { RunConfiguration } from '../schemas/run.js';
import { isNativeInstalled, type LoadedTensorFlow, loadTensorFlow } from './backend.js';
import type { CheckpointOwner } from './checkpoint-manifest.js';
import { budgetOf } from './configuration.js';
import { loadDistribution, withEpisodes } from './distribution-source.js';
import { reasonOf } from './failures.js';
import { type MeasuredBackends, raceBackends } from './fastest-backend.js';
import { asJson } from './json-file.js';

/** What a run configuration stands for, loaded. */
export interface Training {
  /** As given, with the backend that is used in place of `auto`. */
  readonly configuration: RunConfiguration;
  readonly distribution: TaskDistribution;
  readonly agent: RnnAgent;
  readonly algorithm: Algorithm;
  /** Absent where the agent's own kernel does all the work. */
  readonly tf?: TensorFlow;
  /** What the backend was chosen by, where `auto` measured. */
  readonly measured?: MeasuredBackends;
  readonly warnings: readonly string[];
}

/**
 * Loads everything a run needs and creates nothing on disk. The backend `auto` is the kernel: all agents that a
 * configuration can name have their gradients written out. Throws on user mistakes.
 */
export async function loadTraining(given: RunConfiguration): Promise<Training> {
  const distribution = await loadRunDistribution(given);
  // What cannot be sampled or stepped shows here, before there is anything on disk.
  new MetaEpisodes({ distribution, slots: 1, rng: randomStream(given.seed) }).dispose();
  const agent = await createAgent(given, distribution);
  const algorithm = createAlgorithm(given.algorithm);
  algorithm.assertFits?.(agent);
  const parts = { distribution, agent, algorithm };
  if (given.backend === 'kernel' || given.backend === 'auto') {
    return { ...parts, configuration: { ...given, backend: 'kernel' }, warnings: [] };
  }
  const { tf, backend, warnings } = await loadTensorFlow(given.backend);
  return { ...parts, configuration: { ...given, backend }, tf, warnings };
}

/**
 * The same, but where the native backend is installed and the budget is by the clock, `auto` is the kernel or
 * `tensorflow`, whichever trains this agent faster here and now. By steps it stays the kernel, or the result would depend on the
 * machine and the moment. On `wasm` and `cpu` the kernel's arithmetic would run inside tensor operations, in the same thread:
 * there is nothing to win.
 */
export async function loadFastestTraining(given: RunConfiguration): Promise<Training> {
  const training = await loadTraining(given);
  const isMeasured = given.backend === 'auto' && given.budget.seconds !== undefined;
  if (!isMeasured || !isNativeInstalled()) return training;
  let loaded: LoadedTensorFlow;
  try {
    loaded = await loadTensorFlow('tensorflow');
  } catch (error) {
    return { ...training, warnings: [...training.warnings, reasonOf(error)] };
  }
  const { slots, workers, seed, wipeMemory } = given;
  const { winner, microseconds } = await raceBackends(
    { ...training, seed, slots: slots / workers, wipeMemory },
    ['kernel', 'tensorflow'],
  );
  return {
    ...training,
    configuration: { ...given, backend: winner },
    ...(winner === 'tensorflow' ? { tf: loaded.tf } : {}),
    measured: microseconds,
  };
}

/** The distribution that a run is about, its family loaded. Throws on user mistakes. */
export async function loadRunDistribution(
  configuration: RunConfiguration,
  subject?: string,
): Promise<TaskDistribution> {
  return asTrainedOn(configuration, await loadDistribution(configuration.distribution, subject));
}

/**
 * The run's distribution with another number of episodes, with its task and its context as in training. Throws on user
 * mistakes, such as a task that does not say enough for so many.
 */
export function withRunEpisodes(
  configuration: RunConfiguration,
  distribution: TaskDistribution,
  episodes: number,
): TaskDistribution {
  const { distribution: source } = configuration;
  const changed = withEpisodes(source, distribution, episodes);
  // What is written in code is changed as it is trained on; a definition knows of no task and no context.
  const isAsTrainedOn = changed === distribution || source.module !== undefined;
  return isAsTrainedOn ? changed : asTrainedOn(configuration, changed);
}

function asTrainedOn(
  { context, task }: RunConfiguration,
  distribution: TaskDistribution,
): TaskDistribution {
  const chosen = task === undefined ? distribution : withTask(distribution, task);
  return context === 'given' ? withContextGiven(chosen) : chosen;
}

/** The configured agent, with parameters still at zero. Acting needs no tensor backend. */
export async function createAgent(
  { agent }: RunConfiguration,
  { family, horizon, episodes }: TaskDistribution,
): Promise<RnnAgent> {
  return createRnnAgent({ family, length: horizon * episodes, ...agent });
}

/** What checkpoints of the run belong to. */
export function ownerOf(
  configuration: RunConfiguration,
  distribution: TaskDistribution,
  agent: RnnAgent,
): CheckpointOwner {
  return {
    parameters: agent.parameters.specs,
    distributionHash: contentHash(distribution.definition),
    configurationHash: contentHash(asJson(configuration)),
  };
}

/**
 * `metaTrain` as configured: the same call for a run alone and for every copy of a parallel one. A state of iteration 0
 * holds the parameters that a run begins with, see `beginRun`.
 */
export function startTraining(
  { configuration, distribution, agent, algorithm, tf }: Training,
  state: TrainingState | undefined,
  collective: Collective = alone,
  shouldStop: () => boolean = () => false,
): AsyncGenerator<Progress, void, void> {
  return metaTrain({
    agent,
    distribution,
    algorithm,
    ...(tf ? { tf } : {}),
    seed: configuration.seed,
    slots: configuration.slots,
    budget: budgetOf(configuration),
    wipeMemory: configuration.wipeMemory,
    collective,
    shouldStop,
    ...beginning(agent, state),
  });
}

function beginning(
  { parameters }: RnnAgent,
  state: TrainingState | undefined,
): Pick<MetaTrainOptions, 'initial' | 'resume'> {
  if (!state) return {};
  return state.iteration === 0 ? { initial: parameters.like(state.parameters) } : { resume: state };
}
