import { capsuleRadius, links, torso } from './body.js';
import { cosine, sine } from './trigonometry.js';

/** Numbers that a link takes in a table of `linkStates`. */
export const LINK_STRIDE = 6;

/**
 * Where the links are and how they move, from coordinates and rates: [7 × 6], in the order of `links`.
 * A row is: x and z of the link's origin; its angle about +y; vx and vz of its *centre of mass*, which is
 * what physics engines call a body's velocity; its angular rate.
 */
export function linkStates(
  qpos: ArrayLike<number>,
  qvel: ArrayLike<number>,
  states: Float64Array = new Float64Array(links.length * LINK_STRIDE),
): Float64Array {
  /** Velocity of each link's origin. */
  const speeds = new Float64Array(links.length * 2);
  for (const [i, link] of links.entries()) {
    const row = i * LINK_STRIDE;
    let x = qpos[0]!;
    let z = link.z + qpos[1]!;
    let angle = qpos[2]!;
    let vx = qvel[0]!;
    let vz = qvel[1]!;
    let rate = qvel[2]!;
    if ('parent' in link) {
      const parent = link.parent * LINK_STRIDE;
      const parentAngle = states[parent + 2]!;
      const parentRate = states[parent + 5]!;
      const dx = turnedX(parentAngle, link.x, link.z);
      const dz = turnedZ(parentAngle, link.x, link.z);
      x = states[parent]! + dx;
      z = states[parent + 1]! + dz;
      angle = parentAngle + qpos[2 + i]!;
      vx = speeds[link.parent * 2]! + parentRate * dz;
      vz = speeds[link.parent * 2 + 1]! - parentRate * dx;
      rate = parentRate + qvel[2 + i]!;
    }
    speeds[i * 2] = vx;
    speeds[i * 2 + 1] = vz;
    states[row] = x;
    states[row + 1] = z;
    states[row + 2] = angle;
    states[row + 3] = vx + rate * turnedZ(angle, link.centre.x, link.centre.z);
    states[row + 4] = vz - rate * turnedX(angle, link.centre.x, link.centre.z);
    states[row + 5] = rate;
  }
  return states;
}

/** A vector turned by an angle about +y. */
export function turnedX(angle: number, x: number, z: number): number {
  return x * cosine(angle) + z * sine(angle);
}

export function turnedZ(angle: number, x: number, z: number): number {
  return z * cosine(angle) - x * sine(angle);
}

/** How far the lowest point of torso and head is above the floor, m. */
export function torsoClearance(qpos: ArrayLike<number>): number {
  const pitch = qpos[2]!;
  const origin = torso.z + qpos[1]!;
  let lowest = Number.POSITIVE_INFINITY;
  for (const { x, z, halfLength, angle } of torso.capsules) {
    // A capsule's axis points along (sin angle, cos angle).
    const alongX = halfLength * sine(angle);
    const alongZ = halfLength * cosine(angle);
    for (const end of [-1, 1]) {
      lowest = Math.min(lowest, origin + turnedZ(pitch, x + end * alongX, z + end * alongZ));
    }
  }
  return lowest - capsuleRadius;
}
