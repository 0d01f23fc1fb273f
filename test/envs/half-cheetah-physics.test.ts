import { beforeAll, describe, expect, it } from 'vitest';
import { centreVelocity, lowestClearance, overshoots } from '../../bench/fidelity/posture.js';
import {
  type LinkReader,
  momentumVelocity,
  rapierLinkReader,
} from '../../bench/fidelity/rapier-links.js';
import { ArgumentError } from '../../core/errors.js';
import { randomStream } from '../../core/random.js';
import { friction, gravity, stepsPerAction, timeStep } from '../../envs/half-cheetah/body.js';
import type { Physics } from '../../envs/half-cheetah/physics.js';
import { rapierEngine } from '../../envs/half-cheetah/rapier.js';
import { BITS_CHANGED, PHYSICS_HASH, physicsHash } from './half-cheetah-bits.js';

const SECONDS = timeStep * stepsPerAction;
const IDLE = new Float64Array(6);
const STILL = new Float64Array(9);
/** High above the floor, and on the back. */
const FLIGHT = [0, 60, 0, 0, 0, 0, 0, 0, 0];
const BACK = [0, -0.4, Math.PI, 0, 0, 0, 0, 0, 0];

let read: LinkReader;

beforeAll(async () => {
  await rapierEngine.load();
  read = await rapierLinkReader();
});

function body(): Physics {
  return rapierEngine.create();
}

function idle(physics: Physics, steps: number): void {
  for (let i = 0; i < steps; i++) physics.step(IDLE);
}

describe('the half-cheetah on Rapier obeys', () => {
  it('free fall, of the centre of mass', () => {
    const physics = body();
    physics.reset(FLIGHT, [1, 2, 0.5, 1, -1, 2, -2, 1, 0]);
    const before = centreVelocity(physics.qpos, physics.qvel);
    idle(physics, 10);
    const after = centreVelocity(physics.qpos, physics.qvel);
    // Inner forces leave it alone. What is seen is that the links' velocities do not quite agree with
    // the joints after a finite number of sweeps.
    expect(Math.abs(after.x - before.x)).toBeLessThan(0.01);
    expect(Math.abs(after.z - before.z + gravity * 10 * SECONDS)).toBeLessThan(0.01);
    physics.dispose();
  });

  it('rates that are those of the coordinates', () => {
    const physics = body();
    physics.reset(FLIGHT, [1, -1, 2, 0, 0, 0, 0, 0, 0]);
    physics.step(IDLE);
    const from = Float64Array.from(physics.qpos);
    const rates = Float64Array.from(physics.qvel);
    physics.step(IDLE);
    for (let i = 0; i < 9; i++) {
      const mean = (rates[i]! + physics.qvel[i]!) / 2;
      expect(Math.abs((physics.qpos[i]! - from[i]!) / SECONDS - mean)).toBeLessThan(0.1);
    }
    physics.dispose();
  });

  it("Coulomb's friction: a body on its back at 3 m/s", () => {
    const physics = body();
    physics.reset(BACK, STILL);
    idle(physics, 300);
    const pose = Float64Array.from(physics.qpos);
    physics.reset(pose, [3, 0, 0, 0, 0, 0, 0, 0, 0]);
    // From the links' own velocities: while the floor brakes the torso, the limbs are up to .1 m/s off what
    // coordinates say, which would show as a coefficient of .427.
    const before = momentumVelocity(read(physics.snapshot()));
    for (let step = 1; step <= 10; step++) {
      idle(physics, 1);
      const after = momentumVelocity(read(physics.snapshot()));
      const upward = gravity * step * SECONDS + after.z - before.z;
      // With y locked there would be none: after.x would still be 3.
      expect(Math.abs((before.x - after.x) / upward - friction)).toBeLessThan(0.002);
    }
    expect(lowestClearance(physics.qpos)).toBeGreaterThan(-0.01);
    physics.dispose();
  });

  it('its limits, within a fifth of a radian at 30 rad/s', () => {
    const physics = body();
    for (let hinge = 0; hinge < 6; hinge++) {
      const qvel = new Float64Array(9);
      qvel[3 + hinge] = 30;
      physics.reset(FLIGHT, qvel);
      const push = IDLE.map((_, i) => (i === hinge ? 1 : 0));
      for (let i = 0; i < 10; i++) {
        physics.step(push);
        expect(Math.max(...overshoots(physics.qpos))).toBeLessThan(0.25);
      }
    }
    physics.dispose();
  });

  it('its plane, however long it runs', () => {
    // Rounding tilts links, and joints that hold tilted links push them sideways: by metres, where nothing
    // puts them back.
    const physics = body();
    const rng = randomStream('plane');
    const action = new Float64Array(6).fill(1);
    physics.reset(STILL, STILL);
    for (let step = 1; step <= 1200; step++) {
      for (let i = 0; i < 6; i++) if (rng.uniform() < 0.2) action[i] = -action[i]!;
      physics.step(action);
      if (step % 50 !== 0) continue;
      for (const { place, tilt } of read(physics.snapshot())) {
        expect(Math.abs(place.y)).toBeLessThan(0.06);
        expect(tilt).toBeLessThan(0.001);
      }
    }
    physics.dispose();
  });

  it('an unwrapped pitch', () => {
    const physics = body();
    physics.reset([0, 60, 20, 0, 0, 0, 0, 0, 0], [0, 0, 5, 0, 0, 0, 0, 0, 0]);
    expect(physics.qpos[2]).toBeCloseTo(20, 5);
    idle(physics, 40);
    expect(physics.qpos[2]).toBeGreaterThan(26);
    const restored = body();
    restored.restore(physics.snapshot());
    expect(restored.qpos[2]).toBe(physics.qpos[2]);
    physics.dispose();
    restored.dispose();
  });

  it('clipped actions', () => {
    const [one, two] = [body(), body()];
    for (const physics of [one, two]) physics.reset(STILL, STILL);
    one.step([5, -5, 1, 1, -1, 1]);
    two.step([1, -1, 1, 1, -1, 1]);
    expect(one.qpos).toEqual(two.qpos);
    one.dispose();
    two.dispose();
  });

  it.each(['random', 'bang-bang'])('bounds under rough treatment: %s', (kind) => {
    const physics = body();
    const rng = randomStream(kind);
    const action = new Float64Array(6).fill(1);
    const depths: number[] = [];
    const beyond: number[] = [];
    for (let step = 0; step < 20_000; step++) {
      if (step % 200 === 0) physics.reset(STILL, STILL);
      for (let i = 0; i < 6; i++) {
        if (kind === 'random') action[i] = rng.between(-1, 1);
        else if (rng.uniform() < 0.2) action[i] = -action[i]!;
      }
      physics.step(action);
      depths.push(-lowestClearance(physics.qpos));
      beyond.push(Math.max(...overshoots(physics.qpos)));
      if (![...physics.qpos, ...physics.qvel].every(Number.isFinite)) throw new Error(`${step}`);
    }
    const high = (values: number[]) => values.sort((a, b) => a - b)[0.99 * values.length]!;
    expect(high(depths)).toBeLessThan(0.04);
    expect(high(beyond)).toBeLessThan(0.2);
    physics.dispose();
  });
});

describe('the half-cheetah on Rapier refuses', () => {
  it.each([
    ['of another engine', { engine: 'mujoco', bytes: new Uint8Array(100) }],
    ['that are cut', { engine: 'rapier', bytes: new Uint8Array(100) }],
    ['that are empty', { engine: 'rapier', bytes: new Uint8Array() }],
  ])('snapshots %s, and goes on', (_, snapshot) => {
    const physics = body();
    physics.reset(STILL, STILL);
    expect(() => physics.restore(snapshot)).toThrow(ArgumentError);
    physics.step(IDLE);
    expect(physics.qpos[1]).toBeLessThan(0);
    physics.dispose();
  });
});

it('gives the same numbers everywhere', async () => {
  expect(await physicsHash(), BITS_CHANGED).toBe(PHYSICS_HASH);
});
