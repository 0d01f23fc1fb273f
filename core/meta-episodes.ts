import type { Split, TaskDistribution } from './distribution.js';
import type { Action, Env, EnvBatch, StepResults } from './env.js';
import { taskInEpisode } from './episode-task.js';
import { ArgumentError } from './errors.js';
import type { RandomStream } from './random.js';
import { type Space, sizeOf } from './spaces.js';

/**
 * What is known at a decision, for B slots at once, as a structure of arrays (row-major, one row a
 * slot). The arrays are the engine's own memory: read them, and copy what must outlive the next step.
 */
export interface DecisionBatch {
  readonly slots: number;
  /** s_t, [B, O]. */
  readonly observation: Float32Array;
  /** The last transition (s, a, r, s′, terminated, truncated). Without meaning where `firstStep`. */
  readonly transition: TransitionBatch;
  /** 1 where the last transition ended an episode (terminated or truncated), [B]. */
  readonly episodeEnded: Uint8Array;
  /** 1 where the last transition ended the meta-episode: its task is gone, [B]. */
  readonly metaEpisodeEnded: Uint8Array;
  /** 1 at the first decision of a meta-episode, [B]. Clear the memory here, and nowhere else. */
  readonly firstStep: Uint8Array;
  /** Which episode of the meta-episode this decision belongs to, 0 … K − 1, [B]. */
  readonly episode: Int32Array;
  /** Steps already taken in this episode, [B]. */
  readonly step: Int32Array;
}

/** Complete transitions, one a slot; s′ is the true next observation, before any reset. */
export interface TransitionBatch extends StepResults {
  /** s, [B, O]. */
  readonly observation: Float32Array;
  /** a, [B, A]: the integer itself for a discrete action (A = 1). */
  readonly action: Float32Array;
  /** 1 where only time was up, [B]. */
  readonly truncated: Uint8Array;
}

export interface MetaEpisodesOptions<Task> {
  /** Its family must be loaded (`await distribution.family.load?.()`). */
  readonly distribution: TaskDistribution<Task>;
  /** Parallel meta-episodes, B. */
  readonly slots: number;
  readonly rng: RandomStream;
  /** Where tasks are drawn from; `train` by default. */
  readonly split?: Split;
  /** Gives each slot's next task instead of the split's sampler, for example from a fixed list. */
  readonly nextTask?: (slot: number) => Task;
  /** Ablation: signal `firstStep` at every episode, so that memory never outlives one. */
  readonly wipeMemory?: boolean;
  /** Keep what the envs measure of each step; see {@link MetaEpisodes.quantities}. */
  readonly measure?: boolean;
}

/**
 * The one place where time passes. Runs B meta-episodes side by side: K episodes of one task each,
 * truncated at the horizon, the next episode starting in the step that ends the last (no dead step),
 * a new task after the Kth. Where tasks change between episodes, envs are reset to what the task is in the episode
 * that begins. Each slot has random streams of its own, so what happens in one does not
 * depend on how many others there are.
 *
 * @example
 * const batch = new MetaEpisodes({ distribution, slots: 64, rng: randomStream(1) });
 * for (let t = 0; t < 1000; t++) batch.advance(policy.act(batch, rng));
 */
export class MetaEpisodes<Task = unknown> implements DecisionBatch {
  readonly slots: number;
  readonly observation: Float32Array;
  readonly transition: TransitionBatch;
  readonly episodeEnded: Uint8Array;
  readonly metaEpisodeEnded: Uint8Array;
  /** May be set, so that the memory is cleared in the middle of a meta-episode, too: the next step takes it back. */
  readonly firstStep: Uint8Array;
  readonly episode: Int32Array;
  readonly step: Int32Array;
  /** The family's quantities of the last transition, [B, Q]; empty unless asked for. */
  readonly quantities: Float32Array;
  /** The task each slot is in, as it was drawn. Not part of the decision batch: only an oracle may look. */
  readonly tasks: Task[];
  readonly #distribution: TaskDistribution<Task>;
  readonly #nextTask: (slot: number) => Task;
  readonly #wipeMemory: boolean;
  /** Where the family steps its envs together; else each is stepped by itself. */
  readonly #batch: EnvBatch<Task> | undefined;
  readonly #envs: Env<Task>[] = [];
  /** Slots whose flags are set, because their episode ended in the last step or has just begun; so many of them. */
  readonly #flagged: Int32Array;
  #flaggedCount = 0;
  readonly #taskStreams: RandomStream[] = [];
  readonly #envStreams: RandomStream[] = [];
  readonly #actions: Action[] = [];
  readonly #quantityRows: Float32Array[] = [];
  readonly #observationRows: Float32Array[] = [];
  readonly #nextObservationRows: Float32Array[] = [];

  /** Starts a fresh meta-episode in every slot. */
  constructor({
    distribution,
    slots,
    rng,
    split = 'train',
    nextTask,
    wipeMemory = false,
    measure = false,
  }: MetaEpisodesOptions<Task>) {
    if (!Number.isInteger(slots) || slots < 1) {
      throw new ArgumentError({
        subject: 'slots',
        rule: 'must be an integer of at least 1',
        received: slots,
        remedy: 'It is the number of meta-episodes that run side by side.',
      });
    }
    const { family } = distribution;
    const observationSize = sizeOf(family.observationSpace);
    const actionSize = sizeOf(family.actionSpace);
    this.slots = slots;
    this.observation = new Float32Array(slots * observationSize);
    this.transition = {
      observation: new Float32Array(slots * observationSize),
      action: new Float32Array(slots * actionSize),
      reward: new Float32Array(slots),
      nextObservation: new Float32Array(slots * observationSize),
      terminated: new Uint8Array(slots),
      truncated: new Uint8Array(slots),
    };
    this.episodeEnded = new Uint8Array(slots);
    this.metaEpisodeEnded = new Uint8Array(slots);
    this.firstStep = new Uint8Array(slots);
    this.episode = new Int32Array(slots);
    this.step = new Int32Array(slots);
    this.#flagged = new Int32Array(slots);
    const quantities = measure ? (family.quantities?.length ?? 0) : 0;
    this.quantities = new Float32Array(slots * quantities);
    this.tasks = [];
    this.#distribution = distribution;
    this.#wipeMemory = wipeMemory;
    this.#nextTask = nextTask ?? ((slot) => distribution.sample(split, this.#taskStreams[slot]!));
    const row = (array: Float32Array, size: number, slot: number) =>
      array.subarray(slot * size, (slot + 1) * size);
    this.#batch = family.create.batch?.(slots);
    for (let slot = 0; slot < slots; slot++) {
      if (!this.#batch) this.#envs.push(family.create());
      this.#observationRows.push(row(this.observation, observationSize, slot));
      this.#nextObservationRows.push(row(this.transition.nextObservation, observationSize, slot));
      // A discrete action is handed over as a number.
      if (family.actionSpace.kind === 'box') {
        this.#actions.push(row(this.transition.action, actionSize, slot));
      }
      if (quantities > 0) this.#quantityRows.push(row(this.quantities, quantities, slot));
    }
    this.restart(rng);
  }

  /**
   * Abandons what is under way and starts a fresh meta-episode in every slot, on streams forked from
   * `rng`: what follows depends on `rng` alone, not on what came before.
   */
  restart(rng: RandomStream): void {
    for (let slot = 0; slot < this.slots; slot++) {
      const stream = rng.fork(slot);
      this.#taskStreams[slot] = stream.fork('task');
      this.#envStreams[slot] = stream.fork('env');
      this.#beginMetaEpisode(slot);
      this.#flagged[slot] = slot;
    }
    this.#flaggedCount = this.slots;
  }

  /**
   * Takes one action in every slot. `actions` is [B, A] (B integers for a discrete space) and is
   * copied. Throws {@link ArgumentError} when a row is not a finite action of the space.
   */
  advance(actions: ArrayLike<number>): void {
    const { transition, metaEpisodeEnded, episode } = this;
    this.#checkActions(actions, this.#distribution.family.actionSpace);
    transition.observation.set(this.observation);
    transition.action.set(actions);
    if (this.#batch) this.#batch.step(transition.action, transition);
    else this.#stepOneByOne();
    for (let slot = 0; slot < this.#quantityRows.length; slot++) {
      this.env(slot).measure?.(this.#quantityRows[slot]!);
    }
    this.#countSteps();
    this.observation.set(transition.nextObservation);
    for (let i = 0; i < this.#flaggedCount; i++) {
      const slot = this.#flagged[i]!;
      if (metaEpisodeEnded[slot] === 1) {
        this.tasks[slot] = this.#nextTask(slot);
        episode[slot] = 0;
      } else {
        episode[slot]!++;
      }
      this.#resetEnv(slot);
    }
  }

  /** Frees the envs. The arrays stay readable. */
  dispose(): void {
    this.#batch?.dispose();
    for (const env of this.#envs) env.dispose?.();
  }

  /** The slot's env, for drawing. */
  env(slot: number): Pick<Env<Task>, 'reset' | 'scene' | 'measure'> {
    return this.#batch?.envs[slot] ?? this.#envs[slot]!;
  }

  #stepOneByOne(): void {
    const { action, reward, terminated } = this.transition;
    const isDiscrete = this.#distribution.family.actionSpace.kind === 'discrete';
    const envs = this.#envs;
    const rows = this.#nextObservationRows;
    for (let slot = 0; slot < envs.length; slot++) {
      const own = isDiscrete ? action[slot]! : this.#actions[slot]!;
      const outcome = envs[slot]!.step(own, rows[slot]!);
      reward[slot] = outcome.reward;
      terminated[slot] = outcome.terminated ? 1 : 0;
    }
  }

  /** What the step means for episode and meta-episode. Flags are zero but where an episode ends, which is rare. */
  #countSteps(): void {
    const { slots, step, episode, episodeEnded, metaEpisodeEnded, firstStep } = this;
    const { terminated, truncated } = this.transition;
    const { horizon, episodes } = this.#distribution;
    const wipeMemory = this.#wipeMemory;
    const flagged = this.#flagged;
    for (let i = 0; i < this.#flaggedCount; i++) {
      const slot = flagged[i]!;
      truncated[slot] = 0;
      episodeEnded[slot] = 0;
      metaEpisodeEnded[slot] = 0;
    }
    let count = 0;
    for (let slot = 0; slot < slots; slot++) {
      const steps = step[slot]! + 1;
      const isTerminal = terminated[slot] === 1;
      step[slot] = steps;
      // Everywhere, for anybody may have set it.
      firstStep[slot] = 0;
      if (!isTerminal && steps < horizon) continue;
      const last = episode[slot] === episodes - 1;
      flagged[count++] = slot;
      step[slot] = 0;
      truncated[slot] = isTerminal ? 0 : 1;
      episodeEnded[slot] = 1;
      metaEpisodeEnded[slot] = last ? 1 : 0;
      firstStep[slot] = last || wipeMemory ? 1 : 0;
    }
    this.#flaggedCount = count;
  }

  #beginMetaEpisode(slot: number): void {
    this.tasks[slot] = this.#nextTask(slot);
    this.episode[slot] = 0;
    this.step[slot] = 0;
    this.firstStep[slot] = 1;
    this.episodeEnded[slot] = 0;
    this.metaEpisodeEnded[slot] = 0;
    this.#resetEnv(slot);
  }

  #resetEnv(slot: number): void {
    const task = taskInEpisode(this.#distribution.family, this.tasks[slot]!, this.episode[slot]!);
    this.env(slot).reset(task, this.#envStreams[slot]!, this.#observationRows[slot]!);
  }

  #checkActions(actions: ArrayLike<number>, space: Space): void {
    const size = this.transition.action.length;
    if (actions.length !== size) {
      throw new ArgumentError({
        subject: 'actions',
        rule: `must hold ${size} numbers (${this.slots} slots × ${sizeOf(space)})`,
        received: actions.length,
        remedy: 'Give one row of the action space for every slot.',
      });
    }
    if (space.kind === 'discrete') {
      const choices = space.size;
      for (let i = 0; i < size; i++) {
        const value = actions[i]!;
        if (value >= 0 && value < choices && Math.floor(value) === value) continue;
        throw badAction(i, `must be an integer in [0, ${choices})`, value);
      }
      return;
    }
    for (let i = 0; i < size; i++) {
      if (Number.isFinite(Math.fround(actions[i]!))) continue;
      throw badAction(Math.floor(i / sizeOf(space)), 'must be finite numbers', actions[i]!);
    }
  }
}

function badAction(slot: number, rule: string, received: number): ArgumentError {
  return new ArgumentError({
    subject: `action of slot ${slot}`,
    rule,
    received,
    remedy: 'Check the policy that chose it.',
  });
}
