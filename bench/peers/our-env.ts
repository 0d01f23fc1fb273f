// This library's side of the comparison: one task distribution in a process of its own, as in a user's program, whose
// code is then compiled for it alone. node dist/bench/peers/our-env.js <name of ourEnvs>
import type { TaskDistribution } from '../../core/distribution.js';
import { getDistribution } from '../../distributions/index.js';
import { halfCheetahFamily } from '../../envs/half-cheetah/family.js';
import { engineOn } from '../engine.js';
import { serve } from './serve.js';

interface OurEnv {
  readonly distribution: TaskDistribution;
  readonly beside: string;
  /** Env steps between looks at the clock. */
  readonly steps: number;
}

const MAZE_STEPS = 16_384;
const CHEETAH_STEPS = 512;
const WHOLE = 'complete transitions and their three signals, tasks drawn anew';

const ourEnvs: { readonly [name: string]: OurEnv } = {
  'maze/gridnavi-v0': {
    ...{ distribution: getDistribution('maze/gridnavi-v0'), steps: MAZE_STEPS },
    beside: `5×5, the position one-hot, 15 steps × 4 episodes; ${WHOLE}`,
  },
  'maze/moving-walls-v0': {
    ...{ distribution: getDistribution('maze/moving-walls-v0'), steps: MAZE_STEPS },
    beside: `random mazes of 7×7, a view of 3×3 and the position one-hot, 40 steps × 4 episodes; ${WHOLE}`,
  },
  'half-cheetah on mujoco': {
    ...{ distribution: halfCheetah('mujoco'), steps: CHEETAH_STEPS },
    beside: `MuJoCo in WebAssembly, double precision; ${WHOLE}`,
  },
  'half-cheetah on rapier': {
    ...{ distribution: halfCheetah('rapier'), steps: CHEETAH_STEPS },
    beside: `Rapier in WebAssembly, single precision, the batch in one world; ${WHOLE}`,
  },
};

function halfCheetah(engine: 'mujoco' | 'rapier'): TaskDistribution {
  const reward = { kind: 'velocity' } as const;
  const family = halfCheetahFamily({ engine, reward, controlCost: 0.05 });
  return { ...getDistribution('half-cheetah/velocity-v0'), family } as TaskDistribution;
}

const name = process.argv[2] ?? '';
const ours = ourEnvs[name];
if (!ours) throw new Error(`There is no ${name}, only ${Object.keys(ourEnvs).join(', ')}.`);
const { distribution, beside, steps } = ours;
await distribution.family.load?.();
let dispose = () => {};
await serve([
  {
    ...{ name, beside },
    make(batch) {
      dispose();
      const engine = engineOn(distribution, batch, Math.max(8, Math.ceil(steps / batch)));
      dispose = engine.dispose;
      return engine.advance;
    },
  },
]);
