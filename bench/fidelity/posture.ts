import { type Capsule, capsuleRadius, limbs, links } from '../../envs/half-cheetah/body.js';
import { LINK_STRIDE, linkStates, turnedZ } from '../../envs/half-cheetah/kinematics.js';
import { cosine, sine } from '../../envs/half-cheetah/trigonometry.js';

const STILL = new Float64Array(9);
const MASS = links.reduce((sum, { mass }) => sum + mass, 0);

/** Height of the body's lowest point above the floor, m; negative where it penetrates. */
export function lowestClearance(qpos: ArrayLike<number>): number {
  const states = linkStates(qpos, STILL);
  return Math.min(...links.map((_, link) => linkClearance(states, link)));
}

function linkClearance(states: Float64Array, link: number): number {
  const z = states[link * LINK_STRIDE + 1]!;
  const angle = states[link * LINK_STRIDE + 2]!;
  const end = (capsule: Capsule, side: number) => {
    const along = side * capsule.halfLength;
    const x = capsule.x + along * sine(capsule.angle);
    return z + turnedZ(angle, x, capsule.z + along * cosine(capsule.angle));
  };
  const ends = links[link]!.capsules.flatMap((capsule) => [end(capsule, -1), end(capsule, 1)]);
  return Math.min(...ends) - capsuleRadius;
}

/** Velocity of the whole body's centre of mass, m/s. */
export function centreVelocity(
  qpos: ArrayLike<number>,
  qvel: ArrayLike<number>,
): { readonly x: number; readonly z: number } {
  const states = linkStates(qpos, qvel);
  let [x, z] = [0, 0];
  for (const [link, { mass }] of links.entries()) {
    x += (mass * states[link * LINK_STRIDE + 3]!) / MASS;
    z += (mass * states[link * LINK_STRIDE + 4]!) / MASS;
  }
  return { x, z };
}

/** How far each hinge is beyond its limits, rad, [6]; 0 within. */
export function overshoots(qpos: ArrayLike<number>): number[] {
  return limbs.map(({ hinge }, i) => {
    const angle = qpos[3 + i]!;
    return Math.max(0, hinge.lower - angle, angle - hinge.upper);
  });
}
