import type { World } from '@dimforge/rapier3d-compat';
import { ArgumentError, MissingPartError, OrderError } from '../../core/errors.js';
import { stepsPerAction } from './body.js';
import type { Physics, PhysicsBatch, PhysicsEngine, PhysicsSnapshot } from './physics.js';
import { RapierBatch } from './rapier-batch.js';
import { createWorld, type RapierModule } from './rapier-body.js';
import { RapierCheetah } from './rapier-cheetah.js';
import { RapierStepper } from './rapier-stepper.js';

let loaded: RapierModule | undefined;

/** Rapier, the default: everything it needs comes with the package. */
export const rapierEngine = {
  id: 'rapier' as const,
  async load() {
    if (loaded) return;
    let rapier: RapierModule;
    try {
      rapier = await import('@dimforge/rapier3d-compat');
    } catch (cause) {
      throw new MissingPartError(
        `The half-cheetah's physics needs the package @dimforge/rapier3d-compat, which cannot be loaded: ${cause}. Install it.`,
      );
    }
    await rapier.init();
    loaded = rapier;
  },
  create: (): Physics => new RapierPhysics(rapierLoadedFor('create')),
  createBatch: (slots: number): PhysicsBatch =>
    new RapierBatch(rapierLoadedFor('createBatch'), slots),
} satisfies PhysicsEngine;

function rapierLoadedFor(call: string): RapierModule {
  if (loaded) return loaded;
  throw new OrderError(`rapierEngine.${call} was called before load. Await load() first.`);
}

/** In front of a snapshot's world stands the pitch: the bodies know it but for whole turns. */
const PITCH_BYTES = 8;

/** One half-cheetah in a world of its own. */
class RapierPhysics implements Physics {
  readonly #rapier: RapierModule;
  readonly #cheetah: RapierCheetah;
  readonly #stepper: RapierStepper;
  #world: World;

  constructor(rapier: RapierModule) {
    this.#rapier = rapier;
    this.#world = createWorld(rapier);
    this.#cheetah = new RapierCheetah(rapier, this.#world);
    this.#stepper = new RapierStepper(rapier);
  }

  get qpos(): Float64Array {
    return this.#cheetah.qpos;
  }

  get qvel(): Float64Array {
    return this.#cheetah.qvel;
  }

  reset(qpos: ArrayLike<number>, qvel: ArrayLike<number>): void {
    this.#cheetah.reset(qpos, qvel);
  }

  step(action: ArrayLike<number>): void {
    const cheetah = this.#cheetah;
    for (let i = 0; i < stepsPerAction; i++) {
      cheetah.drive(action);
      this.#stepper.step(this.#world);
      cheetah.readRates();
    }
    cheetah.read(cheetah.qpos[2]!);
  }

  snapshot(): PhysicsSnapshot {
    this.#cheetah.prepareSnapshot();
    const world = this.#world.takeSnapshot();
    const bytes = new Uint8Array(PITCH_BYTES + world.length);
    bytes.set(world, PITCH_BYTES);
    new DataView(bytes.buffer).setFloat64(0, this.qpos[2]!, true);
    return { engine: 'rapier', bytes };
  }

  restore({ engine, bytes }: PhysicsSnapshot): void {
    const world = engine === 'rapier' && this.#deserialized(bytes.subarray(PITCH_BYTES));
    if (!world) {
      throw new ArgumentError({
        subject: 'snapshot of the half-cheetah',
        rule: 'must be one that this version of the engine rapier made',
        received: { engine, bytes: bytes.length },
        remedy: 'Take snapshots and restore them with the same engine.',
      });
    }
    const cheetah = this.#cheetah;
    this.#world.free();
    this.#world = world;
    cheetah.moveTo(world, new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true));
  }

  dispose(): void {
    this.#cheetah.dispose();
    this.#stepper.dispose();
    this.#world.free();
  }

  /** `World.restoreSnapshot` without its leak: that frees neither its pipeline nor the emptied shell. */
  #deserialized(bytes: Uint8Array): World | undefined {
    const shell = this.#world.serializationPipeline.raw.deserializeAll(bytes);
    if (!shell) return undefined;
    const world = this.#rapier.World.fromRaw(shell);
    shell.free();
    return world;
  }
}
