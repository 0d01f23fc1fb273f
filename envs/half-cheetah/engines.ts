import { mujocoEngine } from './mujoco.js';
import type { PhysicsEngine } from './physics.js';
import { rapierEngine } from './rapier.js';

/**
 * Rapier reads the clock some thirty times a physics step, for a profiler that is off. Nothing follows
 * from what it reads, but a step is to be a function of state and action, and the calls cost a few
 * percent. It looks for the clock once, in its first step: that one is taken here, while the clock is one
 * that stands still.
 */
const clocklessRapier = {
  id: rapierEngine.id,
  async load() {
    await rapierEngine.load();
    withStillClock(() => {
      const physics = rapierEngine.create();
      physics.step(new Float64Array(6));
      physics.dispose();
    });
  },
  create: rapierEngine.create,
  createBatch: rapierEngine.createBatch,
} satisfies PhysicsEngine;

function withStillClock(run: () => void): void {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'performance');
  const value = { now: () => 0 };
  // Where it cannot be replaced, Rapier keeps the true one: slower, and otherwise the same.
  Reflect.defineProperty(globalThis, 'performance', { configurable: true, value });
  try {
    run();
  } finally {
    if (before) Reflect.defineProperty(globalThis, 'performance', before);
    else Reflect.deleteProperty(globalThis, 'performance');
  }
}

/** What a configuration's `engine` can name. */
export const physicsEngines = { rapier: clocklessRapier, mujoco: mujocoEngine } as const;
