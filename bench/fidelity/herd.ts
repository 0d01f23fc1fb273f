import type { BatchedPhysics, PhysicsEngine } from '../../envs/half-cheetah/physics.js';

/** Several half-cheetahs of an engine that step at once. */
export interface Herd {
  readonly slots: readonly BatchedPhysics[];
  /** One env step of all; six numbers for each, one after the other. */
  step(actions: Float64Array): void;
  dispose(): void;
}

/** A batch where the engine has them, else so many bodies. */
export function createHerd(engine: PhysicsEngine, slots: number): Herd {
  const batch = engine.createBatch?.(slots);
  if (batch) return batch;
  const bodies = Array.from({ length: slots }, () => engine.create());
  return {
    slots: bodies,
    step(actions) {
      const size = actions.length / slots;
      for (const [slot, body] of bodies.entries()) {
        body.step(actions.subarray(slot * size, (slot + 1) * size));
      }
    },
    dispose() {
      for (const body of bodies) body.dispose();
    },
  };
}
