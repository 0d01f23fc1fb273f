// Who learns GridNavi: our agent by its own command's code, and agents in Python that do the same.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { discretePreset } from '../../../agents/presets.js';
import { joinConfiguration } from '../../../cli/configuration.js';
import type { PartialRunConfiguration, RunConfiguration } from '../../../schemas/run.js';
import { type PeersFolder, runScript } from '../python.js';
import { decoded } from '../vectors.js';
import type { Snapshot } from './curve.js';
import type { OurTraining } from './our-training-thread.js';

const DISTRIBUTION = 'maze/gridnavi-v0';

/** How long a training is: schedules follow the steps, and after so many seconds it ends. */
export interface Length {
  readonly steps: number;
  readonly seconds: number;
}

export interface Training {
  readonly snapshots: readonly Snapshot[];
  /** Part of the time of every snapshot. */
  readonly compileSeconds: number;
  readonly versions: { readonly [name: string]: string };
}

export interface Learner {
  readonly name: string;
  /** What its parameters are tested with. */
  readonly configuration: RunConfiguration;
  /** Processor cores it uses. */
  readonly cores: number;
  train(seed: number, length: Length, interval: number): Promise<Training>;
}

export function configurationOf(given: PartialRunConfiguration = {}): RunConfiguration {
  return joinConfiguration(given, { id: DISTRIBUTION }, discretePreset);
}

/** Our agent, by the preset for all that is not given. With `ownSteps` its schedules are as long as that. */
export function ourLearner(
  name: string,
  given: PartialRunConfiguration,
  ownSteps?: number,
): Learner {
  const configured = (seed: number, steps: number) =>
    configurationOf({ ...given, seed, budget: { steps } });
  return {
    name,
    configuration: configured(0, 1),
    cores: given.workers ?? 1,
    async train(seed, { steps, seconds }, interval) {
      const configuration = configured(seed, ownSteps ?? steps);
      const thread = new Worker(new URL('./our-training-thread.js', import.meta.url), {
        workerData: { configuration, interval, seconds } satisfies OurTraining,
      });
      const [snapshots] = (await once(thread, 'message')) as [Snapshot[]];
      return { snapshots, compileSeconds: 0, versions: {} };
    },
  };
}

/** What learning_host.py is asked for. */
interface Request {
  readonly seed: number;
  readonly settings: object;
  readonly budget: Length;
  readonly interval: number;
}

/** What it answers: snapshots, then what else there is to say. */
type Answer =
  | { readonly seconds: number; readonly steps: number; readonly parameters: string }
  | Omit<Training, 'snapshots'>;

/** What the agents in Python have no setting for, so that it must be as they do it. */
const FIXED = {
  ...{ encoder: 'gru', headHidden: undefined, normalise: false },
  ...{ id: 'ppo', targetDivergence: 0, bootstrapEnd: false },
};

/** Throws where our agent learns in a way that the agents in Python do not repeat. */
export function assertRepeated(settings: { readonly [name: string]: unknown }): void {
  const expected = { ...FIXED, valueTraceDecay: settings.traceDecay };
  for (const [name, value] of Object.entries(expected)) {
    if (settings[name] === value) continue;
    throw new Error(
      `${name} of the agent that is repeated in Python must be ${value}; received ${settings[name]}. Teach it to learning_torch.py and learning_jax.py first.`,
    );
  }
}

/** An agent in Python of the same network, batch and schedules as ours with one worker. */
export function peerLearner(
  name: string,
  script: string,
  peers: PeersFolder,
  cores: number,
): Learner {
  const configuration = configurationOf({ workers: 1 });
  const { agent, slots, algorithm } = configuration;
  const settings = { ...agent, slots, ...algorithm };
  assertRepeated(settings);
  return {
    ...{ name, configuration, cores },
    async train(seed, budget, interval) {
      const request: Request = { seed, settings, budget, interval };
      const snapshots: Snapshot[] = [];
      for await (const answer of runScript(peers, script, request, { cores })) {
        const told = answer as Answer;
        if (!('parameters' in told)) return { snapshots, ...told };
        snapshots.push({ ...told, parameters: decoded(told.parameters) });
      }
      throw new Error(`${script} must say at its end what it was compiled with; it did not.`);
    },
  };
}

/** Env steps a second between the first and the last snapshot: without what is done once. */
export function speedOf({ snapshots }: Pick<Training, 'snapshots'>): number {
  const first = snapshots[0];
  const last = snapshots.at(-1);
  if (!first || !last || first === last) return 0;
  return (last.steps - first.steps) / (last.seconds - first.seconds);
}
