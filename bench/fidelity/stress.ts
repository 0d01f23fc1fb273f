import { type RandomStream, randomStream } from '../../core/random.js';
import type { PhysicsEngine } from '../../envs/half-cheetah/physics.js';
import { withBody } from './motion.js';
import { lowestClearance, overshoots } from './posture.js';
import { quantile, rounded } from './statistics.js';

const EPISODE = 200;

/** Writes the next action. */
type Driver = (action: Float64Array, rng: RandomStream) => void;

const DRIVERS: { readonly [name: string]: Driver } = {
  random: (action, rng) => {
    for (let i = 0; i < 6; i++) action[i] = rng.between(-1, 1);
  },
  /** Full torque, now one way, now the other, turned in a fifth of all steps. */
  bangBang: (action, rng) => {
    for (let i = 0; i < 6; i++) {
      if (action[i] === 0) action[i] = 1;
      if (rng.uniform() < 0.2) action[i] = -action[i]!;
    }
  },
};

/** Rough treatment in episodes of 200 steps: what breaks, and how far it gives. */
export function stress(engine: PhysicsEngine, steps: number, drift: JointDrift | undefined) {
  return Object.fromEntries(
    Object.entries(DRIVERS).map(([name, drive]) => [
      name,
      rough(engine, drive, steps, drift, randomStream('stress').fork(name)),
    ]),
  );
}

/** How far apart a joint's two halves are, from a body's snapshot and coordinates; m, the most. */
export type JointDrift = (snapshot: Uint8Array, qpos: ArrayLike<number>) => number;

function rough(
  engine: PhysicsEngine,
  drive: Driver,
  steps: number,
  drift: JointDrift | undefined,
  rng: RandomStream,
) {
  const action = new Float64Array(6);
  const depths: number[] = [];
  const beyond: number[] = [];
  const drifts: number[] = [];
  let notFinite = 0;
  let fastest = 0;
  withBody(engine, (body) => {
    for (let step = 0; step < steps; step++) {
      if (step % EPISODE === 0) {
        const qpos = Array.from({ length: 9 }, () => rng.between(-0.1, 0.1));
        const qvel = Array.from({ length: 9 }, () => 0.1 * rng.normal());
        body.reset(qpos, qvel);
      }
      drive(action, rng);
      body.step(action);
      const { qpos, qvel } = body;
      if (![...qpos, ...qvel].every(Number.isFinite)) notFinite++;
      fastest = Math.max(fastest, Math.abs(qvel[0]!));
      depths.push(Math.max(0, -lowestClearance(qpos)));
      beyond.push(Math.max(...overshoots(qpos)));
      if (drift && step % 100 === 0) drifts.push(drift(body.snapshot().bytes, qpos));
    }
  });
  return {
    steps,
    notFinite,
    fastest: rounded(fastest),
    penetrationMost: rounded(quantile(depths, 1)),
    penetration99: rounded(quantile(depths, 0.99)),
    overshootMost: rounded(quantile(beyond, 1)),
    overshoot99: rounded(quantile(beyond, 0.99)),
    ...(drift && {
      jointDriftMost: rounded(quantile(drifts, 1)),
      jointDrift99: rounded(quantile(drifts, 0.99)),
    }),
  };
}
