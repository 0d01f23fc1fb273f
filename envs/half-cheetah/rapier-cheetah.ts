import type { World } from '@dimforge/rapier3d-compat';
import { limbs, links, timeStep, torso } from './body.js';
import { LINK_STRIDE, linkStates } from './kinematics.js';
import {
  type BodyHandles,
  createBody,
  HINGE,
  LINK_GROUPS,
  NO_GROUPS,
  type RapierModule,
  ROTOR_DAMPING,
} from './rapier-body.js';
import { arcTangent, cosine, sine } from './trigonometry.js';

/**
 * Physics steps after which links are put back into the plane: 200 env steps. Rounding tilts links by some
 * 1e-4 rad in that time, and joints that hold a tilted link push it sideways: by centimetres in 200 env steps,
 * by metres in 1 000.
 */
const STRAIGHTENED_EVERY = 1000;

/**
 * One half-cheetah in a Rapier world, which may hold others: reads and writes its bodies and joints. All
 * calls go to Rapier's raw sets with arrays of our own, because the comfortable interface makes several
 * objects a call. What is read often is the rates (each physics step), what costs more only once an env step.
 */
export class RapierCheetah {
  readonly qpos = new Float64Array(3 + limbs.length);
  readonly qvel = new Float64Array(3 + limbs.length);
  #world: World;
  /** Physics steps since the reset. */
  #age = 0;
  readonly #handles: BodyHandles;
  /** Angular rates of the links. */
  readonly #rates = new Float64Array(links.length);
  /** Sine and cosine of half of each link's angle: what there is in a quaternion. */
  readonly #halves = new Float64Array(links.length * 2);
  readonly #states = new Float64Array(links.length * LINK_STRIDE);
  readonly #vector;
  readonly #three = new Float32Array(3);
  readonly #four = new Float32Array(4);

  /** Adds one to the world. */
  constructor(rapier: RapierModule, world: World) {
    this.#world = world;
    this.#handles = createBody(rapier, world);
    this.#vector = rapier.VectorOps.intoRaw({ x: 0, y: 0, z: 0 });
  }

  /**
   * Begins anew in the given state, without a step, for there may be others in the world. What the solver
   * remembers are the impulses of contacts, which belong to pairs of colliders. So every link has two
   * colliders, and now the other one meets the floor, whose contacts ended an episode ago. What follows is
   * equal, to the bit, to that in a new world.
   */
  reset(qpos: ArrayLike<number>, qvel: ArrayLike<number>): void {
    if (this.#age > 0) this.#exchangeColliders();
    this.#age = 0;
    this.#place(qpos, qvel);
    this.readRates();
    this.read(qpos[2]!);
  }

  /**
   * Motor, spring, damper and rotor of every joint as one motor of Rapier's. Its impulse in a step of h
   * seconds is h (K (target − q) + (h K + D) target rate − (h K + D) q̇′), with q̇′ the rate after the
   * step. With D = damping + A − h K, where A is the rotor's inertia divided by h, and the rate A q̇ /
   * (damping + A), that is h (torque − K q − damping q̇′) + rotor (q̇ − q̇′): as in MuJoCo, the spring
   * takes the angle before the step, the damper the rate after it.
   */
  drive(action: ArrayLike<number>): void {
    const { raw } = this.#world.impulseJoints;
    const rates = this.#rates;
    if (this.#age === 1) this.#retireColliders();
    if (this.#age > 0 && this.#age % STRAIGHTENED_EVERY === 0) this.#straighten();
    this.#age++;
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

  /** What `drive` needs to know of the last physics step. */
  readRates(): void {
    const { raw } = this.#world.bodies;
    for (let i = 0; i < links.length; i++) {
      raw.rbAngvel(this.#handles.links[i]!, this.#three);
      this.#rates[i] = this.#three[1]!;
    }
  }

  /** Coordinates and rates, the pitch nearest to the given one among those that differ by whole turns. */
  read(pitch: number): void {
    this.#readHalves();
    this.#readRoot(pitch);
    const { qpos, qvel } = this;
    const rates = this.#rates;
    const halves = this.#halves;
    for (let i = 0; i < limbs.length; i++) {
      const { parent } = limbs[i]!;
      const s = halves[2 * i + 2]!;
      const c = halves[2 * i + 3]!;
      const parentS = halves[2 * parent]!;
      const parentC = halves[2 * parent + 1]!;
      const half = arcTangent(s * parentC - c * parentS, c * parentC + s * parentS);
      qpos[3 + i] = nearest(2 * half, 0);
      qvel[3 + i] = rates[i + 1]! - rates[parent]!;
    }
  }

  /** Writes down in the world what only this object knows, for a snapshot of the world. */
  prepareSnapshot(): void {
    this.#world.bodies.raw.rbSetUserData(this.#handles.links[0]!, this.#age);
  }

  /** Goes over to a snapshot's world. */
  moveTo(world: World, pitch: number): void {
    this.#world = world;
    this.#age = world.bodies.raw.rbUserData(this.#handles.links[0]!)!;
    this.readRates();
    this.read(pitch);
  }

  dispose(): void {
    this.#vector.free();
  }

  #exchangeColliders(): void {
    const { raw } = this.#world.colliders;
    const idle = this.#idleColliders();
    for (const set of this.#handles.colliders) {
      const groups = set === idle ? LINK_GROUPS : NO_GROUPS;
      for (const handle of set) raw.coSetCollisionGroups(handle, groups);
    }
    for (const handle of idle) raw.coSetEnabled(handle, true);
  }

  /** The set that does not meet the floor. */
  #idleColliders(): readonly number[] {
    const [first, second] = this.#handles.colliders;
    return this.#world.colliders.raw.coCollisionGroups(first[0]!) === NO_GROUPS ? first : second;
  }

  /**
   * In the first physics step after a reset the old colliders' contacts end, because their groups meet
   * nothing. After it they are disabled, to be no work. Disabled at once they would keep what Rapier books
   * for a body's contacts (the colours by which it orders constraints), and after some hundred episodes that
   * changes the order in which joints are solved.
   */
  #retireColliders(): void {
    const { raw } = this.#world.colliders;
    for (const handle of this.#idleColliders()) raw.coSetEnabled(handle, false);
  }

  /** Puts all links back into the plane; what they do in it stays. */
  #straighten(): void {
    const { raw } = this.#world.bodies;
    const [three, four] = [this.#three, this.#four];
    for (const handle of this.#handles.links) {
      raw.rbTranslation(handle, three);
      raw.rbSetTranslation(handle, three[0]!, 0, three[2]!, true);
      raw.rbRotation(handle, four);
      raw.rbSetRotation(handle, 0, four[1]!, 0, four[3]!, true);
      raw.rbLinvel(handle, three);
      raw.rbSetLinvel(handle, this.#raw(three[0]!, 0, three[2]!), true);
      raw.rbAngvel(handle, three);
      raw.rbSetAngvel(handle, this.#raw(0, three[1]!, 0), true);
    }
  }

  #place(qpos: ArrayLike<number>, qvel: ArrayLike<number>): void {
    const { raw } = this.#world.bodies;
    const states = linkStates(qpos, qvel, this.#states);
    for (let i = 0; i < links.length; i++) {
      const handle = this.#handles.links[i]!;
      const row = i * LINK_STRIDE;
      const half = states[row + 2]! / 2;
      raw.rbSetTranslation(handle, states[row]!, 0, states[row + 1]!, true);
      raw.rbSetRotation(handle, 0, sine(half), 0, cosine(half), true);
      raw.rbSetLinvel(handle, this.#raw(states[row + 3]!, 0, states[row + 4]!), true);
      raw.rbSetAngvel(handle, this.#raw(0, states[row + 5]!, 0), true);
    }
  }

  #readHalves(): void {
    const { raw } = this.#world.bodies;
    for (let i = 0; i < links.length; i++) {
      raw.rbRotation(this.#handles.links[i]!, this.#four);
      this.#halves[2 * i] = this.#four[1]!;
      this.#halves[2 * i + 1] = this.#four[3]!;
    }
  }

  /** The torso's, of its origin, while Rapier's velocity is that of its centre of mass. */
  #readRoot(pitch: number): void {
    const { raw } = this.#world.bodies;
    const { qpos, qvel } = this;
    const three = this.#three;
    const handle = this.#handles.links[0]!;
    const half = this.#halves[0]!;
    const rate = this.#rates[0]!;
    const { x, z } = torso.centre;
    const sinePitch = 2 * half * this.#halves[1]!;
    const cosinePitch = 1 - 2 * half * half;
    raw.rbTranslation(handle, three);
    qpos[0] = three[0]!;
    qpos[1] = three[2]! - torso.z;
    qpos[2] = nearest(2 * arcTangent(half, this.#halves[1]!), pitch);
    raw.rbLinvel(handle, three);
    qvel[0] = three[0]! - rate * (z * cosinePitch - x * sinePitch);
    qvel[1] = three[2]! + rate * (x * cosinePitch + z * sinePitch);
    qvel[2] = rate;
  }

  /** The one vector in Rapier's memory that all calls share. */
  #raw(x: number, y: number, z: number) {
    const vector = this.#vector;
    vector.x = x;
    vector.y = y;
    vector.z = z;
    return vector;
  }
}

/** The angle nearest to another one among those that differ from it by whole turns. */
function nearest(angle: number, other: number): number {
  return angle + 2 * Math.PI * Math.round((other - angle) / (2 * Math.PI));
}
