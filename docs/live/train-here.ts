import { ArgumentError, assertValid } from '../../index.js';
import type { RunConfiguration } from '../../schemas/run.js';
import type { Point } from './curve.js';
import type { Examination } from './examination.js';
import {
  createRun,
  type Origin,
  type Progression,
  progressionOf,
  type Run,
  type Training,
  trainingOf,
} from './train-run.js';
import {
  configurationOf,
  limitsOf,
  type Settings,
  settingsOf,
  settingsSchema,
  trainableOf,
} from './train-settings.js';
import { readTrainingFile, stateIn, trainingFile } from './training-file.js';

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

/** What is told while training goes on. */
export interface News extends Progression {
  readonly point?: Point;
  readonly examination?: Examination;
}

/**
 * Who is told. From a worker to its page news and results go different ways, and may overtake each other: there, what it
 * returns resolves when the page has heard.
 */
export type Tell = (news: News) => void | Promise<void>;

/** A file that was picked. A browser's `File` is one. */
export interface PickedFile {
  readonly name: string;
  readonly size: number;
  text(): Promise<string>;
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
    const properties = limitsOf(settings.distribution);
    assertValid('settings', { ...settingsSchema, properties }, settings);
    return this.#take(configurationOf(settings));
  }

  /**
   * Takes the network in a file, to look at and to train on. Throws when it is no file that `save` wrote, or one of
   * another task distribution than these.
   */
  async open(file: PickedFile, ids: readonly string[]): Promise<Training> {
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
    const { distribution } = settingsOf(found.configuration);
    if (!ids.includes(distribution)) {
      throw new ArgumentError({
        subject: `task distribution of ${name}`,
        rule: `must be one of ${ids.join(', ')}, which this page trains on`,
        received: distribution,
        remedy: 'Load it on the page that saved it.',
      });
    }
    return this.#take(found.configuration, {
      points: found.curve,
      stateFor: ({ definition }, { parameters }) =>
        stateIn(name, found, definition, parameters.specs),
    });
  }

  /** Trains until it is paused, or the budget is spent; resolves when the last news has been heard. */
  async train(tell: Tell): Promise<void> {
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

  async #take(configuration: RunConfiguration, origin?: Origin): Promise<Training> {
    const run = await createRun(configuration, this.#host.now, origin);
    await this.pause();
    await this.#run?.iterations.return();
    this.#run = run;
    return trainingOf(run);
  }

  async #iterate(run: Run, tell: Tell): Promise<void> {
    const { watch, curve, examiner, agent, settings } = run;
    const { every } = trainableOf(settings.distribution).examination;
    const examination = () => examiner.examine(agent.parameters.values);
    watch.start();
    try {
      let examined = watch.seconds;
      while (!this.#isPaused) {
        const { value: progress, done } = await run.iterations.next();
        run.isOver = done === true;
        if (done) break;
        run.last = progress;
        const point = curve.add(progress);
        const isDue = watch.seconds - examined >= every;
        if (isDue) examined = watch.seconds;
        if (point || isDue) {
          tell({
            ...progressionOf(run),
            ...(point && { point }),
            ...(isDue && { examination: examination() }),
          });
        }
        await this.#host.turn();
      }
    } finally {
      watch.stop();
    }
    // What is shown while it stands still is what would be saved.
    await tell({ ...progressionOf(run), examination: examination() });
  }

  #taken(): Run {
    if (!this.#run) throw new Error('There is no network: call begin or open first.');
    return this.#run;
  }
}
