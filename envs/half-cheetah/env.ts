import type { Env, EnvBatch, Outcome, StepResults } from '../../core/env.js';
import type { RandomStream } from '../../core/random.js';
import type { Scene } from '../../core/scene.js';
import { stepsPerAction, timeStep } from './body.js';
import { torsoClearance } from './kinematics.js';
import type { BatchedPhysics, Physics, PhysicsBatch } from './physics.js';
import { halfCheetahScene } from './scene.js';
import type { HalfCheetahConfiguration, HalfCheetahTask } from './schema.js';

/** Root x, root z, pitch and six hinges; of these, x is not observed. */
export const COORDINATES = 9;
export const OBSERVED = COORDINATES - 1;
/** Seconds of one env step. */
export const DURATION = timeStep * stepsPerAction;
/** Initial noise: uniform in ± this for coordinates, standard deviation for rates. As Gymnasium's. */
const NOISE = 0.1;

/** Above the floor by less than this, m, counts as touching it: contacts are soft. */
const TOUCH = 0.005;

/** The target velocity in m/s, or the direction. */
export function goalOf(task: HalfCheetahTask): number {
  return 'direction' in task ? task.direction : task.targetVelocity;
}

/** A half-cheetah with a task, but for what steps it. */
class HalfCheetahMember {
  readonly #configuration: HalfCheetahConfiguration;
  readonly #physics: BatchedPhysics;
  readonly #qpos = new Float64Array(COORDINATES);
  readonly #qvel = new Float64Array(COORDINATES);
  #task: HalfCheetahTask | undefined;
  /** The target velocity, or the direction. */
  #goal = 0;
  #velocity = 0;

  constructor(configuration: HalfCheetahConfiguration, physics: BatchedPhysics) {
    this.#configuration = configuration;
    this.#physics = physics;
  }

  reset(task: HalfCheetahTask, rng: RandomStream, observation: Float32Array): void {
    for (let i = 0; i < COORDINATES; i++) this.#qpos[i] = rng.between(-NOISE, NOISE);
    for (let i = 0; i < COORDINATES; i++) this.#qvel[i] = NOISE * rng.normal();
    this.#physics.reset(this.#qpos, this.#qvel);
    this.#task = task;
    this.#goal = goalOf(task);
    this.#velocity = this.#physics.qvel[0]!;
    this.#observe(observation);
  }

  /** Where along x it is, m. */
  get x(): number {
    return this.#physics.qpos[0]!;
  }

  /** Takes note of a step that began at `x`: what it was worth and what is seen after it. */
  note(x: number, action: Float32Array, observation: Float32Array, outcome: Outcome): void {
    this.#velocity = (this.x - x) / DURATION;
    let effort = 0;
    for (let i = 0; i < action.length; i++) effort += action[i]! * action[i]!;
    outcome.reward = this.#worth() - this.#configuration.controlCost * effort;
    outcome.terminated = false;
    this.#observe(observation);
  }

  scene(): Scene {
    return halfCheetahScene(this.#physics.qpos, this.#velocity, this.#task);
  }

  measure(row: Float32Array): void {
    const { qpos } = this.#physics;
    row[0] = this.#velocity;
    row[1] =
      this.#configuration.reward.kind === 'direction'
        ? -this.#goal * this.#velocity
        : Math.abs(this.#velocity - this.#goal);
    row[2] = qpos[2]!;
    row[3] = torsoClearance(qpos) < TOUCH ? 1 : 0;
  }

  /** The reward before the cost of control. */
  #worth(): number {
    const { reward } = this.#configuration;
    const error = Math.abs(this.#velocity - this.#goal);
    switch (reward.kind) {
      case 'velocity':
        return -error;
      case 'velocity-sparse':
        return error <= reward.tolerance ? 1 : 0;
      case 'direction':
        return this.#goal * this.#velocity;
    }
  }

  #observe(row: Float32Array): void {
    const { qpos, qvel } = this.#physics;
    for (let i = 0; i < OBSERVED; i++) row[i] = qpos[i + 1]!;
    for (let i = 0; i < COORDINATES; i++) row[OBSERVED + i] = qvel[i]!;
  }
}

export class HalfCheetahEnv
  extends HalfCheetahMember
  implements Env<HalfCheetahTask, Float32Array>
{
  readonly #physics: Physics;
  readonly #outcome: Outcome = { reward: 0, terminated: false };

  constructor(configuration: HalfCheetahConfiguration, physics: Physics) {
    super(configuration, physics);
    this.#physics = physics;
  }

  step(action: Float32Array, observation: Float32Array): Outcome {
    const { x } = this;
    this.#physics.step(action);
    this.note(x, action, observation, this.#outcome);
    return this.#outcome;
  }

  dispose(): void {
    this.#physics.dispose();
  }
}

export class HalfCheetahBatch implements EnvBatch<HalfCheetahTask> {
  readonly envs: readonly HalfCheetahMember[];
  readonly #physics: PhysicsBatch;
  readonly #before: Float64Array;
  readonly #outcome: Outcome = { reward: 0, terminated: false };

  constructor(configuration: HalfCheetahConfiguration, physics: PhysicsBatch) {
    this.#physics = physics;
    this.envs = physics.slots.map((slot) => new HalfCheetahMember(configuration, slot));
    this.#before = new Float64Array(this.envs.length);
  }

  step(actions: Float32Array, { nextObservation, reward, terminated }: StepResults): void {
    const { envs } = this;
    const outcome = this.#outcome;
    for (const [slot, env] of envs.entries()) this.#before[slot] = env.x;
    this.#physics.step(actions);
    const rowOf = (array: Float32Array, slot: number) => {
      const size = array.length / envs.length;
      return array.subarray(slot * size, (slot + 1) * size);
    };
    for (const [slot, env] of envs.entries()) {
      env.note(this.#before[slot]!, rowOf(actions, slot), rowOf(nextObservation, slot), outcome);
      reward[slot] = outcome.reward;
      terminated[slot] = outcome.terminated ? 1 : 0;
    }
  }

  dispose(): void {
    this.#physics.dispose();
  }
}
