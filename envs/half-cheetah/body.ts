/**
 * The half-cheetah's body as data: the one table from which the bodies of both physics engines and the
 * drawing are made. The numbers are those of Gymnasium's `half_cheetah.xml` (Wawrzyński 2009, Todorov et
 * al. 2012) as MuJoCo compiles it: masses scaled to 14 kg in all, inertia from the capsules at uniform
 * density. Units: m, kg, rad, s.
 *
 * Everything lies in the plane of x (forward) and z (up). Angles are about +y, as in MuJoCo: angle a
 * turns +z to (x, z) = (sin a, cos a), so a positive pitch lowers the nose.
 */

/** A capsule in its link's frame. Its radius is `capsuleRadius`. */
export interface Capsule {
  /** Its centre. */
  readonly x: number;
  readonly z: number;
  /** Half the length of the axis, without the round ends. */
  readonly halfLength: number;
  /** Direction of the axis: 0 is along z, π/2 along x. */
  readonly angle: number;
}

/** A rigid part of the body. Its frame's origin is where its joint is. */
export interface Link {
  readonly name: string;
  /** The origin in the parent's frame while the joint's angle is 0; of the torso, in the world. */
  readonly x: number;
  readonly z: number;
  readonly capsules: readonly Capsule[];
  readonly mass: number;
  /** Moment of inertia about y through the centre of mass, kg m². */
  readonly inertia: number;
  /** Centre of mass in the link's frame. */
  readonly centre: { readonly x: number; readonly z: number };
}

/** A hinge about y with a spring towards 0, a damper, hard limits and a motor. */
interface Hinge {
  /** Limits of the angle, rad. */
  readonly lower: number;
  readonly upper: number;
  /** N m / rad. */
  readonly stiffness: number;
  /** N m s / rad. */
  readonly damping: number;
  /** Torque of the motor at action 1, N m. */
  readonly gear: number;
}

/** A link that hangs on another one. */
export interface Limb extends Link {
  /** Index of the parent in `links`. */
  readonly parent: number;
  readonly hinge: Hinge;
}

/** m/s². */
export const gravity = 9.81;
/** Coulomb's coefficient between a link and the floor. Links do not meet one another. */
export const friction = 0.4;
/** Of every capsule, m. */
export const capsuleRadius = 0.046;
/** Inertia of each motor's rotor as its hinge feels it, kg m²: more than most limbs have themselves. */
export const armature = 0.1;
/** Seconds of one physics step, and physics steps in one env step. */
export const timeStep = 0.01;
export const stepsPerAction = 5;

export const torso: Link = {
  name: 'torso',
  x: 0,
  z: 0.7,
  capsules: [
    { x: 0, z: 0, halfLength: 0.5, angle: Math.PI / 2 },
    { x: 0.6, z: 0.1, halfLength: 0.15, angle: 0.87 },
  ],
  mass: 6.250209,
  inertia: 0.897118,
  centre: { x: 0.15239, z: 0.025398 },
};

/** In the order of the joints in observations and of the numbers in actions. */
export const limbs: readonly Limb[] = [
  {
    name: 'back thigh',
    parent: 0,
    x: -0.5,
    z: 0,
    capsules: [{ x: 0.1, z: -0.13, halfLength: 0.145, angle: -3.8 }],
    mass: 1.543515,
    inertia: 0.016844,
    centre: { x: 0.1, z: -0.13 },
    hinge: { lower: -0.52, upper: 1.05, stiffness: 240, damping: 6, gear: 120 },
  },
  {
    name: 'back shin',
    parent: 1,
    x: 0.16,
    z: -0.25,
    capsules: [{ x: -0.14, z: -0.07, halfLength: 0.15, angle: -2.03 }],
    mass: 1.587448,
    inertia: 0.018267,
    centre: { x: -0.14, z: -0.07 },
    hinge: { lower: -0.785, upper: 0.785, stiffness: 180, damping: 4.5, gear: 90 },
  },
  {
    name: 'back foot',
    parent: 2,
    x: -0.28,
    z: -0.14,
    capsules: [{ x: 0.03, z: -0.097, halfLength: 0.094, angle: -0.27 }],
    mass: 1.095397,
    inertia: 0.006352,
    centre: { x: 0.03, z: -0.097 },
    hinge: { lower: -0.4, upper: 0.785, stiffness: 120, damping: 3, gear: 60 },
  },
  {
    name: 'front thigh',
    parent: 0,
    x: 0.5,
    z: 0,
    capsules: [{ x: -0.07, z: -0.12, halfLength: 0.133, angle: 0.52 }],
    mass: 1.438075,
    inertia: 0.01374,
    centre: { x: -0.07, z: -0.12 },
    hinge: { lower: -1, upper: 0.7, stiffness: 180, damping: 4.5, gear: 120 },
  },
  {
    name: 'front shin',
    parent: 4,
    x: -0.14,
    z: -0.24,
    capsules: [{ x: 0.065, z: -0.09, halfLength: 0.106, angle: -0.6 }],
    mass: 1.200837,
    inertia: 0.008222,
    centre: { x: 0.065, z: -0.09 },
    hinge: { lower: -1.2, upper: 0.87, stiffness: 120, damping: 3, gear: 60 },
  },
  {
    name: 'front foot',
    parent: 5,
    x: 0.13,
    z: -0.18,
    capsules: [{ x: 0.045, z: -0.07, halfLength: 0.07, angle: -0.6 }],
    mass: 0.884519,
    inertia: 0.003529,
    centre: { x: 0.045, z: -0.07 },
    hinge: { lower: -0.5, upper: 0.5, stiffness: 60, damping: 1.5, gear: 30 },
  },
];

/** All links; `parent` counts in here. */
export const links: readonly (Link | Limb)[] = [torso, ...limbs];
