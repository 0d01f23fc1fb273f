import { physicsEngines } from '../envs/half-cheetah/engines.js';
import { gaits } from './fidelity/gaits.js';
import { drop, dropError, freeFlight, limits, restingPose, sliding } from './fidelity/motion.js';
import { momentumVelocity, rapierLinkReader } from './fidelity/rapier-links.js';
import { fidelityTable } from './fidelity/tables.js';
import type { Measurement } from './result-file.js';

const GAIT_SEEDS = [1, 2];

/** Rapier's half-cheetah beside MuJoCo's, in the same run. Progress goes to `say`. */
export async function measureFidelity(say: (text: string) => void): Promise<Measurement> {
  const output = await compareEngines(say);
  const { freeFlight, restingPose, sliding, gaits } = output;
  const fastest = (engine: 'rapier' | 'mujoco', direction: string) =>
    gaits
      .filter((gait) => gait.foundIn === engine && gait.direction === direction)
      .map(({ there }) => there.velocity);
  return {
    file: 'half-cheetah-fidelity',
    title: "The half-cheetah on Rapier beside MuJoCo's",
    seed: GAIT_SEEDS,
    numbers: {
      'hinges apart in free flight after 1, 10, 50 steps, rad': freeFlight.map(
        ({ hingeError }) => hingeError,
      ),
      'hinges moved meanwhile, rad': freeFlight.map(({ hingeSignal }) => hingeSignal),
      'coefficient of friction, where .4 is meant: Rapier, MuJoCo': [
        sliding.rapier.friction,
        sliding.mujoco.friction,
      ],
      'creep at rest, m/s: Rapier, MuJoCo': [restingPose.rapier.creep, restingPose.mujoco.creep],
      'gait found on Rapier, forward, m/s': fastest('rapier', 'forward'),
      'gait found on MuJoCo, forward, m/s': fastest('mujoco', 'forward'),
      'gait found on Rapier, backward, m/s': fastest('rapier', 'backward'),
      'gait found on MuJoCo, backward, m/s': fastest('mujoco', 'backward'),
    },
    table: fidelityTable(output),
    output,
  };
}

async function compareEngines(say: (text: string) => void) {
  const { rapier, mujoco } = physicsEngines;
  await Promise.all([rapier.load(), mujoco.load()]);
  const read = await rapierLinkReader();
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
    sliding: {
      rapier: sliding(rapier, (body) => momentumVelocity(read(body.snapshot()))),
      mujoco: sliding(mujoco),
    },
    limits: both(limits),
    gaits: [[rapier, mujoco] as const, [mujoco, rapier] as const].flatMap(([home, abroad]) => {
      say(`searching gaits in ${home.id} …\n`);
      return gaits(home, abroad, GAIT_SEEDS);
    }),
  };
}

export type Fidelity = Awaited<ReturnType<typeof compareEngines>>;
