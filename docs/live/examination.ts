import {
  createRnnAgent,
  drawTestTasks,
  type HalfCheetahTask,
  metaTest,
  normalised,
  type Reference,
  type RnnAgent,
  randomStream,
  replay,
  sceneRow,
  sceneToSvg,
  type TaskDistribution,
} from '../../index.js';
import type { RunConfiguration } from '../../schemas/run.js';
import { figure } from './chart.js';
import { type Film, filmedTasks, filmOf } from './film.js';

/** Letters in a line above a picture, at least, and how high a line is, in widths of a letter. */
const LETTERS = 18;
const LINE = 2.8;

/** How well the network adapts: its most likely actions in test tasks. */
export interface Examination {
  readonly returnByEpisode: readonly number[];
  readonly total: number;
  /** The total, where random play is 0 and Bayes-optimal play 1; left out where these are not known. */
  readonly normalised?: number;
  /** The meta-episode of one task, always the same: an SVG picture of each episode. None of what is filmed. */
  readonly pictures: readonly string[];
  /** Meta-episodes of half-cheetahs, always in the same tasks; none of what is pictured. */
  readonly films: readonly Film[];
}

/**
 * Examines a network while it is trained, with a copy of its own, so that training goes on as if nobody had looked.
 * In mazes it is one meta-episode in every task there is, and what they earn is exact: nothing is drawn.
 */
export class Examiner {
  readonly tasks: readonly unknown[];
  /** What is known of the split `test`. */
  readonly references: readonly Reference[];
  readonly #distribution: TaskDistribution;
  readonly #agent: RnnAgent;
  /** The task that is pictured. */
  readonly #shown: number;
  readonly #filmed: readonly HalfCheetahTask[];

  private constructor(distribution: TaskDistribution, agent: RnnAgent, drawn: number) {
    this.#distribution = distribution;
    this.#agent = agent;
    const support = distribution.support?.('test');
    this.tasks = support?.map(({ task }) => task) ?? drawTestTasks(distribution, 'test', drawn, 0);
    this.references = distribution.references?.('test', this.tasks) ?? [];
    this.#shown = hardest(distribution, this.tasks);
    this.#filmed = filmedTasks(distribution, this.tasks);
  }

  /** The family must be loaded. So many tasks are `drawn` where they cannot be listed. */
  static async of(
    distribution: TaskDistribution,
    options: RunConfiguration['agent'],
    drawn: number,
  ): Promise<Examiner> {
    const { family, horizon, episodes } = distribution;
    const agent = await createRnnAgent({ family, length: horizon * episodes, ...options });
    agent.greedy = true;
    return new Examiner(distribution, agent, drawn);
  }

  examine(parameters: Float32Array): Examination {
    this.#agent.parameters.values.set(parameters);
    this.#agent.parametersChanged();
    const { returnByEpisode, total, returns, actions } = metaTest({
      ...{ policy: this.#agent, distribution: this.#distribution, tasks: this.tasks },
      seed: 0,
      keepActions: true,
    });
    const share = normalised(total, this.references);
    const { episodes, horizon } = this.#distribution;
    const part = (array: Float32Array, size: number) =>
      array.subarray(this.#shown * size, (this.#shown + 1) * size);
    return {
      returnByEpisode,
      total,
      ...(share !== undefined && { normalised: share }),
      pictures:
        this.#filmed.length > 0
          ? []
          : this.#draw(part(returns, episodes), part(actions!, episodes * horizon)),
      films: this.#filmed.map((task) => filmOf(this.#agent, this.#distribution, task)),
    };
  }

  /** From the return of each episode, [K], and the actions, [K, horizon], NaN past an episode's end. */
  #draw(returns: Float32Array, actions: Float32Array): string[] {
    const { family, horizon } = this.#distribution;
    const scenes = replay({
      family,
      task: this.tasks[this.#shown],
      rng: randomStream(0),
      actions: Array.from(returns, (_, episode) =>
        [...actions.subarray(episode * horizon, (episode + 1) * horizon)].filter(Number.isFinite),
      ),
    });
    return scenes.map((scene, k) => {
      const caption = `episode ${k + 1}: ${figure(returns[k]!, 2)}`;
      const letter = Math.max(1 / LINE, scene.width / LETTERS);
      const width = Math.max(scene.width, letter * caption.length);
      const row = sceneRow([{ ...scene, width }], {
        gap: 0,
        captions: [caption],
        captionHeight: LINE * letter,
      });
      return sceneToSvg(row, { title: caption, pixelsPerUnit: 24 });
    });
  }
}

/** The task in which the best that can be done without knowing it earns least: it takes the longest search. */
function hardest(distribution: TaskDistribution, tasks: readonly unknown[]): number {
  const best = distribution
    .referencePolicies?.('test')
    .find(({ name }) => name === 'bayesOptimal')?.policy;
  if (!best) return 0;
  const { returns } = metaTest({ policy: best, distribution, tasks, seed: 0 });
  const { episodes } = distribution;
  const totals = tasks.map((_, task) =>
    returns.subarray(task * episodes, (task + 1) * episodes).reduce((a, b) => a + b, 0),
  );
  return totals.indexOf(Math.min(...totals));
}
