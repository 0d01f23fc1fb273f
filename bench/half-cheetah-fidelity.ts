import { physicsEngines } from '../envs/half-cheetah/engines.js';
import { gaits } from './fidelity/gaits.js';
import { drop, dropError, freeFlight, limits, restingPose, sliding } from './fidelity/motion.js';
import { rapierJointDrift } from './fidelity/rapier-drift.js';
import { stress } from './fidelity/stress.js';

const STRESS_STEPS = 200_000;
const GAIT_SEEDS = [1, 2];

/** Rapier's half-cheetah beside MuJoCo's, in the same run. Progress goes to `say`. */
export async function measureFidelity(say: (text: string) => void) {
  const { rapier, mujoco } = physicsEngines;
  await Promise.all([rapier.load(), mujoco.load()]);
  const jointDrift = await rapierJointDrift();
  const both = <Result>(measure: (engine: typeof rapier | typeof mujoco) => Result) => ({
    rapier: measure(rapier),
    mujoco: measure(mujoco),
  });
  say('measuring motions …\n');
  const drops = both(drop);
  return {
    freeFlight: freeFlight(rapier, mujoco),
    restingPose: both(restingPose),
    drop: { ...drops, error: dropError(drops.rapier, drops.mujoco) },
    sliding: both(sliding),
    limits: both(limits),
    gaits: [[rapier, mujoco] as const, [mujoco, rapier] as const].flatMap(([home, abroad]) => {
      say(`searching gaits in ${home.id} …\n`);
      return gaits(home, abroad, GAIT_SEEDS);
    }),
    stress: both((engine) => {
      say(`treating ${engine.id} roughly …\n`);
      return stress(engine, STRESS_STEPS, engine === rapier ? jointDrift : undefined);
    }),
  };
}

export type Fidelity = Awaited<ReturnType<typeof measureFidelity>>;
