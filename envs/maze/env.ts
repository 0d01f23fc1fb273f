import type { Env, Outcome } from '../../core/env.js';
import type { RandomStream } from '../../core/random.js';
import type { Scene } from '../../core/scene.js';
import type { MazeEyes } from './eyes.js';
import { ACTION_STRIDE, placeOf } from './layout.js';
import { mazeScene } from './scene.js';
import type { MazeConfiguration, MazeTask } from './schema.js';
import type { MazeTables, TaskTables } from './tables.js';

/** The mouse in its maze. */
export class MazeEnv implements Env<MazeTask, number> {
  readonly #configuration: MazeConfiguration;
  readonly #tables: MazeTables;
  readonly #eyes: MazeEyes;
  readonly #outcome: Outcome = { reward: 0, terminated: false };
  #task: MazeTask | undefined;
  #now: TaskTables;
  #cell = 0;

  constructor(configuration: MazeConfiguration, tables: MazeTables, eyes: MazeEyes) {
    this.#configuration = configuration;
    this.#tables = tables;
    this.#eyes = eyes;
    this.#now = tables.empty;
  }

  reset(task: MazeTask, _rng: RandomStream, observation: Float32Array): void {
    this.#task = task;
    this.#now = this.#tables.of(task);
    this.#cell = this.#now.start;
    this.#eyes.see(observation, 0, this.#cell, this.#now);
  }

  step(action: number, observation: Float32Array): Outcome {
    const now = this.#now;
    const cell = now.next[this.#cell * ACTION_STRIDE + action]!;
    this.#cell = cell;
    this.#outcome.reward = now.rewards[cell]!;
    this.#outcome.terminated = now.ends[cell] === 1;
    this.#eyes.see(observation, 0, cell, now);
    return this.#outcome;
  }

  scene(): Scene {
    const mouse = placeOf(this.#cell, this.#configuration.width);
    return mazeScene(this.#configuration, this.#task, mouse);
  }
}
