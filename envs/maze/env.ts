import type { Env, Outcome } from '../../core/env.js';
import type { RandomStream } from '../../core/random.js';
import type { Scene } from '../../core/scene.js';
import { ACTION_STRIDE } from './layout.js';
import { mazeScene } from './scene.js';
import type { MazeConfiguration, MazeTask } from './schema.js';
import type { MazeTables, TaskTables } from './tables.js';

/** The mouse in its maze. */
export class MazeEnv implements Env<MazeTask, number> {
  readonly #configuration: MazeConfiguration;
  readonly #tables: MazeTables;
  readonly #observation: MazeConfiguration['observation'];
  /** Cells that are seen. */
  readonly #viewSize: number;
  readonly #outcome: Outcome = { reward: 0, terminated: false };
  #task: MazeTask | undefined;
  #now: TaskTables;
  #cell = 0;
  /** The row that the last step was kept in, and the cell that it shows. */
  #row: Float32Array | undefined;
  #shown = 0;

  constructor(configuration: MazeConfiguration, tables: MazeTables) {
    this.#configuration = configuration;
    this.#tables = tables;
    this.#observation = configuration.observation;
    this.#viewSize = this.#observation.kind === 'view' ? this.#observation.size ** 2 : 0;
    this.#now = tables.empty;
  }

  reset(task: MazeTask, _rng: RandomStream, observation: Float32Array): void {
    this.#task = task;
    this.#now = this.#tables.of(task);
    this.#cell = this.#now.start;
    this.#row = undefined;
    this.#observe(observation);
  }

  step(action: number, observation: Float32Array): Outcome {
    this.#move(action);
    this.#observe(observation);
    return this.#outcome;
  }

  /** Most of an observation are zeros that stay: to write them again would take two fifths of the engine's time. */
  stepInKeptRow(action: number, row: Float32Array): Outcome {
    this.#move(action);
    if (row === this.#row) this.#observeAgain(row);
    else this.#observe(row);
    this.#row = row;
    this.#shown = this.#cell;
    return this.#outcome;
  }

  scene(): Scene {
    const { width } = this.#configuration;
    const x = this.#cell % width;
    return mazeScene(this.#configuration, this.#task, [x, (this.#cell - x) / width]);
  }

  #move(action: number): void {
    const now = this.#now;
    const cell = now.next[this.#cell * ACTION_STRIDE + action]!;
    this.#cell = cell;
    this.#outcome.reward = now.rewards[cell]!;
    this.#outcome.terminated = now.ends[cell] === 1;
  }

  /** Writes the whole row. */
  #observe(row: Float32Array): void {
    if (this.#observation.kind !== 'coordinates') row.fill(0);
    this.#show(row);
  }

  /** Writes what differs, where the row shows the mouse in another cell. */
  #observeAgain(row: Float32Array): void {
    const { kind } = this.#observation;
    if (kind === 'position') row[this.#shown] = 0;
    else if (kind === 'view' && this.#observation.position) row[this.#viewSize + this.#shown] = 0;
    this.#show(row);
  }

  /** Writes what is not always zero. */
  #show(row: Float32Array): void {
    const cell = this.#cell;
    const observation = this.#observation;
    if (observation.kind === 'position') {
      row[cell] = 1;
    } else if (observation.kind === 'view') {
      const { views } = this.#now;
      const size = this.#viewSize;
      for (let i = 0, from = cell * size; i < size; i++) row[i] = views[from + i]!;
      if (observation.position) row[size + cell] = 1;
    } else {
      const { width, height } = this.#configuration;
      const x = cell % width;
      row[0] = x / Math.max(1, width - 1);
      row[1] = (cell - x) / width / Math.max(1, height - 1);
    }
  }
}
