import { type RandomStream, randomStream } from '../../core/random.js';
import { stepsPerAction, timeStep } from '../../envs/half-cheetah/body.js';
import { torsoClearance } from '../../envs/half-cheetah/kinematics.js';
import type { Physics, PhysicsEngine } from '../../envs/half-cheetah/physics.js';
import { withBody } from './motion.js';
import { mean, rounded } from './statistics.js';

const REST = new Float64Array(9);
const SECONDS = timeStep * stepsPerAction;
/** A gait: frequency, and of every motor amplitude, phase and offset. */
const PARAMETERS = 1 + 3 * 6;
const POPULATION = 64;
const ELITES = 8;
const ITERATIONS = 30;
/** Five seconds while searching, ten when judged. */
const SEARCH_STEPS = 100;
const JUDGED_STEPS = 200;

type Gait = readonly number[];

/** Six sines, clipped: an open loop, so that it can be played in any engine. */
function actionOf(gait: Gait, step: number, action: Float64Array): void {
  const turn = 2 * Math.PI * (3 + gait[0]!) * SECONDS * step;
  for (let i = 0; i < 6; i++) {
    const [amplitude, phase, offset] = [gait[1 + i]!, gait[7 + i]!, gait[13 + i]!];
    const value = amplitude * Math.sin(turn + Math.PI * phase) + 0.5 * offset;
    action[i] = Math.min(1, Math.max(-1, value));
  }
}

function run(body: Physics, gait: Gait, steps: number) {
  const action = new Float64Array(6);
  body.reset(REST, REST);
  let touching = 0;
  let steepest = 0;
  for (let step = 0; step < steps; step++) {
    actionOf(gait, step, action);
    body.step(action);
    if (torsoClearance(body.qpos) < 0.005) touching++;
    steepest = Math.max(steepest, Math.abs(body.qpos[2]!));
  }
  const velocity = body.qpos[0]! / (steps * SECONDS);
  return { velocity, torsoOnFloor: touching / steps, steepestPitch: steepest };
}

/** The cross-entropy method: draw gaits, keep the best, draw around them. */
function search(body: Physics, direction: number, rng: RandomStream): Gait {
  let centre = Array<number>(PARAMETERS).fill(0);
  let spread = Array<number>(PARAMETERS).fill(1);
  let best: { gait: Gait; worth: number } = { gait: centre, worth: Number.NEGATIVE_INFINITY };
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const judged = Array.from({ length: POPULATION }, () => {
      const gait = centre.map((middle, i) => middle + spread[i]! * rng.normal());
      const { velocity, torsoOnFloor, steepestPitch } = run(body, gait, SEARCH_STEPS);
      // A gait is on its feet: lying and somersaults are not worth their speed.
      const fallen = 2 * torsoOnFloor + Math.max(0, steepestPitch - 0.7);
      return { gait, worth: direction * velocity - fallen };
    });
    judged.sort((a, b) => b.worth - a.worth);
    if (judged[0]!.worth > best.worth) best = judged[0]!;
    const elites = judged.slice(0, ELITES).map(({ gait }) => gait);
    centre = centre.map((_, i) => mean(elites.map((gait) => gait[i]!)));
    spread = centre.map((middle, i) => {
      return 0.02 + Math.sqrt(mean(elites.map((gait) => (gait[i]! - middle) ** 2)));
    });
  }
  return best.gait;
}

function judged(engine: PhysicsEngine, gait: Gait) {
  const { velocity, torsoOnFloor, steepestPitch } = withBody(engine, (body) =>
    run(body, gait, JUDGED_STEPS),
  );
  return {
    velocity: rounded(velocity),
    torsoOnFloor: rounded(torsoOnFloor),
    steepestPitch: rounded(steepestPitch),
  };
}

/** The fastest gaits found in one engine, forward and backward, and what they do in the other. */
export function gaits(home: PhysicsEngine, abroad: PhysicsEngine, seeds: readonly number[]) {
  return [1, -1].flatMap((direction) =>
    seeds.map((seed) => {
      const rng = randomStream(seed).fork(direction);
      const gait = withBody(home, (body) => search(body, direction, rng));
      return {
        foundIn: home.id,
        direction: direction > 0 ? 'forward' : 'backward',
        seed,
        there: judged(home, gait),
        transferred: judged(abroad, gait),
      };
    }),
  );
}
