import { describe, expect, test, vi } from 'vitest';
import { InvalidDataError, OrderError } from '../../core/errors.js';
import { randomStream } from '../../core/random.js';
import { assertTask } from '../../core/validation.js';
import {
  type HalfCheetahConfiguration,
  type HalfCheetahTask,
  halfCheetah,
  halfCheetahFamily,
  halfCheetahScene,
  type Physics,
  type PhysicsEngine,
  replay,
  sceneToSvg,
  sceneToText,
} from '../../envs/index.js';
import { checkSchema } from '../../schemas/check.js';

/** A body that moves by the sum of its action, metres a step, and counts what is done to it. */
class SledPhysics implements Physics {
  readonly qpos = new Float64Array(9);
  readonly qvel = new Float64Array(9);
  disposed = 0;

  reset(qpos: ArrayLike<number>, qvel: ArrayLike<number>): void {
    this.qpos.set(qpos);
    this.qvel.set(qvel);
  }

  step(action: ArrayLike<number>): void {
    for (const push of Array.from(action)) this.qpos[0]! += push;
  }

  snapshot() {
    return { engine: 'sled', bytes: new Uint8Array() };
  }

  restore(): void {}

  dispose(): void {
    this.disposed++;
  }
}

function sled(configuration: HalfCheetahConfiguration) {
  const physics = new SledPhysics();
  const engine: PhysicsEngine = { id: 'rapier', load: async () => {}, create: () => physics };
  const family = halfCheetahFamily(configuration, engine);
  const env = family.create();
  const row = new Float32Array(17).fill(Number.NaN);
  /** The reward of one step in a task. */
  const rewardOf = (task: HalfCheetahTask, action: readonly number[]) => {
    env.reset(task, randomStream(1), row);
    const { reward, terminated } = env.step(Float32Array.from(action), row);
    expect(terminated).toBe(false);
    return reward;
  };
  return { physics, family, env, row, rewardOf };
}

const velocity: HalfCheetahConfiguration = { reward: { kind: 'velocity' }, controlCost: 0.05 };
const sparse: HalfCheetahConfiguration = {
  reward: { kind: 'velocity-sparse', tolerance: 0.3 },
  controlCost: 0.05,
};
const direction: HalfCheetahConfiguration = { reward: { kind: 'direction' }, controlCost: 0.05 };

// .125 m in .05 s is 2.5 m/s; the squares sum to 1/64, or, with pushes that cancel out, to more.
const push = [0.125, 0, 0, 0, 0, 0];
const struggle = [1, -1, 0.125, 0, 0, 0];

describe('rewards, by hand', () => {
  test('velocity: minus the error, minus the cost', () => {
    const { rewardOf } = sled(velocity);
    expect(rewardOf({ targetVelocity: 2 }, push)).toBeCloseTo(-0.5 - 0.05 / 64, 9);
    expect(rewardOf({ targetVelocity: -1 }, push)).toBeCloseTo(-3.5 - 0.05 / 64, 9);
    expect(rewardOf({ targetVelocity: 2.5 }, struggle)).toBeCloseTo(-0.05 * (2 + 1 / 64), 9);
    expect(rewardOf({ targetVelocity: 3 }, [0, 0, 0, 0, 0, 0])).toBeCloseTo(-3, 9);
  });

  test('sparse: 1 within the tolerance, minus the cost', () => {
    const { rewardOf } = sled(sparse);
    expect(rewardOf({ targetVelocity: 2.25 }, push)).toBeCloseTo(1 - 0.05 / 64, 9);
    expect(rewardOf({ targetVelocity: 2.75 }, push)).toBeCloseTo(1 - 0.05 / 64, 9);
    expect(rewardOf({ targetVelocity: 2.1 }, push)).toBeCloseTo(-0.05 / 64, 9);
  });

  test('direction: the velocity in it, minus the cost', () => {
    const { rewardOf } = sled(direction);
    expect(rewardOf({ direction: 1 }, push)).toBeCloseTo(2.5 - 0.05 / 64, 9);
    expect(rewardOf({ direction: -1 }, push)).toBeCloseTo(-2.5 - 0.05 / 64, 9);
  });

  test('each step counts from where the last one ended', () => {
    const { env, row } = sled(direction);
    env.reset({ direction: 1 }, randomStream(1), row);
    const rewards = [0.125, 0, 0.25].map((along) => {
      const { reward } = env.step(Float32Array.of(along, 0, 0, 0, 0, 0), row);
      return reward + 0.05 * along * along;
    });
    expect(rewards.map((reward) => Number(reward.toFixed(9)))).toEqual([2.5, 0, 5]);
  });
});

describe('resets and observations', () => {
  test('coordinates but for root x, then rates', () => {
    const { physics, env, row } = sled(velocity);
    env.reset({ targetVelocity: 1 }, randomStream(1), row);
    expect([...row]).toEqual([...physics.qpos.subarray(1), ...physics.qvel].map(Math.fround));
    physics.qpos.set([9, 1, 2, 3, 4, 5, 6, 7, 8]);
    physics.qvel.set([11, 12, 13, 14, 15, 16, 17, 18, 19]);
    env.step(new Float32Array(6), row);
    expect([...row]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });

  test('noise: uniform within .1 for coordinates, deviation .1 for rates, from the stream alone', () => {
    const { physics, env, row } = sled(velocity);
    const rng = randomStream(5);
    const columns = Array.from({ length: 18 }, () => [] as number[]);
    for (let i = 0; i < 4000; i++) {
      env.reset({ targetVelocity: 1 }, rng, row);
      for (const [j, x] of [...physics.qpos, ...physics.qvel].entries()) columns[j]!.push(x);
    }
    const deviation = (values: readonly number[]) =>
      Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
    for (const values of columns.slice(0, 9)) {
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.1);
      expect(deviation(values)).toBeCloseTo(0.1 / Math.sqrt(3), 2);
    }
    for (const values of columns.slice(9)) expect(deviation(values)).toBeCloseTo(0.1, 2);

    env.reset({ targetVelocity: 1 }, randomStream(5), row);
    const again = [...physics.qpos, ...physics.qvel];
    expect(again).toEqual(columns.map(([first]) => first));
    env.reset({ targetVelocity: -2 }, randomStream(5), row);
    expect([...physics.qpos, ...physics.qvel]).toEqual(again);
  });

  test('disposing of the env frees its physics', () => {
    const { physics, env } = sled(velocity);
    env.dispose?.();
    expect(physics.disposed).toBe(1);
  });

  test('Rapier reads no clock once it is loaded, and the clock is left as it was', async () => {
    const clock = globalThis.performance;
    const family = halfCheetahFamily(velocity);
    await family.load?.();
    expect(globalThis.performance).toBe(clock);
    expect(clock.now()).toBeGreaterThan(0);
    const env = family.create();
    const row = new Float32Array(17);
    const now = vi.spyOn(clock, 'now');
    env.reset({ targetVelocity: 1 }, randomStream(1), row);
    for (let step = 0; step < 20; step++) env.step(new Float32Array(6), row);
    const calls = now.mock.calls.length;
    now.mockRestore();
    env.dispose?.();
    expect(calls).toBe(0);
  });

  test('an env before load is refused', () => {
    // In a process of its own this file never loads MuJoCo.
    const family = halfCheetahFamily({ ...velocity, engine: 'mujoco' });
    expect(() => family.create()).toThrow(OrderError);
  });
});

describe('faults', () => {
  const family = halfCheetahFamily(velocity);
  const directions = halfCheetahFamily(direction);

  test.each([
    ['no number', { targetVelocity: Number.NaN }, family],
    ['without end', { targetVelocity: Number.POSITIVE_INFINITY }, family],
    ['too fast', { targetVelocity: 20.5 }, family],
    ['text', { targetVelocity: '2' }, family],
    ['a direction where a velocity is due', { direction: 1 }, family],
    ['both', { targetVelocity: 1, direction: 1 }, family],
    ['nowhere', { direction: 0 }, directions],
    ['no number for a direction', { direction: Number.NaN }, directions],
    ['a velocity where a direction is due', { targetVelocity: 1 }, directions],
  ])('a task: %s', (_, task, of) => {
    expect(() => assertTask(of, task)).toThrow(InvalidDataError);
  });

  test('NaN is found without the schema too, and named', () => {
    expect(family.taskFaults?.({ targetVelocity: Number.NaN })).toMatchObject([
      { pointer: '/targetVelocity', rule: 'must be a finite number' },
    ]);
    expect(family.taskFaults?.({ targetVelocity: -3 })).toEqual([]);
  });

  test('an engine that does not exist', () => {
    const problems = checkSchema(halfCheetah.configurationSchema, {
      ...velocity,
      engine: 'bullet',
    });
    expect(problems).toMatchObject([{ pointer: '/engine', received: 'bullet' }]);
    expect(checkSchema(halfCheetah.configurationSchema, { ...velocity, engine: 'mujoco' })).toEqual(
      [],
    );
  });
});

describe('samplers', () => {
  const ranges = (...list: [number, number][]) =>
    ({ kind: 'uniform-velocity', ranges: list }) as const;

  test('velocities are uniform over the union of the ranges', () => {
    const { sample, support } = halfCheetah.sampler(velocity, ranges([-4, -3], [1, 4]), 2);
    const rng = randomStream(2);
    const drawn = Array.from({ length: 8000 }, () => {
      const task = sample(rng);
      return 'targetVelocity' in task ? task.targetVelocity : Number.NaN;
    });
    expect(support).toBeUndefined();
    expect(drawn.every((v) => (v >= -4 && v < -3) || (v >= 1 && v < 4))).toBe(true);
    expect(drawn.filter((v) => v < 0).length / 8000).toBeCloseTo(0.25, 1);
    expect(drawn.filter((v) => v > 2.5).length / 8000).toBeCloseTo(0.375, 1);
  });

  test('a list has a support', () => {
    const tasks: HalfCheetahTask[] = [{ direction: 1 }, { direction: -1 }];
    const { support } = halfCheetah.sampler(direction, { kind: 'list', tasks }, 2);
    expect(support).toEqual(tasks.map((task) => ({ task, probability: 0.5 })));
  });

  test.each([
    ['descending', velocity, ranges([3, 0]), '/ranges/0'],
    ['empty', velocity, ranges([3, 3]), '/ranges/0'],
    ['overlapping', velocity, ranges([0, 2], [1, 3]), '/ranges/1'],
    ['velocities for a direction', direction, ranges([0, 3]), '/kind'],
    [
      'a direction for velocities',
      velocity,
      { kind: 'list', tasks: [{ direction: 1 }] },
      '/tasks/0',
    ],
  ] as const)('%s', (_, configuration, sampler, pointer) => {
    let caught: unknown;
    try {
      halfCheetah.sampler(configuration, JSON.parse(JSON.stringify(sampler)), 2);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(InvalidDataError);
    if (caught instanceof InvalidDataError) expect(caught.problems[0]?.pointer).toContain(pointer);
  });
});

describe('scenes', () => {
  const upright = new Float64Array(9);

  test('a terminal shows a body on four feet of its height, and what it is to do', () => {
    const text = sceneToText(halfCheetahScene(upright, 0.5, { targetVelocity: 2 }), {
      colour: false,
    });
    const lines = text.split('\n');
    expect(lines[0]).toBe('now 0.50, target 2.00 m/s');
    expect(lines.filter((line) => line.includes('@')).length).toBeGreaterThan(8);
    // The back trails the front: eleven cells of torso.
    expect(text).toContain(' @'.repeat(11));
    expect(
      lines
        .at(-1)
        ?.trim()
        .split(/\s{2,}/),
    ).toEqual(['−1 m', '0 m', '1 m']);
  });

  test('the camera follows, and marks pass by', () => {
    const far = Float64Array.from(upright);
    far[0] = -120.25;
    const text = sceneToText(halfCheetahScene(far, -4, { direction: -1 }), { colour: false });
    expect(text).toContain('now −4.00 m/s, run backward');
    expect(text).toContain('−120 m');
    const body = (x: ArrayLike<number>) =>
      halfCheetahScene(x, 0, undefined).shapes.filter(
        (shape) => shape.kind === 'line' && shape.role === 'body',
      );
    expect(JSON.stringify(body(far).at(-1))).toBe(JSON.stringify(body(upright).at(-1)));
  });

  test('whatever the body does, it stays in its picture', () => {
    const rng = randomStream(8);
    for (let i = 0; i < 200; i++) {
      const wild = Float64Array.from({ length: 9 }, () => rng.between(-9, 9));
      const { width, height, shapes } = halfCheetahScene(wild, rng.between(-30, 30), undefined);
      for (const shape of shapes) {
        const points = shape.kind === 'line' ? shape.points : [];
        for (const [x, y] of points) {
          expect(x >= 0 && x <= width && y >= 0 && y <= height).toBe(true);
        }
      }
    }
  });

  test('a replay is a film strip, with one body a frame', () => {
    const { family } = sled(velocity);
    const task = { targetVelocity: 1 };
    const actions = [Array.from({ length: 30 }, () => Float32Array.from(push))];
    const [strip] = replay({ family, task, rng: randomStream(1), actions });
    const labels = strip?.shapes.flatMap((shape) => (shape.kind === 'label' ? [shape.text] : []));
    expect(labels).toContain('step 30, 1.5 s');
    expect(labels?.filter((text) => text.startsWith('now 2.50, target 1.00 m/s'))).toHaveLength(8);
  });

  test('as SVG every capsule is a thick line with round ends', () => {
    const svg = sceneToSvg(halfCheetahScene(upright, 0, undefined), {
      title: 'half-cheetah',
      pixelsPerUnit: 10,
    });
    const thick = /<polyline class="body-line"[^>]*stroke-width="0.92" stroke-linecap="round"/g;
    expect(svg.match(thick)).toHaveLength(8);
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});
