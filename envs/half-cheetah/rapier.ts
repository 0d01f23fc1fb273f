import type { World } from '@dimforge/rapier3d-compat';
import { ArgumentError, MissingPartError, OrderError } from '../../core/errors.js';
import { limbs, links, stepsPerAction, timeStep, torso } from './body.js';
import { LINK_STRIDE, linkStates } from './kinematics.js';
import type { Physics, PhysicsEngine, PhysicsSnapshot } from './physics.js';
import {
  type BodyHandles,
  createBody,
  createWorld,
  HINGE,
  type RapierModule,
  ROTOR_DAMPING,
} from './rapier-body.js';
import { arcTangent, cosine, sine } from './trigonometry.js';

/** In front of a snapshot's world stands the unwrapped pitch. */
const PITCH_BYTES = 8;

let loaded: RapierModule | undefined;

/** Rapier, the default: everything it needs comes with the package. */
export const rapierEngine: PhysicsEngine = {
  id: 'rapier',
  async load() {
    if (loaded) return;
    let rapier: RapierModule;
    try {
      rapier = await import('@dimforge/rapier3d-compat');
    } catch (cause) {
      throw new MissingPartError(
        `The half-cheetah's physics needs the package @dimforge/rapier3d-compat, which cannot be loaded: ${cause}. Install it.`,
      );
    }
    await rapier.init();
    loaded = rapier;
  },
  create() {
    if (!loaded) {
      throw new OrderError('rapierEngine.create was called before load. Await load() first.');
    }
    return new RapierPhysics(loaded);
  },
};

class RapierPhysics implements Physics {
  readonly qpos = new Float64Array(3 + limbs.length);
  readonly qvel = new Float64Array(3 + limbs.length);
  readonly #rapier: RapierModule;
  #world: World;
  readonly #handles: BodyHandles;
  readonly #gravity;
  readonly #vector;
  /** Angular rates of the links, and their rotations as (sine, cosine) of the half angle. */
  readonly #rates = new Float64Array(links.length);
  readonly #halves = new Float64Array(links.length * 2);
  readonly #states = new Float64Array(links.length * LINK_STRIDE);
  readonly #three = new Float32Array(3);
  readonly #four = new Float32Array(4);

  constructor(rapier: RapierModule) {
    this.#rapier = rapier;
    this.#world = createWorld(rapier);
    this.#handles = createBody(rapier, this.#world);
    this.#gravity = rapier.VectorOps.intoRaw(this.#world.gravity);
    this.#vector = rapier.VectorOps.intoRaw({ x: 0, y: 0, z: 0 });
  }

  reset(qpos: ArrayLike<number>, qvel: ArrayLike<number>): void {
    linkStates(qpos, qvel, this.#states);
    // Out of reach of the floor for a step: contacts and what the solver remembers of them are gone.
    this.#place(50);
    this.#advance();
    this.#place(0);
    this.qpos[2] = qpos[2]!;
    this.#readRates();
    this.#read();
  }

  step(action: ArrayLike<number>): void {
    for (let i = 0; i < stepsPerAction; i++) {
      this.#drive(action);
      this.#advance();
      this.#readRates();
    }
    this.#read();
  }

  snapshot(): PhysicsSnapshot {
    const world = this.#world.takeSnapshot();
    const bytes = new Uint8Array(PITCH_BYTES + world.length);
    bytes.set(world, PITCH_BYTES);
    // The bodies know the pitch but for whole turns.
    new DataView(bytes.buffer).setFloat64(0, this.qpos[2]!, true);
    return { engine: 'rapier', bytes };
  }

  restore({ engine, bytes }: PhysicsSnapshot): void {
    const world = engine === 'rapier' && this.#deserialized(bytes.subarray(PITCH_BYTES));
    if (!world) {
      throw new ArgumentError({
        subject: 'snapshot of the half-cheetah',
        rule: 'must be one that the engine rapier made, in this version',
        received: { engine, bytes },
        remedy: 'Take snapshots and restore them with the same engine.',
      });
    }
    this.#world.free();
    this.#world = world;
    this.qpos[2] = new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true);
    this.#readRates();
    this.#read();
  }

  dispose(): void {
    this.#gravity.free();
    this.#vector.free();
    this.#world.free();
  }

  /** `World.restoreSnapshot` without its leak: it frees neither the pipeline nor the emptied shell. */
  #deserialized(bytes: Uint8Array): World | undefined {
    const shell = this.#world.serializationPipeline.raw.deserializeAll(bytes);
    if (!shell) return undefined;
    const world = this.#rapier.World.fromRaw(shell);
    shell.free();
    return world;
  }

  /**
   * Motor, spring, damper and rotor of every joint as one motor of Rapier's. Its impulse in a step of h
   * seconds is h (K (target − q) + (h K + D) target rate − (h K + D) q̇′), with q̇′ the rate after the
   * step. With D = damping + A − h K, where A is the rotor's inertia divided by h, and the rate A q̇ /
   * (damping + A), that is h (torque − K q − damping q̇′) + rotor (q̇ − q̇′): as in MuJoCo, the spring
   * takes the angle before the step, the damper the rate after it.
   */
  #drive(action: ArrayLike<number>): void {
    const { raw } = this.#world.impulseJoints;
    const rates = this.#rates;
    for (let i = 0; i < limbs.length; i++) {
      const { parent, hinge } = limbs[i]!;
      const push = Math.max(-1, Math.min(1, action[i]!));
      const damping = hinge.damping + ROTOR_DAMPING;
      raw.jointConfigureMotor(
        this.#handles.joints[i]!,
        HINGE,
        (hinge.gear * push) / hinge.stiffness,
        (ROTOR_DAMPING * (rates[i + 1]! - rates[parent]!)) / damping,
        hinge.stiffness,
        damping - timeStep * hinge.stiffness,
      );
    }
  }

  /** One physics step. Not `World.step`, which makes and frees a vector and looks for soft bodies. */
  #advance(): void {
    const world = this.#world;
    world.physicsPipeline.raw.step(
      this.#gravity,
      world.integrationParameters.raw,
      world.islands.raw,
      world.broadPhase.raw,
      world.narrowPhase.raw,
      world.bodies.raw,
      world.colliders.raw,
      world.softBodies.raw,
      world.impulseJoints.raw,
      world.multibodyJoints.raw,
      world.ccdSolver.raw,
    );
  }

  #place(lift: number): void {
    const { raw } = this.#world.bodies;
    const states = this.#states;
    const vector = this.#vector;
    for (let i = 0; i < links.length; i++) {
      const handle = this.#handles.links[i]!;
      const row = i * LINK_STRIDE;
      const half = states[row + 2]! / 2;
      raw.rbSetTranslation(handle, states[row]!, 0, states[row + 1]! + lift, true);
      raw.rbSetRotation(handle, 0, sine(half), 0, cosine(half), true);
      vector.x = states[row + 3]!;
      vector.y = 0;
      vector.z = states[row + 4]!;
      raw.rbSetLinvel(handle, vector, true);
      vector.x = 0;
      vector.y = states[row + 5]!;
      vector.z = 0;
      raw.rbSetAngvel(handle, vector, true);
    }
  }

  #readRates(): void {
    const { raw } = this.#world.bodies;
    for (let i = 0; i < links.length; i++) {
      raw.rbAngvel(this.#handles.links[i]!, this.#three);
      this.#rates[i] = this.#three[1]!;
    }
  }

  #read(): void {
    const { raw } = this.#world.bodies;
    const three = this.#three;
    const four = this.#four;
    const halves = this.#halves;
    for (let i = 0; i < links.length; i++) {
      raw.rbRotation(this.#handles.links[i]!, four);
      halves[2 * i] = four[1]!;
      halves[2 * i + 1] = four[3]!;
    }
    const handle = this.#handles.links[0]!;
    const rates = this.#rates;
    const { qpos, qvel } = this;
    raw.rbTranslation(handle, three);
    qpos[0] = three[0]!;
    qpos[1] = three[2]! - torso.z;
    qpos[2] = unwrapped(2 * arcTangent(halves[0]!, halves[1]!), qpos[2]!);
    raw.rbLinvel(handle, three);
    const sinus = 2 * halves[0]! * halves[1]!;
    const cosinus = 1 - 2 * halves[0]! * halves[0]!;
    const { x, z } = torso.centre;
    qvel[0] = three[0]! - rates[0]! * (z * cosinus - x * sinus);
    qvel[1] = three[2]! + rates[0]! * (x * cosinus + z * sinus);
    qvel[2] = rates[0]!;
    for (let i = 0; i < limbs.length; i++) {
      const { parent } = limbs[i]!;
      const s = halves[2 * i + 2]!;
      const c = halves[2 * i + 3]!;
      const ps = halves[2 * parent]!;
      const pc = halves[2 * parent + 1]!;
      qpos[3 + i] = unwrapped(2 * arcTangent(s * pc - c * ps, c * pc + s * ps), 0);
      qvel[3 + i] = rates[i + 1]! - rates[parent]!;
    }
  }
}

/** The angle nearest to another one among those that differ by whole turns. */
function unwrapped(angle: number, near: number): number {
  return angle + 2 * Math.PI * Math.round((near - angle) / (2 * Math.PI));
}
