import type { Env, Family, Outcome, Quantity, TaskFault } from '../../core/env.js';
import type { RandomStream } from '../../core/random.js';
import type { Scene } from '../../core/scene.js';
import { box } from '../../core/spaces.js';
import { stepsPerAction, timeStep } from './body.js';
import { physicsEngines } from './engines.js';
import { torsoClearance } from './kinematics.js';
import type { Physics, PhysicsEngine } from './physics.js';
import { halfCheetahScene } from './scene.js';
import {
  directionTaskSchema,
  type HalfCheetahConfiguration,
  type HalfCheetahTask,
  velocityTaskSchema,
} from './schema.js';

/** Root x, root z, pitch and six hinges; of these, x is not observed. */
const COORDINATES = 9;
const OBSERVED = COORDINATES - 1;
/** Seconds of one env step. */
const DURATION = timeStep * stepsPerAction;
/** Initial noise: uniform in ± this for coordinates, standard deviation for rates. As Gymnasium's. */
const NOISE = 0.1;

/** What is measured of each step, in the order of the row. */
const QUANTITIES = [
  { id: 'velocity', unit: 'm/s', about: 'Along x, mean over the step.' },
  { id: 'velocityError', unit: 'm/s', about: '|v − g|, or −g·v where the task is a direction g.' },
  { id: 'pitch', unit: 'rad', about: 'Of the torso, 0 where it is level, unwrapped.' },
  { id: 'torsoOnFloor', unit: '', about: '1 where torso or head touches the floor, else 0.' },
] as const satisfies readonly Quantity[];

/** Above the floor by less than this, m, counts as touching it: contacts are soft. */
const TOUCH = 0.005;

/**
 * A half-cheetah family: the same body on the same ground, another velocity or direction to run at in
 * every task. Observations and actions are those of Gymnasium's HalfCheetah-v5: coordinates but for
 * root x, then all rates, [17]; torques as shares of each motor's strongest, [6], which are not clipped
 * here. Episodes never terminate. A physics engine of one's own can be handed in.
 *
 * @example
 * const family = halfCheetahFamily({ reward: { kind: 'velocity' }, controlCost: 0.05 });
 * await family.load?.();
 */
export function halfCheetahFamily(
  configuration: HalfCheetahConfiguration,
  engine: PhysicsEngine = physicsEngines[configuration.engine ?? 'rapier'],
): Family<HalfCheetahTask, Float32Array> {
  const isDirection = configuration.reward.kind === 'direction';
  return {
    id: 'half-cheetah',
    about: `Tasks differ in the ${isDirection ? 'direction in which' : 'velocity at which'} running is rewarded.`,
    taskSchema: isDirection ? directionTaskSchema : velocityTaskSchema,
    observationSpace: box(
      [OBSERVED + COORDINATES],
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ),
    actionSpace: box([6], -1, 1),
    quantities: QUANTITIES,
    context: {
      size: 1,
      write(task, row) {
        row[0] = goalOf(task);
      },
    },
    load: () => engine.load(),
    create: () => new HalfCheetahEnv(configuration, engine.create()),
    taskFaults: (task) => finiteFaults(task),
  };
}

/** NaN is neither too small nor too large, so bounds alone may let it pass. */
function finiteFaults(task: HalfCheetahTask): readonly TaskFault[] {
  return Object.entries(task).flatMap(([name, value]) =>
    Number.isFinite(value)
      ? []
      : [
          {
            pointer: `/${name}`,
            rule: 'must be a finite number',
            remedy: 'Give a velocity in m/s, or a direction of 1 or −1.',
          },
        ],
  );
}

/** The target velocity in m/s, or the direction. */
function goalOf(task: HalfCheetahTask): number {
  return 'direction' in task ? task.direction : task.targetVelocity;
}

class HalfCheetahEnv implements Env<HalfCheetahTask, Float32Array> {
  readonly #configuration: HalfCheetahConfiguration;
  readonly #physics: Physics;
  readonly #outcome: Outcome = { reward: 0, terminated: false };
  readonly #qpos = new Float64Array(COORDINATES);
  readonly #qvel = new Float64Array(COORDINATES);
  #task: HalfCheetahTask | undefined;
  /** The target velocity, or the direction. */
  #goal = 0;
  #velocity = 0;

  constructor(configuration: HalfCheetahConfiguration, physics: Physics) {
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

  step(action: Float32Array, observation: Float32Array): Outcome {
    const before = this.#physics.qpos[0]!;
    this.#physics.step(action);
    this.#velocity = (this.#physics.qpos[0]! - before) / DURATION;
    let effort = 0;
    for (let i = 0; i < action.length; i++) effort += action[i]! * action[i]!;
    this.#outcome.reward = this.#worth() - this.#configuration.controlCost * effort;
    this.#observe(observation);
    return this.#outcome;
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

  dispose(): void {
    this.#physics.dispose();
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
