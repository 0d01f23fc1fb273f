/**
 * One half-cheetah in one physics engine. Angles in rad, lengths in m, rates per s; the order of the
 * nine coordinates is Gymnasium's: root x, root z (0 where the torso's origin is .7 m above the floor),
 * pitch (unwrapped), then back thigh, back shin, back foot, front thigh, front shin, front foot.
 */
export interface Physics {
  /** Coordinates, [9]. Owned by the physics: read only, valid until the next call. */
  readonly qpos: Float64Array;
  /** Their rates, [9]. Likewise. */
  readonly qvel: Float64Array;
  /** Begins anew in the given state: nothing of what came before is visible afterwards. */
  reset(qpos: ArrayLike<number>, qvel: ArrayLike<number>): void;
  /** One env step: five physics steps of .01 s under one action, six numbers in [−1, 1]. */
  step(action: ArrayLike<number>): void;
  /** The whole state, to the bit, as an opaque value. */
  snapshot(): PhysicsSnapshot;
  /** Goes back to a snapshot of the same engine: what follows is equal to the bit. */
  restore(snapshot: PhysicsSnapshot): void;
  /** Frees what garbage collection does not. */
  dispose(): void;
}

/** Opaque; plain data that can be kept and restored any number of times. */
export type PhysicsSnapshot = { readonly engine: string; readonly bytes: Uint8Array };

/**
 * Several half-cheetahs that are stepped together, where that is faster than one by one. What one of them
 * does depends neither on the others nor on how many there are, and equals, to the bit, what `create`
 * would have given.
 */
export interface PhysicsBatch {
  readonly slots: readonly BatchedPhysics[];
  /** One env step of all; six numbers in [−1, 1] for each slot, one slot after the other. */
  step(actions: ArrayLike<number>): void;
  /** Frees what garbage collection does not. */
  dispose(): void;
}

/** One of a batch. May be reset at any time between the batch's steps. */
export type BatchedPhysics = Pick<Physics, 'qpos' | 'qvel' | 'reset'>;

/** Where half-cheetahs come from. `load` is awaited once before `create`. */
export interface PhysicsEngine {
  readonly id: 'rapier' | 'mujoco';
  /** Throws `MissingPartError` when the engine's package is not installed. */
  load(): Promise<void>;
  /** Throws `OrderError` before `load`. */
  create(): Physics;
  /** Offered where stepping together is faster. Throws `OrderError` before `load`. */
  createBatch?(slots: number): PhysicsBatch;
}
