import { setImmediate } from 'node:timers/promises';
import { randomStream } from '../../core/random.js';
import type { BatchedPhysics, Physics, PhysicsEngine } from '../../envs/half-cheetah/physics.js';
import { collectGarbage } from '../memory-in-use.js';
import { beginEpisode, DRIVERS } from './drivers.js';
import { createHerd } from './herd.js';
import { withBody } from './motion.js';
import type { WasmMemories } from './wasm-memories.js';

/**
 * Bodies after which garbage is collected. WebAssembly memory never shrinks, and what garbage holds there would
 * look like a leak: between two collections of Node's own some thousand bodies wait.
 */
const COLLECT_EVERY = 160;
/** Env steps in a cycle, so that there are contacts to forget. */
const STEPS = 2;
/** A batch of two worlds. */
const BATCH = 16;

/** Frees garbage and what it held in WebAssembly memory: finalizers run after the collection. */
async function collect(): Promise<void> {
  collectGarbage();
  await setImmediate();
}

/** Bytes in use: of WebAssembly, of the heap, and resident of the whole process. */
async function bytesOf(wasm: WasmMemories) {
  await collect();
  await collect();
  const { heapUsed, rss } = process.memoryUsage();
  return { wasm: wasm.bytes(), heap: heapUsed, process: rss };
}

/** What so many cycles with so many bodies each take for good, after a tenth as many to warm up. */
async function grownBy(wasm: WasmMemories, cycles: number, bodies: number, cycle: () => void) {
  const run = async (count: number) => {
    for (let i = 1; i <= count; i++) {
      cycle();
      if ((i * bodies) % COLLECT_EVERY === 0) await collect();
    }
  };
  await run(Math.ceil(cycles / 10));
  const before = await bytesOf(wasm);
  await run(cycles);
  return { cycles, before, after: await bytesOf(wasm) };
}

/** To the bit. */
function areSame(one: BatchedPhysics, other: BatchedPhysics): boolean {
  const numbers = ({ qpos, qvel }: BatchedPhysics) => [...qpos, ...qvel];
  const others = numbers(other);
  return numbers(one).every((value, i) => Object.is(value, others[i]));
}

/**
 * Memory before and after resets, bodies that are created and disposed of, worlds and all, and batches;
 * and how many bodies moved otherwise after a reset than one in a new world.
 */
export async function memoryUse(engine: PhysicsEngine, wasm: WasmMemories, cycles: number) {
  const rng = randomStream('memory');
  const action = new Float64Array(6);
  const move = (...bodies: readonly Physics[]) => {
    for (let step = 0; step < STEPS; step++) {
      DRIVERS.random(action, rng);
      for (const body of bodies) body.step(action);
    }
  };
  const old = engine.create();
  const resets = await grownBy(wasm, cycles, 1, () => {
    beginEpisode(rng, old);
    move(old);
  });
  let different = 0;
  const creations = await grownBy(wasm, cycles, 1, () => {
    withBody(engine, (fresh) => {
      beginEpisode(rng, old, fresh);
      move(old, fresh);
      if (!areSame(old, fresh)) different++;
    });
  });
  old.dispose();
  const batches = await grownBy(wasm, Math.ceil(cycles / BATCH), BATCH, () => {
    const herd = createHerd(engine, BATCH);
    for (const body of herd.slots) beginEpisode(rng, body);
    herd.step(new Float64Array(BATCH * 6));
    herd.dispose();
  });
  return { resets, creations, batches, resetsThatDiffer: different };
}
