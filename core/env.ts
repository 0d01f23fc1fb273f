import type { RandomStream } from './random.js';
import type { Film, Scene } from './scene.js';
import type { BoxSpace, Space } from './spaces.js';

/** What survives `JSON.parse(JSON.stringify(value))` unchanged. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** A JSON Schema (draft 7), as a constant. */
export type JsonSchema = { readonly [key: string]: unknown };

/** An integer for a discrete action space; a row of numbers, valid during the call, for a box. */
export type Action = number | Float32Array;

/** What a step returns besides the observation it writes. */
export interface Outcome {
  reward: number;
  /** True when the future is worth nothing: not when time is merely up. */
  terminated: boolean;
}

/**
 * One MDP at a time, one object per slot.
 *
 * The caller may rely on:
 * - `reset` and `step` are synchronous and write **every** element of the observation row;
 * - after `reset`, nothing of what came before is visible: an episode is a function of the task, the
 *   stream and the actions;
 * - the task never shows in the observation, except through the dynamics.
 *
 * The caller must:
 * - call `reset` first, and again after `terminated`;
 * - pass actions of the family's action space, and tasks that match its schema, to `reset` as they are in the
 *   episode that begins (see `Family.episodeTask`);
 * - read the outcome before the next step: an env may return the same object each time.
 *
 * An env never draws its task, never counts steps or episodes (truncation and what changes between episodes belong
 * to the meta-episode) and never knows how many siblings it has.
 */
export interface Env<Task = unknown, A extends Action = Action> {
  reset(task: Task, rng: RandomStream, observation: Float32Array): void;
  step(action: A, observation: Float32Array): Outcome;
  /** The present state as shapes, for drawing. */
  scene?(): Scene;
  /** Writes the family's quantities of the step just made, [Q]. */
  measure?(row: Float32Array): void;
  /** Frees what garbage collection does not, such as a physics world. */
  dispose?(): void;
}

/**
 * Several envs of one family that are stepped together, where that is faster than one by one. What happens in
 * one depends neither on the others nor on how many there are, and equals to the bit what `create` gives.
 */
export interface EnvBatch<Task = unknown> {
  /** One a slot. They are stepped together only. */
  readonly envs: readonly Pick<Env<Task>, 'reset' | 'scene' | 'measure'>[];
  /**
   * One step in every slot: actions [B, A], one slot after the other. Arrays of results that were handed to the last
   * call still hold what it wrote, so only what differs need be written.
   */
  step(actions: Float32Array, results: StepResults): void;
  dispose(): void;
}

/** What a step gives, in every slot. */
export interface StepResults {
  /** s′, [B, O]. */
  readonly nextObservation: Float32Array;
  /** r, [B]. */
  readonly reward: Float32Array;
  /** 1 where the future is worth nothing, [B]. */
  readonly terminated: Uint8Array;
}

/** Makes envs. */
export interface EnvMaker<Task = unknown, A extends Action = Action> {
  (): Env<Task, A>;
  /**
   * Offered where many are faster together than one by one. It is a member of the function, and not of the family, so
   * that who puts another `create` in its place is not passed over.
   */
  batch?(slots: number): EnvBatch<Task>;
}

/** Something to be known of a step besides its reward, for reports. Agents never see it. */
export interface Quantity<Task = unknown> {
  /** For example `velocity`. */
  readonly id: string;
  /** For example `m/s`; empty for a share or a count. */
  readonly unit: string;
  readonly about: string;
  /** Where a task wants a certain value of it: results then say after how many steps it is kept. */
  readonly aim?: Aim<Task>;
}

/** The value that a task wants a quantity to have. */
export interface Aim<Task = unknown> {
  /** In the quantity's unit; the same throughout the task. */
  value(task: Task): number;
  /** How far off still counts as there, in the quantity's unit; above 0. */
  readonly tolerance: number;
  /** Steps over which the mean is taken before it is compared: about a period of what oscillates, such as a gait. */
  readonly window: number;
}

/** The dynamics that all tasks share, configured: what is fixed while tasks vary. */
export interface Family<Task = unknown, A extends Action = Action> {
  readonly id: string;
  /** One sentence: what varies between tasks and must be inferred. */
  readonly about: string;
  readonly taskSchema: JsonSchema;
  readonly observationSpace: BoxSpace;
  readonly actionSpace: Space;
  /**
   * JSON pointers to what the first observation may show of the task, such as `/walls` of a maze seen
   * through a view. Everything else must be inferred; the conformance suite checks that.
   */
  readonly shown?: readonly string[];
  /** What its envs measure, in the order of the row that `Env.measure` writes. */
  readonly quantities?: readonly Quantity<Task>[];
  /**
   * Present where episodes are to be shown as films: frame after frame, or some of them side by side. Where it is
   * absent, an episode is shown as its last scene with the way that was taken drawn into it, which suits a
   * figure in a world that stands still, but not a body that moves its limbs or a camera that follows it.
   */
  readonly film?: Film;
  /**
   * How a task is written as numbers, for the oracle that is told its context. `write` fills the whole row,
   * [size], with numbers near 1. It is given the task as it is in the present episode.
   */
  readonly context?: { readonly size: number; write(task: Task, row: Float32Array): void };
  /** Loads what is heavy, such as a physics engine. Await it before `create`. */
  load?(): Promise<void>;
  /**
   * Offered where tasks may change between the episodes of a meta-episode: the task as it is in an episode,
   * counted from 0, to which envs are reset in it. A task is then a whole history, plain JSON as ever, and what this
   * gives is a task that no longer changes. Never throws: after the history's end its last state goes on. That a
   * history is long enough is checked at the edges, by `taskFaults`.
   */
  episodeTask?(task: Task, episode: number): Task;
  readonly create: EnvMaker<Task, A>;
  /**
   * What the schema cannot say about a task, such as a cheese inside a wall, or a history that is too short for so
   * many `episodes`, where their number is known. Returns the broken rules in words; an empty list means the task
   * is good.
   */
  taskFaults?(task: Task, episodes?: number): readonly TaskFault[];
}

export interface TaskFault {
  /** JSON pointer into the task. */
  readonly pointer: string;
  readonly rule: string;
  readonly remedy: string;
}
