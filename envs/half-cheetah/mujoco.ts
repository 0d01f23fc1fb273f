import type { MainModule, MjData, MjModel } from '@mujoco/mujoco';
import { ArgumentError, MissingPartError, OrderError } from '../../core/errors.js';
import { stepsPerAction } from './body.js';
import { mujocoModel } from './mujoco-model.js';
import type { Physics, PhysicsEngine, PhysicsSnapshot } from './physics.js';

/** Coordinates of a body, and its motors. */
const COORDINATES = 9;
const MOTORS = 6;

/** The module with the one model that all bodies share; absent before it is loaded. */
interface Loaded {
  readonly mujoco: MainModule;
  readonly model: MjModel;
}

let loading: Promise<Loaded> | undefined;
let loaded: Loaded | undefined;

/**
 * MuJoCo (Todorov et al. 2012) in Google DeepMind's own WebAssembly build: the engine with which the
 * literature's returns were measured, and the yardstick of the other one. It is not installed with this
 * package.
 */
export const mujocoEngine: PhysicsEngine = {
  id: 'mujoco',
  async load() {
    loading ??= loadMujoco();
    try {
      loaded = await loading;
    } catch (error) {
      // Whoever installs it meanwhile may try again.
      loading = undefined;
      throw error;
    }
  },
  create() {
    if (!loaded) {
      throw new OrderError(
        'The physics engine mujoco must be loaded before a body is created. Await load() first.',
      );
    }
    return new MujocoBody(loaded);
  },
};

async function loadMujoco(): Promise<Loaded> {
  const { default: instantiate } = await import('@mujoco/mujoco').catch((error: unknown) => {
    throw new MissingPartError(
      `The physics engine mujoco needs the package @mujoco/mujoco, which could not be loaded: ${String(error)}. Install it by npm install @mujoco/mujoco, or use the engine rapier.`,
    );
  });
  const mujoco = await instantiate();
  return { mujoco, model: mujoco.MjModel.from_xml_string(mujocoModel()) };
}

class MujocoBody implements Physics {
  readonly #mujoco: MainModule;
  readonly #model: MjModel;
  readonly #data: MjData;
  #views: Views;

  constructor({ mujoco, model }: Loaded) {
    this.#mujoco = mujoco;
    this.#model = model;
    this.#data = new mujoco.MjData(model);
    this.#views = viewsOf(this.#data);
  }

  get qpos(): Float64Array {
    return this.#present().qpos;
  }

  get qvel(): Float64Array {
    return this.#present().qvel;
  }

  reset(qpos: ArrayLike<number>, qvel: ArrayLike<number>): void {
    const views = this.#present();
    views.qpos.set(qpos);
    views.qvel.set(qvel);
    // The solver starts from the last step's acceleration: history, but for this.
    views.warmStart.fill(0);
    views.control.fill(0);
  }

  step(action: ArrayLike<number>): void {
    const { control } = this.#present();
    for (let i = 0; i < MOTORS; i++) control[i] = action[i]!;
    for (let i = 0; i < stepsPerAction; i++) this.#mujoco.mj_step(this.#model, this.#data);
  }

  /** Coordinates, rates and the solver's start: nothing else in MuJoCo lasts from step to step here. */
  snapshot(): PhysicsSnapshot {
    const { qpos, qvel, warmStart } = this.#present();
    const numbers = Float64Array.of(...qpos, ...qvel, ...warmStart);
    return { engine: mujocoEngine.id, bytes: new Uint8Array(numbers.buffer) };
  }

  restore({ engine, bytes }: PhysicsSnapshot): void {
    if (engine !== mujocoEngine.id || bytes.length !== 3 * COORDINATES * 8) {
      throw new ArgumentError({
        subject: 'snapshot to restore',
        rule: 'must be one of the engine mujoco',
        received: { engine, bytes: bytes.length },
        remedy: 'Restore what snapshot() of the same engine gave.',
      });
    }
    const numbers = new Float64Array(bytes.slice().buffer);
    this.reset(numbers.subarray(0, COORDINATES), numbers.subarray(COORDINATES, 2 * COORDINATES));
    this.#present().warmStart.set(numbers.subarray(2 * COORDINATES));
  }

  dispose(): void {
    // Deleting twice is an error in the bindings.
    if (!this.#data.isDeleted()) this.#data.delete();
  }

  /** When memory grows, for example because a body is created, all views go blind: then, new ones. */
  #present(): Views {
    if (this.#views.qpos.length === 0) this.#views = viewsOf(this.#data);
    return this.#views;
  }
}

/** A body's numbers where they lie in WebAssembly memory: reading and writing them copies nothing. */
interface Views {
  readonly qpos: Float64Array;
  readonly qvel: Float64Array;
  readonly control: Float64Array;
  readonly warmStart: Float64Array;
}

function viewsOf(data: MjData): Views {
  const { qpos, qvel, ctrl, qacc_warmstart } = data;
  return { qpos, qvel, control: ctrl, warmStart: qacc_warmstart };
}
