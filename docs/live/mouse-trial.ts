import {
  distributionFromDefinition,
  type MazeConfiguration,
  type MazeTask,
  MetaEpisodes,
  type Policy,
  type RnnAgent,
  randomStream,
  type TaskDistribution,
  type WeightedTask,
} from '../../index.js';
import { agentOf, type StoredRun } from './stored-run.js';

/** [x, y], from the top left corner. */
export type Cell = readonly [x: number, y: number];

/** One meta-episode, as the reader sets it up. */
export interface Trial {
  readonly cheese: Cell;
  /** Where the cheese goes without telling, before which episode, from 1. */
  readonly moved?: { readonly cheese: Cell; readonly before: number };
  /** Rows of `#` and `.`; those the agent was trained with where left out. */
  readonly walls?: readonly string[];
  /** Clear the memory before every episode. */
  readonly wipeMemory: boolean;
  readonly seed: number;
}

export interface Moment {
  readonly mouse: Cell;
  /**
   * Where the cheese is, given all that was seen: the exact posterior, by cell y · width + x. Adds up to 1;
   * empty where nothing that p(M) holds agrees with what was seen.
   */
  readonly posterior: readonly number[];
}

export interface Episode {
  /** The first is before the first step. */
  readonly moments: readonly Moment[];
  readonly found: boolean;
}

/** Who walks. */
export type Walker = 'agent' | 'bayesOptimal';

/** What the page needs to know of the maze before anything runs. */
export interface Maze {
  readonly configuration: MazeConfiguration;
  readonly episodes: number;
  readonly horizon: number;
  /** Where p(M) puts cheese. */
  readonly places: readonly Cell[];
}

/** The moving-cheese maze with a trained agent and the exact plan; everything behind the landing page's demo. */
export class MovingCheese {
  #run: { readonly agent: RnnAgent; readonly distribution: TaskDistribution } | undefined;
  /** The maze with the walls of the last trial, and the plan for it. */
  #known: { readonly walls: string; readonly distribution: TaskDistribution } | undefined;
  #planner: Policy | undefined;

  /** To be called first. */
  async open(run: StoredRun): Promise<Maze> {
    this.#run = await agentOf(run);
    return this.maze();
  }

  /** With the walls that are given. Throws `InvalidDataError` where no cheese could be found behind them. */
  maze(walls?: readonly string[]): Maze {
    const { definition, episodes, horizon, support } = this.#distribution(walls);
    const { configuration } = definition as unknown as { configuration: MazeConfiguration };
    return { configuration, episodes, horizon, places: placesOf(support?.('test') ?? []) };
  }

  /** Plays a meta-episode to its end. */
  play(walker: Walker, trial: Trial): Episode[] {
    const distribution = this.#distribution(trial.walls);
    const { agent } = this.#opened();
    const policy = walker === 'agent' ? agent : this.#plan(distribution);
    return record(distribution, policy, trial);
  }

  #opened() {
    if (!this.#run) throw new Error('The trained agent is not loaded: call open first.');
    return this.#run;
  }

  #distribution(walls: readonly string[] | undefined): TaskDistribution {
    const { distribution } = this.#opened();
    const name = walls?.join('\n') ?? '';
    if (this.#known?.walls === name) return this.#known.distribution;
    const { definition } = distribution;
    const changed = walls
      ? distributionFromDefinition(withWalls(definition as object, walls), { subject: 'your maze' })
      : distribution;
    this.#known = { walls: name, distribution: changed };
    this.#planner = undefined;
    return changed;
  }

  #plan(distribution: TaskDistribution): Policy {
    this.#planner ??= distribution
      .referencePolicies?.('test')
      .find(({ name }) => name === 'bayesOptimal')?.policy;
    if (!this.#planner) throw new Error('The best plan for this maze takes too long to find.');
    return this.#planner;
  }
}

function withWalls(definition: object, walls: readonly string[]): object {
  const { configuration } = definition as { configuration: object };
  return { ...definition, id: 'maze/your-maze-v0', configuration: { ...configuration, walls } };
}

function placesOf(support: readonly WeightedTask<unknown>[]): Cell[] {
  return support.map(({ task }) => {
    const { x, y } = (task as MazeTask).cheeses[0]!;
    return [x, y];
  });
}

function taskOf(distribution: TaskDistribution, { cheese, moved }: Trial): MazeTask {
  const at = ([x, y]: Cell) => [{ x, y, reward: 1 }];
  if (!moved) return { cheeses: at(cheese) };
  const later = Array.from({ length: distribution.episodes - 1 }, (_, i) =>
    at(i + 1 < moved.before - 1 ? cheese : moved.cheese),
  );
  return { cheeses: at(cheese), later };
}

function record(distribution: TaskDistribution, policy: Policy, trial: Trial): Episode[] {
  const { width, height } = (
    distribution.definition as unknown as { configuration: MazeConfiguration }
  ).configuration;
  const support = distribution.support?.('test') ?? [];
  const belief = new Belief(width * height, width, support);
  const batch = new MetaEpisodes({
    distribution,
    slots: 1,
    rng: randomStream(trial.seed),
    nextTask: () => taskOf(distribution, trial),
    wipeMemory: trial.wipeMemory,
  });
  const rng = randomStream(trial.seed).fork('actions');
  const at = (row: Float32Array): Cell => {
    const cell = row.indexOf(1);
    return [cell % width, Math.floor(cell / width)];
  };
  const episodes: Episode[] = [];
  policy.begin(1);
  for (let episode = 0; episode < distribution.episodes; episode++) {
    if (trial.wipeMemory) belief.forget();
    const moments: Moment[] = [{ mouse: at(batch.observation), posterior: belief.posterior() }];
    do {
      batch.advance(policy.act(batch, rng));
      const { nextObservation, terminated } = batch.transition;
      belief.visit(nextObservation.indexOf(1), terminated[0] === 1);
      moments.push({ mouse: at(nextObservation), posterior: belief.posterior() });
    } while (batch.episodeEnded[0] === 0);
    episodes.push({ moments, found: batch.transition.terminated[0] === 1 });
  }
  batch.dispose();
  return episodes;
}

/** What is known of the cheese by one who was at some cells: cheese that lies anywhere else is as likely as it was. */
class Belief {
  readonly #prior: readonly number[];
  #weights: number[];

  constructor(cells: number, width: number, support: readonly WeightedTask<unknown>[]) {
    const prior = Array<number>(cells).fill(0);
    placesOf(support).forEach(([x, y], i) => {
      prior[y * width + x] = support[i]!.probability;
    });
    this.#prior = prior;
    this.#weights = [...prior];
  }

  forget(): void {
    this.#weights = [...this.#prior];
  }

  visit(cell: number, isCheese: boolean): void {
    this.#weights = this.#weights.map((weight, i) => ((i === cell) === isCheese ? weight : 0));
  }

  posterior(): number[] {
    const sum = this.#weights.reduce((a, b) => a + b, 0);
    return sum === 0 ? [] : this.#weights.map((weight) => weight / sum);
  }
}
