import createMujoco from '@mujoco/mujoco';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { OrderError } from '../../core/errors.js';
import { randomStream } from '../../core/random.js';
import { limbs, links } from '../../envs/half-cheetah/body.js';
import { mujocoEngine } from '../../envs/half-cheetah/mujoco.js';
import { mujocoModel } from '../../envs/half-cheetah/mujoco-model.js';
import type { Physics } from '../../envs/half-cheetah/physics.js';
import { halfCheetahFamily } from '../../envs/index.js';
import { familyRules } from '../conformance/index.js';

const STILL = new Float64Array(9);

function using<Result>(use: (physics: Physics) => Result): Result {
  const physics = mujocoEngine.create();
  try {
    return use(physics);
  } finally {
    physics.dispose();
  }
}

/** Coordinates and rates after each of some steps under random actions. */
function play(physics: Physics, steps: number, seed = 'actions'): number[][] {
  const rng = randomStream(seed);
  return Array.from({ length: steps }, () => {
    physics.step(Float32Array.from({ length: 6 }, () => rng.between(-1, 1)));
    return [...physics.qpos, ...physics.qvel];
  });
}

// First, while nothing has loaded it.
test('a body before load is refused', () => {
  expect(() => mujocoEngine.create()).toThrow(OrderError);
});

test('a package that is not installed is named, with what to do', async () => {
  vi.resetModules();
  vi.doMock('@mujoco/mujoco', () => {
    throw new Error('Cannot find package');
  });
  try {
    const { mujocoEngine: absent } = await import('../../envs/half-cheetah/mujoco.js');
    await expect(absent.load()).rejects.toThrow(/npm install @mujoco\/mujoco/);
    await expect(absent.load()).rejects.toMatchObject({ name: 'MissingPartError' });
    expect(() => absent.create()).toThrow('must be loaded');
  } finally {
    vi.doUnmock('@mujoco/mujoco');
  }
});

describe('the compiled model is the body of the table', async () => {
  const mujoco = await createMujoco();
  const model = mujoco.MjModel.from_xml_string(mujocoModel());
  const column = (values: Float64Array, stride: number, offset: number) =>
    Array.from({ length: values.length / stride }, (_, i) => values[i * stride + offset]!);

  test('masses, and inertia about y', () => {
    // Body 0 is the world. Inertias are principal ones: of the torso, the largest; of one capsule,
    // either of the two equal ones.
    const masses: Float64Array = model.body_mass;
    const inertias: Float64Array = model.body_inertia;
    for (const [i, { mass, inertia, centre }] of links.entries()) {
      expect(masses[i + 1]).toBeCloseTo(mass, 6);
      expect(Math.max(...inertias.subarray(3 * i + 3, 3 * i + 6))).toBeCloseTo(inertia, 5);
      expect(model.body_ipos[3 * i + 3]).toBeCloseTo(centre.x, 5);
      expect(model.body_ipos[3 * i + 5]).toBeCloseTo(centre.z, 5);
    }
    expect(masses.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(14, 9);
  });

  test('hinges and motors, in the order of the coordinates', () => {
    expect(model.nq).toBe(9);
    expect(model.nu).toBe(6);
    const of = (values: readonly number[]) => [0, 0, 0, ...values];
    const hinges = limbs.map(({ hinge }) => hinge);
    expect([...model.jnt_stiffness]).toEqual(of(hinges.map(({ stiffness }) => stiffness)));
    expect([...model.dof_damping]).toEqual(of(hinges.map(({ damping }) => damping)));
    expect([...model.dof_armature]).toEqual(of(hinges.map(() => 0.1)));
    expect(column(model.jnt_range, 2, 0)).toEqual(of(hinges.map(({ lower }) => lower)));
    expect(column(model.jnt_range, 2, 1)).toEqual(of(hinges.map(({ upper }) => upper)));
    expect(column(model.actuator_gear, 6, 0)).toEqual(hinges.map(({ gear }) => gear));
    expect([...model.actuator_ctrlrange]).toEqual(hinges.flatMap(() => [-1, 1]));
  });
});

describe('a body', () => {
  beforeAll(() => mujocoEngine.load());

  test('falls freely by ½ g t²', () => {
    using((body) => {
      body.reset([0, 5, 0, 0, 0, 0, 0, 0, 0], STILL);
      body.step([0, 0, 0, 0, 0, 0]);
      // Semi-implicit: five steps of .01 s fall (1 + 2 + 3 + 4 + 5) g h².
      expect(body.qpos[1]).toBeCloseTo(5 - 15 * 9.81 * 1e-4, 6);
      expect(body.qvel[1]).toBeCloseTo(-9.81 * 0.05, 6);
      expect(body.qpos[0]).toBeCloseTo(0, 9);
    });
  });

  test('a lying slider is braked by Coulomb friction', () => {
    using((body) => {
      body.reset([0, 0, 0, 0, 0, 0, 0, 0, 0], STILL);
      for (let step = 0; step < 60; step++) body.step([0, 0, 0, 0, 0, 0]);
      const rest = [...body.qpos];
      body.reset(rest, [3, 0, 0, 0, 0, 0, 0, 0, 0]);
      for (let step = 0; step < 4; step++) body.step([0, 0, 0, 0, 0, 0]);
      expect(body.qvel[0]).toBeLessThan(3 - 0.5 * 0.4 * 9.81 * 0.2);
    });
  });

  test('a random policy earns what the literature’s does', () => {
    // HalfCheetah-v2: 1 000 steps, reward v − 0.1 ‖a‖². D4RL (Fu et al. 2020) scores the random policy
    // −280.2; its returns deviate by about 80, so 60 episodes tell it within 10.
    const rng = randomStream('D4RL');
    const episodes = 60;
    const total = using((body) => {
      let sum = 0;
      for (let episode = 0; episode < episodes; episode++) {
        const qpos = Array.from({ length: 9 }, () => rng.between(-0.1, 0.1));
        const qvel = Array.from({ length: 9 }, () => 0.1 * rng.normal());
        body.reset(qpos, qvel);
        for (let step = 0; step < 1000; step++) {
          const action = Array.from({ length: 6 }, () => rng.between(-1, 1));
          const before = body.qpos[0]!;
          body.step(action);
          const cost = action.reduce((squares, a) => squares + a * a, 0);
          sum += (body.qpos[0]! - before) / 0.05 - 0.1 * cost;
        }
      }
      return sum;
    });
    expect(Math.abs(total / episodes + 280.2)).toBeLessThan(30);
  });

  test('history is invisible after reset', () => {
    const fresh = using((body) => {
      body.reset(STILL, STILL);
      return play(body, 50);
    });
    const lived = using((body) => {
      body.reset([0, 0.3, 1, 0.5, 0, 0, 0, 0, 0], [2, 0, 5, 0, 0, 0, 0, 0, 0]);
      play(body, 37, 'other actions');
      body.reset(STILL, STILL);
      return play(body, 50);
    });
    expect(lived).toEqual(fresh);
  });

  test('a snapshot is the whole state, in any body, as often as one likes', () => {
    using((one) => {
      one.reset(STILL, STILL);
      play(one, 20, 'before');
      const snapshot = one.snapshot();
      const after = play(one, 30);
      for (let again = 0; again < 2; again++) {
        one.restore(snapshot);
        expect(play(one, 30)).toEqual(after);
      }
      using((other) => {
        other.restore(snapshot);
        expect(play(other, 30)).toEqual(after);
      });
    });
  });

  test('a snapshot of another engine is refused', () => {
    using((body) => {
      const foreign = { engine: 'rapier', bytes: new Uint8Array(3) };
      expect(() => body.restore(foreign)).toThrow('must be one of the engine mujoco');
    });
  });

  test('its numbers stay readable when others make the memory grow', () => {
    using((body) => {
      body.reset([1, 2, 3, 0, 0, 0, 0, 0, 0], STILL);
      const others = Array.from({ length: 100 }, () => mujocoEngine.create());
      expect([...body.qpos]).toEqual([1, 2, 3, 0, 0, 0, 0, 0, 0]);
      for (const other of others) other.dispose();
    });
  });

  test('bodies that are disposed of, even twice, take no memory', () => {
    const bytes = () => using((body) => body.qpos.buffer.byteLength);
    const before = bytes();
    for (let i = 0; i < 1000; i++) {
      const body = mujocoEngine.create();
      body.dispose();
      body.dispose();
    }
    expect(bytes()).toBe(before);
  });
});

// Built-in distributions are on Rapier; a family on MuJoCo keeps the same rules.
describe('a family on MuJoCo', () => {
  const family = halfCheetahFamily({
    engine: 'mujoco',
    reward: { kind: 'velocity' },
    controlCost: 0.05,
  });
  const tasks = Array.from({ length: 12 }, (_, i) => ({ targetVelocity: i / 4 }));
  beforeAll(() => family.load?.());

  for (const { name, check } of familyRules) test(name, () => check({ family, tasks }));
});
