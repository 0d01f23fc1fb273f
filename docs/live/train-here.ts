import {
  ArgumentError,
  assertValid,
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
import { configurationOf, type Settings, settingsOf, settingsSchema } from './train-settings.js';
import { readTrainingFile, stateIn, trainingFile } from './training-file.js';

/** Between two examinations, s. */
const EXAMINED_EVERY = 1;

/** A file that is larger was not saved here. */
const MOST_BYTES = 20_000_000;

/** What the page, or a test, lends. */
export interface Host {
  /** Of the library. */
  readonly version: string;
  /** A clock, s. */
  now(): number;
  /** Gives the event loop a turn, in which a call of `pause` may come in. */
  turn(): Promise<void>;
}

/** How far training is. */
export interface Progression {
  /** Env steps trained on. */
  readonly steps: number;
  /** Share of the budget that is spent, 0 … 1. */
  readonly fraction: number;
  /** Seconds of training since the network was fresh, or was loaded; pauses do not count. */
  readonly seconds: number;
}

/** What is told while training goes on. */
export interface News extends Progression {
  readonly point?: Point;
  readonly examination?: Examination;
}

/** A training that has not begun, or was loaded. */
export interface Training extends Progression {
  readonly settings: Settings;
  /** Exact values of the split `test`. */
  readonly references: readonly Reference[];
  /** How many tasks an examination has, and whether these are all there are. */
  readonly tasks: { readonly count: number; readonly isAll: boolean };
  readonly points: readonly Point[];
  readonly examination: Examination;
}

/** A file that was picked. A browser's `File` is one. */
export interface PickedFile {
  readonly name: string;
  readonly size: number;
  text(): Promise<string>;
}

interface Run {
  readonly configuration: RunConfiguration;
  readonly distribution: TaskDistribution;
  readonly agent: RnnAgent;
  readonly iterations: AsyncGenerator<Progress, void, void>;
  readonly examiner: Examiner;
  readonly curve: Curve;
  /** Where the last iteration, or the file, has left things; nothing in a fresh network. */
  last: { readonly steps: number; readonly fraction: number; state(): TrainingState } | undefined;
  seconds: number;
}

/** Meta-training in the page: everything behind *Train it here*. */
export class TrainHere {
  readonly #host: Host;
  #run: Run | undefined;
  #isPaused = true;
  #training: Promise<void> = Promise.resolve();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Takes a fresh network; `train` then trains it. Throws `InvalidDataError` on settings that are none. */
  async begin(settings: Settings): Promise<Training> {
    assertValid('settings', settingsSchema, settings);
    return this.#take(configurationOf(settings));
  }

  /** Takes the network in a file, to look at and to train on. Throws when it is no file that `save` wrote. */
  async open(file: PickedFile): Promise<Training> {
    const { name, size } = file;
    if (size > MOST_BYTES) {
      throw new ArgumentError({
        subject: name,
        rule: `must be at most ${MOST_BYTES} bytes, more than any file that this page saves`,
        received: size,
        remedy: 'Choose a file that “Save checkpoint” wrote.',
      });
    }
    const found = readTrainingFile(name, await file.text());
    return this.#take(found.configuration, {
      points: found.curve,
      stateFor: ({ definition }, { parameters }) =>
        stateIn(name, found, definition, parameters.specs),
    });
  }

  /** Trains until it is paused, or the budget is spent. */
  async train(tell: (news: News) => void): Promise<void> {
    await this.pause();
    this.#isPaused = false;
    const work = this.#iterate(this.#taken(), tell);
    this.#training = work.catch(() => {});
    await work;
  }

  /** Resolves when the iteration under way is done. */
  async pause(): Promise<void> {
    this.#isPaused = true;
    await this.#training;
  }

  /** The present network as a file, from which `open` goes on. */
  save(): { readonly name: string; readonly text: string } {
    const { configuration, distribution, agent, curve, last } = this.#taken();
    if (!last) throw new Error('There is nothing to save: the network is fresh. Train it first.');
    const { version } = this.#host;
    const state = last.state();
    const text = trainingFile({
      ...{ configuration, state, version },
      definition: distribution.definition,
      parameters: agent.parameters.specs,
      curve: curve.points,
    });
    const name = [distribution.id.replaceAll('/', '-'), `seed-${configuration.seed}`, state.steps];
    return { name: `${name.join('-')}-steps.json`, text };
  }

  async #take(
    configuration: RunConfiguration,
    from?: {
      readonly points: readonly Point[];
      stateFor(distribution: TaskDistribution, agent: RnnAgent): TrainingState;
    },
  ): Promise<Training> {
    const settings = settingsOf(configuration);
    const distribution = await distributionOf(configuration);
    const { family, horizon, episodes } = distribution;
    const length = horizon * episodes;
    const agent = await createRnnAgent({ family, length, ...configuration.agent });
    // As metaTrain will do: so the fresh network can be examined before it learns.
    agent.parameters.initialise(randomStream(configuration.seed).fork('parameters'));
    const state = from?.stateFor(distribution, agent);
    const examiner = await Examiner.of(distribution, configuration.agent);
    await this.pause();
    await this.#run?.iterations.return();
    const { seed, slots, wipeMemory } = configuration;
    const { steps: budget } = settings;
    const iterations = metaTrain({
      ...{ agent, distribution, seed, slots, wipeMemory },
      algorithm: createAlgorithm(configuration.algorithm),
      budget: { steps: budget },
      ...(state && { resume: state }),
    });
    const steps = state?.steps ?? 0;
    const fraction = Math.min(1, steps / budget);
    const run: Run = {
      ...{ configuration, distribution, agent, iterations, examiner },
      curve: new Curve(budget / (slots * length), from?.points),
      last: state && { steps, fraction, state: () => state },
      seconds: 0,
    };
    this.#run = run;
    return {
      ...{ settings, steps, fraction, seconds: 0, points: run.curve.points },
      references: examiner.references,
      tasks: { count: examiner.tasks.length, isAll: distribution.support !== undefined },
      examination: examiner.examine(state?.parameters ?? agent.parameters.values),
    };
  }

  async #iterate(run: Run, tell: (news: News) => void): Promise<void> {
    const { now, turn } = this.#host;
    const begun = now() - run.seconds;
    let examined = now();
    const examination = () => run.examiner.examine(run.agent.parameters.values);
    while (!this.#isPaused) {
      const { value: progress, done } = await run.iterations.next();
      if (done) return;
      const { steps, fraction } = progress;
      run.last = progress;
      run.seconds = now() - begun;
      const point = run.curve.add(progress);
      const isDue = fraction >= 1 || now() - examined >= EXAMINED_EVERY;
      if (isDue) examined = now();
      if (point || isDue) {
        tell({
          ...{ steps, fraction, seconds: run.seconds },
          ...(point && { point }),
          ...(isDue && { examination: examination() }),
        });
      }
      await turn();
    }
    // What is shown while it stands still is what would be saved.
    const { steps, fraction } = run.last ?? { steps: 0, fraction: 0 };
    tell({ steps, fraction, seconds: run.seconds, examination: examination() });
  }

  #taken(): Run {
    if (!this.#run) throw new Error('There is no network: call begin or open first.');
    return this.#run;
  }
}

async function distributionOf({ distribution: source }: RunConfiguration) {
  const distribution = source.definition
    ? distributionFromDefinition(source.definition, { subject: 'task distribution' })
    : getDistribution(source.id ?? '');
  await distribution.family.load?.();
  return distribution;
}
