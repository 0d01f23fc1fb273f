import type { World } from '@dimforge/rapier3d-compat';
import { gravity } from './body.js';
import type { RapierModule } from './rapier-body.js';

/**
 * Steps worlds. `World.step` makes and frees a vector at each call, and then looks whether soft bodies
 * have torn; there are none.
 */
export class RapierStepper {
  readonly #gravity;

  constructor(rapier: RapierModule) {
    this.#gravity = rapier.VectorOps.intoRaw({ x: 0, y: 0, z: -gravity });
  }

  step(world: World): void {
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

  dispose(): void {
    this.#gravity.free();
  }
}
