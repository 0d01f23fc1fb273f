import {
  type Budget,
  createAlgorithm,
  createRnnAgent,
  distributionFromDefinition,
  getDistribution,
  metaTrain,
  type Progress,
  type Reference,
  type RnnAgent,
  randomStream,
  type TaskDistribution,
  type TrainingState,
} from '../../index.js';
import type { RunConfiguration } from '../../schemas/run.js';
import { Curve, type Point } from './curve.js';
import { type Examination, Examiner } from './examination.js';
import { Stopwatch } from './stopwatch.js';
import { type Settings, settingsOf, trainableOf } from './train-settings.js';

/** How far training is. */
export interface Progression {
  /** Env steps trained on. */
  readonly steps: number;
  /** Share of the budget that is spent, 0 … 1. */
  readonly fraction: number;
  /**
   * Seconds of training, without pauses: since the network was fresh, or, where the budget is counted in steps, was
   * loaded.
   */
  readonly seconds: number;
}

/** A training that has not begun, or was loaded. */
export interface Training extends Progression {
  readonly settings: Settings;
  /** What is known of the split `test`. */
  readonly references: readonly Reference[];
  /** How many tasks an examination has, and whether these are all there are. */
  readonly tasks: { readonly count: number; readonly isAll: boolean };
  readonly points: readonly Point[];
  readonly examination: Examination;
}

/** Where a run goes on from. */
export interface Origin {
  readonly points: readonly Point[];
  /** Throws where there is none that fits. */
  stateFor(distribution: TaskDistribution, agent: RnnAgent): TrainingState;
}

/** A network with everything that trains and examines it. */
export interface Run {
  readonly configuration: RunConfiguration;
  readonly settings: Settings;
  readonly distribution: TaskDistribution;
  readonly agent: RnnAgent;
  readonly iterations: AsyncGenerator<Progress, void, void>;
  readonly examiner: Examiner;
  readonly curve: Curve;
  /** Goes while it is trained. */
  readonly watch: Stopwatch;
  /** Where the last iteration, or the file, has left things; nothing in a fresh network. */
  last: { readonly steps: number; readonly fraction: number; state(): TrainingState } | undefined;
  /** Whether the budget is spent. */
  isOver: boolean;
}

/** Makes the network, fresh or from where it goes on; `now` is a clock, s. */
export async function createRun(
  configuration: RunConfiguration,
  now: () => number,
  origin?: Origin,
): Promise<Run> {
  const settings = settingsOf(configuration);
  const distribution = await distributionOf(configuration);
  const { family, horizon, episodes } = distribution;
  const length = horizon * episodes;
  const agent = await createRnnAgent({ family, length, ...configuration.agent });
  // As metaTrain will do: so the fresh network can be examined before it learns.
  agent.parameters.initialise(randomStream(configuration.seed).fork('parameters'));
  const state = origin?.stateFor(distribution, agent);
  if (state) agent.parameters.values.set(state.parameters);
  const { tasks } = trainableOf(settings.distribution).examination;
  const examiner = await Examiner.of(distribution, configuration.agent, tasks);
  const watch = new Stopwatch(now, state?.seconds ?? 0);
  const budget = budgetOf(configuration, watch);
  const { seed, slots, wipeMemory, algorithm } = configuration;
  const iterations = metaTrain({
    ...{ agent, distribution, seed, slots, wipeMemory, budget },
    algorithm: createAlgorithm(algorithm),
    ...(state && { resume: state }),
  });
  const spent = state && ('steps' in budget ? state.steps : state.seconds);
  return {
    ...{ configuration, settings, distribution, agent, iterations, examiner, watch },
    curve: new Curve(origin?.points),
    last: state && {
      steps: state.steps,
      fraction: Math.min(1, (spent ?? 0) / settings.budget),
      state: () => state,
    },
    isOver: false,
  };
}

/** What is told of a run before it goes on. */
export function trainingOf(run: Run): Training {
  const { settings, distribution, agent, examiner, curve } = run;
  return {
    ...progressionOf(run),
    ...{ settings, points: [...curve.points], references: examiner.references },
    tasks: { count: examiner.tasks.length, isAll: distribution.support !== undefined },
    examination: examiner.examine(agent.parameters.values),
  };
}

export function progressionOf({ last, isOver, watch }: Run): Progression {
  const { steps, fraction } = last ?? { steps: 0, fraction: 0 };
  // The clock may run out between two iterations.
  return { steps, fraction: isOver ? 1 : fraction, seconds: watch.seconds };
}

/** As `metaTrain` takes it: its clock is one that stands while training is paused. */
function budgetOf({ budget }: RunConfiguration, watch: Stopwatch): Budget {
  if (budget.steps !== undefined) return { steps: budget.steps };
  return { seconds: budget.seconds ?? 0, now: () => watch.seconds };
}

async function distributionOf({ distribution: source }: RunConfiguration) {
  const distribution = source.definition
    ? distributionFromDefinition(source.definition, { subject: 'task distribution' })
    : getDistribution(source.id ?? '');
  await distribution.family.load?.();
  return distribution;
}
