import { randomStream } from '../../core/random.js';
import {
  friction,
  gravity,
  limbs,
  stepsPerAction,
  timeStep,
} from '../../envs/half-cheetah/body.js';
import type { Physics, PhysicsEngine } from '../../envs/half-cheetah/physics.js';
import { centreVelocity, lowestClearance, overshoots } from './posture.js';
import { mean, rootMeanSquare, rounded } from './statistics.js';

const REST = new Float64Array(9);
const IDLE = new Float64Array(6);
const ON_ITS_BACK = [0, -0.4, Math.PI, 0, 0, 0, 0, 0, 0];
const SECONDS = timeStep * stepsPerAction;

/** Runs something with a body of an engine, and frees it. */
export function withBody<Result>(engine: PhysicsEngine, use: (body: Physics) => Result): Result {
  const body = engine.create();
  try {
    return use(body);
  } finally {
    body.dispose();
  }
}

/** The coordinates after each of some idle steps from a state. */
function idle(engine: PhysicsEngine, qpos: ArrayLike<number>, steps: number): number[][] {
  return withBody(engine, (body) => {
    body.reset(qpos, REST);
    return Array.from({ length: steps }, () => {
      body.step(IDLE);
      return [...body.qpos];
    });
  });
}

/**
 * Far above the floor, from random states under the same random actions: how far hinges and pitch are
 * apart, beside how far they moved (root mean squares over states, rad).
 */
export function freeFlight(engine: PhysicsEngine, yardstick: PhysicsEngine) {
  const moments = [1, 10, 50];
  const rng = randomStream('free flight');
  const gaps = moments.map(() => ({ hinge: [0], hinges: [0], pitch: [0], pitches: [0] }));
  for (const gap of gaps) for (const list of Object.values(gap)) list.pop();
  withBody(engine, (one) =>
    withBody(yardstick, (other) => {
      for (let state = 0; state < 50; state++) {
        const angles = limbs.map(({ hinge }) => 0.8 * rng.between(hinge.lower, hinge.upper));
        const qpos = [0, 60, rng.between(-1, 1), ...angles];
        const qvel = Array.from({ length: 9 }, () => rng.normal());
        for (const body of [one, other]) body.reset(qpos, qvel);
        for (let step = 1; step <= Math.max(...moments); step++) {
          const action = Array.from({ length: 6 }, () => rng.between(-1, 1));
          for (const body of [one, other]) body.step(action);
          const gap = gaps[moments.indexOf(step)];
          if (!gap) continue;
          const there = other.qpos;
          gap.pitch.push(one.qpos[2]! - there[2]!);
          gap.pitches.push(there[2]! - qpos[2]!);
          for (let i = 3; i < 9; i++) {
            gap.hinge.push(one.qpos[i]! - there[i]!);
            gap.hinges.push(there[i]! - qpos[i]!);
          }
        }
      }
    }),
  );
  return gaps.map((gap, i) => ({
    steps: moments[i]!,
    hingeError: rounded(rootMeanSquare(gap.hinge)),
    hingeSignal: rounded(rootMeanSquare(gap.hinges)),
    pitchError: rounded(rootMeanSquare(gap.pitch)),
    pitchSignal: rounded(rootMeanSquare(gap.pitches)),
  }));
}

/** Where a body ends that is left alone for ten seconds: height, pitch, hinges; and if it lies still. */
export function restingPose(engine: PhysicsEngine) {
  const path = idle(engine, REST, 200);
  const last = path.at(-1)!;
  const before = path[99]!;
  return {
    height: rounded(last[1]!),
    pitch: rounded(last[2]!),
    hinges: last.slice(3).map(rounded),
    penetration: rounded(Math.max(0, -lowestClearance(last))),
    /** Mean over the last five seconds, m/s. */
    creep: rounded(Math.abs(last[0]! - before[0]!) / ((path.length - 100) * SECONDS)),
  };
}

/** A fall from half a metre: how low it goes, how high it comes again, and how deep into the floor. */
export function drop(engine: PhysicsEngine) {
  const path = idle(engine, [0, 0.5, 0, 0, 0, 0, 0, 0, 0], 60);
  const heights = path.map((qpos) => qpos[1]!);
  const lowest = Math.min(...heights);
  const rebound = Math.max(...heights.slice(heights.indexOf(lowest)));
  return {
    heights: heights.map(rounded),
    lowest: rounded(lowest),
    rebound: rounded(rebound),
    penetration: rounded(Math.max(0, ...path.map((qpos) => -lowestClearance(qpos)))),
  };
}

/** How far two falls are apart, root mean square over three seconds, m. */
export function dropError(
  { heights: one }: ReturnType<typeof drop>,
  { heights: other }: ReturnType<typeof drop>,
): number {
  return rounded(rootMeanSquare(one.map((height, i) => height - other[i]!)));
}

interface Velocity {
  readonly x: number;
  readonly z: number;
}

/** Tells the velocity of a body's centre of mass, m/s. */
export type Momentum = (body: Physics) => Velocity;

const byCoordinates: Momentum = ({ qpos, qvel }) => centreVelocity(qpos, qvel);

/** The floor's impulse backward and upward, each divided by the mass, m/s. */
function impulses(from: Velocity, to: Velocity, seconds: number) {
  return { backward: from.x - to.x, upward: gravity * seconds + to.z - from.z };
}

/**
 * Friction as momentum tells it: a body that lies on its back, and whose feet so keep out of it, slides at
 * 3 m/s for .2 s. By Coulomb, the floor's backward impulse is μ times its upward one. Where an engine holds
 * links together by forces, coordinates do not quite tell the links' velocities, so `momentum` may look at
 * the links themselves; the coefficient by coordinates is given too.
 */
export function sliding(engine: PhysicsEngine, momentum: Momentum = byCoordinates) {
  const pose = idle(engine, ON_ITS_BACK, 300).at(-1)!;
  const steps = 4;
  return withBody(engine, (body) => {
    body.reset(pose, [3, 0, 0, 0, 0, 0, 0, 0, 0]);
    const [from, seenFrom] = [momentum(body), byCoordinates(body)];
    for (let step = 0; step < steps; step++) body.step(IDLE);
    const to = momentum(body);
    const { backward, upward } = impulses(from, to, steps * SECONDS);
    const seen = impulses(seenFrom, byCoordinates(body), steps * SECONDS);
    return {
      velocityAfter: rounded(to.x),
      coulomb: rounded(from.x - friction * upward),
      friction: rounded(backward / upward),
      frictionByCoordinates: rounded(seen.backward / seen.upward),
    };
  });
}

/**
 * Hinges run into their limits at 30 rad/s under full torque, one by one, in the air: the farthest they
 * come, rad beyond the limit, at the ends of env steps.
 */
export function limits(engine: PhysicsEngine) {
  const beyond = withBody(engine, (body) =>
    limbs.flatMap((_, i) =>
      [-1, 1].map((side) => {
        const qvel = new Float64Array(9);
        qvel[3 + i] = 30 * side;
        const action = new Float64Array(6);
        action[i] = side;
        body.reset([0, 60, 0, 0, 0, 0, 0, 0, 0], qvel);
        let most = 0;
        for (let step = 0; step < 20; step++) {
          body.step(action);
          most = Math.max(most, overshoots(body.qpos)[i]!);
        }
        return most;
      }),
    ),
  );
  return { mean: rounded(mean(beyond)), most: rounded(Math.max(...beyond)) };
}
