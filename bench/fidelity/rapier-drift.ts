import { limbs } from '../../envs/half-cheetah/body.js';
import { LINK_STRIDE, linkStates, turnedX, turnedZ } from '../../envs/half-cheetah/kinematics.js';
import type { JointDrift } from './stress.js';

const STILL = new Float64Array(9);
/** What stands in front of Rapier's own snapshot in one of the half-cheetah's. */
const HEADER = 8;

/**
 * Rapier holds links together by forces, so they can drift apart; coordinates, which are angles, do not
 * tell. So this looks into the snapshot's world.
 */
export async function rapierJointDrift(): Promise<JointDrift> {
  const rapier = await import('@dimforge/rapier3d-compat');
  return (snapshot, qpos) => {
    const world = rapier.World.restoreSnapshot(snapshot.subarray(HEADER));
    const places: { x: number; z: number }[] = [];
    world.forEachRigidBody((body) => {
      const { x, z } = body.translation();
      places.push({ x, z });
    });
    world.free();
    const states = linkStates(qpos, STILL);
    const apart = limbs.map(({ parent, x, z }, i) => {
      const from = places[parent]!;
      const to = places[i + 1]!;
      const angle = states[parent * LINK_STRIDE + 2]!;
      return Math.hypot(to.x - from.x - turnedX(angle, x, z), to.z - from.z - turnedZ(angle, x, z));
    });
    return Math.max(...apart);
  };
}
