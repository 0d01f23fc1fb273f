import { limbs, links } from '../../envs/half-cheetah/body.js';
import { LINK_STRIDE, linkStates, turnedX, turnedZ } from '../../envs/half-cheetah/kinematics.js';
import type { PhysicsSnapshot } from '../../envs/half-cheetah/physics.js';

const STILL = new Float64Array(9);
/** What stands in front of Rapier's own snapshot in one of the half-cheetah's. */
const HEADER = 8;

/** A link as Rapier itself has it. */
export interface RapierLink {
  /** Where its origin is, m. */
  readonly place: { readonly x: number; readonly y: number; readonly z: number };
  /** Of its centre of mass, m/s. */
  readonly velocity: { readonly x: number; readonly y: number; readonly z: number };
  /** How far it is turned out of the plane of x and z, rad. */
  readonly tilt: number;
}

/** Gives the links of a snapshot's world, in the order of the body's table. */
export type LinkReader = (snapshot: PhysicsSnapshot) => readonly RapierLink[];

/**
 * Coordinates are angles and the torso's motion: they do not tell whether links that forces hold together
 * are where, and as fast as, those coordinates say. So this looks into the world of a snapshot.
 */
export async function rapierLinkReader(): Promise<LinkReader> {
  const rapier = await import('@dimforge/rapier3d-compat');
  await rapier.init();
  const pipeline = new rapier.SerializationPipeline();
  return ({ bytes }) => {
    const shell = pipeline.raw.deserializeAll(bytes.subarray(HEADER));
    if (!shell) throw new Error('That is no snapshot of the engine rapier.');
    const world = rapier.World.fromRaw(shell);
    // `World.restoreSnapshot` would leave the emptied shell behind, and memory is measured too.
    shell.free();
    const found: RapierLink[] = [];
    world.forEachRigidBody((body) => {
      const { x, z } = body.rotation();
      found.push({
        place: body.translation(),
        velocity: body.linvel(),
        tilt: 2 * Math.asin(Math.min(1, Math.hypot(x, z))),
      });
    });
    world.free();
    return found;
  };
}

/** How far apart the two halves of the worst joint are, m. */
export function jointDrift(found: readonly RapierLink[], qpos: ArrayLike<number>): number {
  const states = linkStates(qpos, STILL);
  const apart = limbs.map(({ parent, x, z }, i) => {
    const from = found[parent]!.place;
    const to = found[i + 1]!.place;
    const angle = states[parent * LINK_STRIDE + 2]!;
    return Math.hypot(to.x - from.x - turnedX(angle, x, z), to.z - from.z - turnedZ(angle, x, z));
  });
  return Math.max(...apart);
}

/** Velocity of the whole body's centre of mass, m/s: its momentum, divided by its mass. */
export function momentumVelocity(found: readonly RapierLink[]): { x: number; z: number } {
  const total = links.reduce((sum, { mass }) => sum + mass, 0);
  const mean = (axis: 'x' | 'z') =>
    links.reduce((sum, { mass }, i) => sum + mass * found[i]!.velocity[axis], 0) / total;
  return { x: mean('x'), z: mean('z') };
}
