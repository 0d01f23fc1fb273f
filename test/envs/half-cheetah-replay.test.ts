import { beforeAll, describe, expect, it } from 'vitest';
import { type WasmMemories, watchMemories } from '../../bench/fidelity/wasm-memories.js';
import { type RandomStream, randomStream } from '../../core/random.js';
import type { Physics, PhysicsBatch } from '../../envs/half-cheetah/physics.js';
import { rapierEngine } from '../../envs/half-cheetah/rapier.js';

let memory: WasmMemories;

beforeAll(async () => {
  memory = await watchMemories(rapierEngine.load);
});

type State = Pick<Physics, 'qpos' | 'qvel' | 'reset'>;

/** A start near the usual one or, at times, on the back. */
function begin(rng: RandomStream, ...all: readonly State[]): void {
  const qpos = Array.from({ length: 9 }, () => rng.between(-0.1, 0.1));
  const qvel = Array.from({ length: 9 }, () => rng.between(-0.2, 0.2));
  if (rng.uniform() < 0.3) qpos[2]! += 3;
  for (const physics of all) physics.reset(qpos, qvel);
}

/** Full torques, and others. */
function anAction(rng: RandomStream): number[] {
  const full = rng.uniform() < 0.5;
  return Array.from({ length: 6 }, () => {
    const x = rng.between(-1, 1);
    return full ? Math.sign(x) : x;
  });
}

/** To the bit. */
function expectSame(one: State, other: State): void {
  expect([...one.qpos, ...one.qvel]).toEqual([...other.qpos, ...other.qvel]);
}

function withBodies(count: number, use: (...bodies: Physics[]) => void): void {
  const bodies = Array.from({ length: count }, () => rapierEngine.create());
  use(...bodies);
  for (const body of bodies) body.dispose();
}

describe('the half-cheetah on Rapier repeats to the bit', () => {
  it('what it did in another world, whatever came before the reset', () => {
    const rng = randomStream('reset');
    withBodies(1, (old) => {
      for (let episode = 0; episode < 60; episode++) {
        withBodies(1, (fresh) => {
          begin(rng, old, fresh);
          // Also where there are several resets and no step, and where episodes have one step.
          if (episode % 5 === 0) begin(rng, old, fresh);
          if (episode % 5 === 0) begin(rng, old);
          if (episode % 5 === 0) begin(randomStream(episode), old, fresh);
          for (let step = 0; step < (episode % 4 === 0 ? 1 : 60); step++) {
            const action = anAction(rng);
            old.step(action);
            fresh.step(action);
            expectSame(old, fresh);
          }
        });
      }
    });
  });

  // Rapier books contacts by body, and where their ends are not booked the 129th changes the order in which
  // joints are solved.
  it.each([5, 25])('what it did in another world, after 700 episodes of %i steps', (steps) => {
    const rng = randomStream('many resets');
    withBodies(1, (old) => {
      for (let episode = 0; episode < 700; episode++) {
        begin(rng, old);
        for (let step = 0; step < steps; step++) old.step(anAction(rng));
      }
      for (let episode = 0; episode < 5; episode++) {
        withBodies(1, (fresh) => {
          begin(rng, old, fresh);
          for (let step = 0; step < 40; step++) {
            const action = anAction(rng);
            old.step(action);
            fresh.step(action);
            expectSame(old, fresh);
          }
        });
      }
    });
  });

  it('what follows a snapshot, in the same world and in another', () => {
    const rng = randomStream('snapshot');
    withBodies(2, (one, other) => {
      begin(rng, one);
      for (let round = 0; round < 40; round++) {
        const snapshot = one.snapshot();
        const path = Array.from({ length: round }, () => anAction(rng));
        other.restore(snapshot);
        for (const action of path) {
          one.step(action);
          other.step(action);
          expectSame(one, other);
        }
        other.restore(snapshot);
        for (const action of path) other.step(action);
        expectSame(one, other);
        if (round % 7 === 0) begin(rng, one);
        // A reset of what was restored is as exact.
        if (round % 3 === 0) {
          other.restore(one.snapshot());
          begin(rng, one, other);
        }
      }
    });
  });

  it('what it does in 500 steps without a reset: alone, in a batch, and from snapshots', () => {
    const rng = randomStream('long');
    const batch: PhysicsBatch = rapierEngine.createBatch(3);
    withBodies(2, (alone, restored) => {
      // Its neighbours are of another age.
      for (const [i, slot] of batch.slots.entries()) if (i !== 1) begin(rng, slot);
      for (let step = 0; step < 70; step++) batch.step(new Float64Array(18));
      begin(rng, alone, batch.slots[1]!);
      for (let step = 0; step < 500; step++) {
        if (step % 90 === 0) restored.restore(alone.snapshot());
        const actions = batch.slots.map(() => anAction(rng));
        batch.step(actions.flat());
        alone.step(actions[1]!);
        restored.step(actions[1]!);
        expectSame(alone, batch.slots[1]!);
        expectSame(alone, restored);
      }
    });
    batch.dispose();
  });

  it.each([1, 2, 5, 17])('what it does alone, as one of a batch of %i', (slots) => {
    const rng = randomStream('batch');
    const batch: PhysicsBatch = rapierEngine.createBatch(slots);
    withBodies(slots, (...alone) => {
      for (const [i, body] of alone.entries()) begin(rng, body, batch.slots[i]!);
      for (let step = 0; step < Math.ceil(1200 / slots); step++) {
        // Each begins anew when it likes, without a step of the others.
        for (const [i, body] of alone.entries()) {
          if (rng.uniform() < 0.03) begin(rng, body, batch.slots[i]!);
        }
        const actions = alone.map(() => anAction(rng));
        batch.step(actions.flat());
        for (const [i, body] of alone.entries()) {
          body.step(actions[i]!);
          expectSame(body, batch.slots[i]!);
        }
      }
    });
    batch.dispose();
  });
});

describe('the half-cheetah on Rapier keeps no memory', () => {
  const size = () => memory.bytes();
  const ROOM = 2 ** 18;

  it('of 20 000 resets', () => {
    withBodies(1, (body) => {
      const rng = randomStream('leak');
      begin(rng, body);
      body.step(anAction(rng));
      const bytes = body.snapshot().bytes.length;
      const before = size();
      for (let i = 0; i < 20_000; i++) {
        begin(rng, body);
        body.step(anAction(rng));
      }
      expect(size() - before).toBeLessThan(ROOM);
      expect(body.snapshot().bytes.length).toBeLessThan(2 * bytes);
    });
  });

  it('of 2 000 snapshots and restores', () => {
    withBodies(1, (body) => {
      const snapshot = body.snapshot();
      for (let i = 0; i < 100; i++) body.restore(snapshot);
      const before = size();
      for (let i = 0; i < 2000; i++) body.restore(body.snapshot());
      expect(size() - before).toBeLessThan(ROOM);
    });
  });

  it('of worlds that were freed', () => {
    for (let i = 0; i < 50; i++) withBodies(1, (body) => body.step(new Float64Array(6)));
    const before = size();
    for (let i = 0; i < 500; i++) withBodies(1, (body) => body.step(new Float64Array(6)));
    // A world is some 50 kB; 256 bytes wait for the garbage collector.
    expect(size() - before).toBeLessThan(ROOM);
  });
});
