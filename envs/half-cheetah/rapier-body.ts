import type * as Rapier from '@dimforge/rapier3d-compat';
import {
  armature,
  capsuleRadius,
  friction,
  gravity,
  type Link,
  limbs,
  links,
  timeStep,
} from './body.js';
import { cosine, sine } from './trigonometry.js';

/** The package, as it is handed in after loading. */
export type RapierModule = typeof Rapier;

/** Handles of what a half-cheetah consists of, in the order of the table. */
export interface BodyHandles {
  /** Rigid bodies. */
  readonly links: readonly number[];
  readonly joints: readonly number[];
  /** Two sets, of which one meets the floor: see `RapierCheetah.reset`. */
  readonly colliders: readonly [readonly number[], readonly number[]];
}

/** `RawJointAxis.AngX`: rotation about the joint's own axis, which `axis` below puts on the world's y. */
export const HINGE = 3;

/** Motors push with a force, not with an acceleration (`RawMotorModel.ForceBased`). */
const FORCE_BASED = 1;

/** Memberships in the upper half, what they meet in the lower: links meet the floor and nothing else. */
export const LINK_GROUPS = 0x0002_0001;
const FLOOR_GROUPS = 0x0001_0002;
/** Of colliders that meet nothing. */
export const NO_GROUPS = 0;

/**
 * Gauss–Seidel sweeps of a step. A sweep costs .4 of some 20 µs, and five fewer double the error of the
 * joints: see bench/NOTES.md for what was tried.
 */
const SWEEPS = 20;

/** N m s / rad: how the implicit Euler method sees a rotor's inertia, as a damper. */
export const ROTOR_DAMPING = armature / timeStep;

/** An empty world with a floor, and the solver as the body needs it. */
export function createWorld(rapier: RapierModule): Rapier.World {
  const world = new rapier.World({ x: 0, y: 0, z: -gravity });
  world.timestep = timeStep;
  // The rotors' inertia is an implicit damper towards the rate *before* the step, which has a meaning
  // only where there is one solver iteration in a step. The chain of limbs converges by inner sweeps.
  world.numSolverIterations = 1;
  world.numInternalPgsIterations = SWEEPS;
  // Nothing is fast enough to tunnel through a half-space.
  world.maxCcdSubsteps = 0;
  const floor = new rapier.ColliderDesc(new rapier.HalfSpace({ x: 0, y: 0, z: 1 }));
  world.createCollider(floor.setFriction(friction).setCollisionGroups(FLOOR_GROUPS));
  return world;
}

/** Adds a half-cheetah, all links at the world's origin. */
export function createBody(rapier: RapierModule, world: Rapier.World): BodyHandles {
  const bodies = links.map((link) => createLink(rapier, world, link));
  // A sweep takes joints in the order they were made in, then the contacts. From the torso to the feet is
  // the better order: from the feet to the torso a resting foot bends twice as far.
  const joints = limbs.map(({ parent, x, z, hinge }, i) => {
    const data = rapier.JointData.generic(
      { x, y: 0, z },
      { x: 0, y: 0, z: 0 },
      { x: 0, y: 1, z: 0 },
      // The joint's own x lies along the world's y. Free there, it saves a row; what little pushes along y
      // is undone by `RapierCheetah` now and then.
      rapier.JointAxesMask.LinY | rapier.JointAxesMask.LinZ,
    );
    const { handle } = world.createImpulseJoint(data, bodies[parent]!, bodies[i + 1]!, false);
    const { raw } = world.impulseJoints;
    raw.jointSetContactsEnabled(handle, false);
    raw.jointSetLimits(handle, HINGE, hinge.lower, hinge.upper);
    raw.jointConfigureMotorModel(handle, HINGE, FORCE_BASED);
    return handle;
  });
  const colliders = (meetsFloor: boolean) =>
    links.map((link, i) => {
      const description = describeCollider(rapier, link)
        .setCollisionGroups(meetsFloor ? LINK_GROUPS : NO_GROUPS)
        .setEnabled(meetsFloor);
      return world.createCollider(description, bodies[i]!).handle;
    });
  return {
    links: bodies.map(({ handle }) => handle),
    joints,
    colliders: [colliders(true), colliders(false)],
  };
}

function createLink(rapier: RapierModule, world: Rapier.World, link: Link): Rapier.RigidBody {
  const { mass, inertia, centre } = link;
  const description = rapier.RigidBodyDesc.dynamic()
    .setCanSleep(false)
    // In the plane by these locks alone. A lock of y as well would take the friction away without a
    // word: Rapier solves both of a contact's tangents as one block, which is then singular.
    .enabledRotations(false, true, false)
    .setAdditionalMassProperties(
      mass,
      { x: centre.x, y: 0, z: centre.z },
      { x: inertia, y: inertia, z: inertia },
      { x: 0, y: 0, z: 0, w: 1 },
    );
  return world.createRigidBody(description);
}

/**
 * What of a link meets the floor: one collider, also where there are two capsules. Contacts of one body
 * are solved one after the other, in an order that depends on how many there are in the whole world;
 * those of one collider as one. So a half-cheetah moves the same, to the bit, whoever else is there.
 */
function describeCollider(rapier: RapierModule, { capsules }: Link): Rapier.ColliderDesc {
  const shapes = capsules.map(({ halfLength }) => new rapier.Capsule(halfLength, capsuleRadius));
  const positions = capsules.map(({ x, z }) => ({ x, y: 0, z }));
  const rotations = capsules.map(({ angle }) => {
    // Rapier's capsules lie along y. This turns y to z, then by the angle about y.
    const along = Math.SQRT1_2 * cosine(angle / 2);
    const across = Math.SQRT1_2 * sine(angle / 2);
    return { x: along, y: across, z: -across, w: along };
  });
  const [shape, ...more] = shapes;
  const description =
    more.length > 0
      ? rapier.ColliderDesc.compound(shapes, positions, rotations)
      : new rapier.ColliderDesc(shape!);
  if (more.length === 0) {
    const { x, y, z } = positions[0]!;
    description.setTranslation(x, y, z).setRotation(rotations[0]!);
  }
  return description.setDensity(0).setFriction(friction);
}
