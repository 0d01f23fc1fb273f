import type { EnvBatch, StepResults } from '../../core/env.js';
import type { RandomStream } from '../../core/random.js';
import type { Scene } from '../../core/scene.js';
import type { MazeEyes } from './eyes.js';
import { ACTION_STRIDE, placeOf } from './layout.js';
import { mazeScene } from './scene.js';
import type { MazeConfiguration, MazeTask } from './schema.js';
import type { MazeTables, TaskTables } from './tables.js';

/** Mice in mazes of their own, as arrays: a step is a loop of lookups, without an object for each. */
export class MazeBatch implements EnvBatch<MazeTask> {
  readonly envs: readonly MazeSlot[];
  readonly #eyes: MazeEyes;
  readonly #mice: Mice;
  /** Whether a cheese ends the episode. */
  readonly #isTerminal: boolean;
  /** The rows of the last step, and the cells that they show, [B]. */
  #rows: Float32Array | undefined;
  readonly #shown: Int32Array;
  /** Flags that are zero and stay so, where no cheese ends an episode. */
  #zeros: Uint8Array | undefined;

  constructor(configuration: MazeConfiguration, tables: MazeTables, eyes: MazeEyes, slots: number) {
    const all = Array.from({ length: slots }, (_, slot) => slot);
    this.#eyes = eyes;
    this.#isTerminal = configuration.terminal;
    this.#mice = { cells: new Int32Array(slots), now: all.map(() => tables.empty) };
    this.#shown = new Int32Array(slots);
    this.envs = all.map((slot) => new MazeSlot(configuration, tables, eyes, this.#mice, slot));
  }

  step(actions: Float32Array, { nextObservation, reward, terminated }: StepResults): void {
    const { cells, now } = this.#mice;
    // Known of all mazes at once, it need not be looked up for each.
    const isTerminal = this.#isTerminal;
    for (let slot = 0; slot < cells.length; slot++) {
      const tables = now[slot]!;
      const cell = tables.next[cells[slot]! * ACTION_STRIDE + actions[slot]!]!;
      cells[slot] = cell;
      reward[slot] = tables.rewards[cell]!;
      if (isTerminal) terminated[slot] = tables.ends[cell]!;
    }
    if (!isTerminal && terminated !== this.#zeros) this.#zeros = terminated.fill(0);
    if (nextObservation === this.#rows) {
      this.#eyes.seeAgain(nextObservation, this.#shown, cells, now);
    } else {
      this.#rows = nextObservation;
      this.#eyes.seeAll(nextObservation, cells, now);
      this.#shown.set(cells);
    }
  }

  dispose(): void {}
}

/** What is known of all mice. */
interface Mice {
  /** Where each is, [B]. */
  readonly cells: Int32Array;
  /** The maze that each is in. */
  readonly now: TaskTables[];
}

/** One of them, but for its steps. */
class MazeSlot {
  readonly #configuration: MazeConfiguration;
  readonly #tables: MazeTables;
  readonly #eyes: MazeEyes;
  readonly #mice: Mice;
  readonly #slot: number;
  #task: MazeTask | undefined;

  constructor(
    configuration: MazeConfiguration,
    tables: MazeTables,
    eyes: MazeEyes,
    mice: Mice,
    slot: number,
  ) {
    this.#configuration = configuration;
    this.#tables = tables;
    this.#eyes = eyes;
    this.#mice = mice;
    this.#slot = slot;
  }

  reset(task: MazeTask, _rng: RandomStream, observation: Float32Array): void {
    const tables = this.#tables.of(task);
    this.#task = task;
    this.#mice.now[this.#slot] = tables;
    this.#mice.cells[this.#slot] = tables.start;
    this.#eyes.see(observation, 0, tables.start, tables);
  }

  scene(): Scene {
    const mouse = placeOf(this.#mice.cells[this.#slot]!, this.#configuration.width);
    return mazeScene(this.#configuration, this.#task, mouse);
  }
}
