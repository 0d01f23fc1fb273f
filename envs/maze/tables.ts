import { type Layout, layoutOf, viewsOf } from './layout.js';
import type { MazeConfiguration, MazeTask } from './schema.js';

/** A task as flat tables over the cells: what a step looks up. */
export interface TaskTables {
  readonly start: number;
  /** Where each action leads, [cells, 5]. */
  readonly next: Int32Array;
  /** Reward of a step that ends on the cell, [cells]. */
  readonly rewards: Float64Array;
  /** 1 where the episode ends, [cells]. */
  readonly ends: Uint8Array;
  /** What the mouse sees around each cell, [cells, size · size]; empty unless it sees a view. */
  readonly views: Float32Array;
}

/**
 * The tables of the tasks that the envs of one family meet, made once a task, so that starting the
 * next episode of the same task costs little. They are found again by the task's identity; a task
 * that was edited since is noticed and read anew.
 */
export class MazeTables {
  readonly layout: Layout;
  /** What an env holds before its first reset. */
  readonly empty: TaskTables;
  readonly #configuration: MazeConfiguration;
  readonly #views: Float32Array;
  readonly #known = new WeakMap<
    MazeTask,
    { readonly copy: MazeTask; readonly tables: TaskTables }
  >();

  constructor(configuration: MazeConfiguration) {
    const { width, height, walls } = configuration;
    this.#configuration = configuration;
    this.layout = layoutOf(width, height, walls);
    this.#views = this.#viewsOf(this.layout);
    this.empty = this.#make({ cheeses: [] });
  }

  of(task: MazeTask): TaskTables {
    const known = this.#known.get(task);
    if (known && isSameTask(known.copy, task)) return known.tables;
    const tables = this.#make(task);
    this.#known.set(task, { copy: copyOf(task), tables });
    return tables;
  }

  #make(task: MazeTask): TaskTables {
    const { width, height, start, stepReward, terminal } = this.#configuration;
    const layout = task.walls ? layoutOf(width, height, task.walls) : this.layout;
    const rewards = new Float64Array(layout.cells).fill(stepReward);
    const ends = new Uint8Array(layout.cells);
    for (const { x, y, reward } of task.cheeses) {
      rewards[y * width + x] = reward;
      if (terminal) ends[y * width + x] = 1;
    }
    const [x, y] = task.start ?? start;
    const views = task.walls ? this.#viewsOf(layout) : this.#views;
    return { start: y * width + x, next: layout.next, rewards, ends, views };
  }

  #viewsOf(layout: Layout): Float32Array {
    const { observation } = this.#configuration;
    return observation.kind === 'view' ? viewsOf(layout, observation.size) : new Float32Array();
  }
}

function copyOf({ cheeses, walls, start }: MazeTask): MazeTask {
  return {
    cheeses: cheeses.map((cheese) => ({ ...cheese })),
    ...(walls && { walls: [...walls] }),
    ...(start && { start: [start[0], start[1]] }),
  };
}

function isSameTask(a: MazeTask, b: MazeTask): boolean {
  if (a.cheeses.length !== b.cheeses.length) return false;
  for (let i = 0; i < a.cheeses.length; i++) {
    const one = a.cheeses[i]!;
    const other = b.cheeses[i]!;
    if (one.x !== other.x || one.y !== other.y || one.reward !== other.reward) return false;
  }
  return isSameList(a.walls, b.walls) && isSameList(a.start, b.start);
}

function isSameList(
  a: readonly (string | number)[] | undefined,
  b: readonly (string | number)[] | undefined,
): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
