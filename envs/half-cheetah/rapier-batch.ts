import type { World } from '@dimforge/rapier3d-compat';
import { limbs, stepsPerAction } from './body.js';
import type { PhysicsBatch } from './physics.js';
import { createWorld, type RapierModule } from './rapier-body.js';
import { RapierCheetah } from './rapier-cheetah.js';
import { RapierStepper } from './rapier-stepper.js';

/**
 * Half-cheetahs in one world share the fixed costs of its step, a fifth of the whole. All run in the same
 * place, for arithmetic in another place rounds differently. More than eight cost again what they save,
 * because Rapier looks at all pairs that overlap before it finds that they do not collide.
 */
const WORLD_SLOTS = 8;

export class RapierBatch implements PhysicsBatch {
  readonly slots: readonly RapierCheetah[];
  readonly #worlds: readonly World[];
  readonly #stepper: RapierStepper;
  readonly #actions: readonly Float64Array[];

  constructor(rapier: RapierModule, slots: number) {
    this.#stepper = new RapierStepper(rapier);
    const worlds = Math.ceil(slots / WORLD_SLOTS);
    this.#worlds = Array.from({ length: worlds }, () => createWorld(rapier));
    this.slots = Array.from({ length: slots }, (_, slot) => {
      return new RapierCheetah(rapier, this.#worlds[slot % worlds]!);
    });
    this.#actions = this.slots.map(() => new Float64Array(limbs.length));
  }

  step(actions: ArrayLike<number>): void {
    const { slots } = this;
    for (const [slot, action] of this.#actions.entries()) {
      for (let i = 0; i < action.length; i++) action[i] = actions[slot * action.length + i]!;
    }
    for (let i = 0; i < stepsPerAction; i++) {
      for (let slot = 0; slot < slots.length; slot++) slots[slot]!.drive(this.#actions[slot]!);
      for (const world of this.#worlds) this.#stepper.step(world);
      for (const slot of slots) slot.readRates();
    }
    for (const slot of slots) slot.read(slot.qpos[2]!);
  }

  dispose(): void {
    for (const slot of this.slots) slot.dispose();
    for (const world of this.#worlds) world.free();
    this.#stepper.dispose();
  }
}
