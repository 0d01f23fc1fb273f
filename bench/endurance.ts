// Whether memory stays as it is over many env steps, of the engine alone and of training.
import { createRnnAgent } from '../agents/create-agent.js';
import type { TensorFlow } from '../agents/kernels/tensorflow.js';
import { loadTensorFlow } from '../cli/backend.js';
import { getDistribution } from '../distributions/index.js';
import { endureEngine, endureTraining } from './endurance/endured.js';
import { growthTable, judgeGrowth, missedBy } from './endurance/growth.js';
import { rounded } from './fidelity/statistics.js';
import { watchMemories } from './fidelity/wasm-memories.js';
import type { Measurement } from './result-file.js';

const GRIDNAVI = 'maze/gridnavi-v0';
/** Draws a new task, with tables of its own, for every meta-episode. */
const NEW_TASKS = 'maze/moving-walls-v0';

const FULL = { engineSteps: 100e6, newTaskSteps: 100e6, trainingSeconds: 1800, tensorSeconds: 240 };
const SMALL = { engineSteps: 20e6, newTaskSteps: 2e6, trainingSeconds: 25, tensorSeconds: 20 };

/** Ends with what grows in `missed`. Progress goes to `say`. */
export async function measureEndurance(
  say: (text: string) => void,
  isSmall: boolean,
): Promise<Measurement> {
  const { engineSteps, newTaskSteps, trainingSeconds, tensorSeconds } = isSmall ? SMALL : FULL;
  say(`${engineSteps / 1e6} million env steps of ${GRIDNAVI} …\n`);
  const engine = await endureEngine(GRIDNAVI, engineSteps);
  say(`${newTaskSteps / 1e6} million env steps of ${NEW_TASKS} …\n`);
  const newTasks = await endureEngine(NEW_TASKS, newTaskSteps);
  say(`training by the kernel for ${trainingSeconds} s …\n`);
  const training = await train('by the kernel', trainingSeconds);
  say(`training by TensorFlow.js on wasm for ${tensorSeconds} s …\n`);
  const tensors = await train('by TensorFlow.js on wasm', tensorSeconds, 'wasm');
  const all = [engine, newTasks, training, tensors];
  return {
    file: 'endurance',
    title: 'Memory over many env steps and half an hour of training',
    seed: 1,
    numbers: Object.fromEntries(
      all.map((endured) => [
        `${endured.what}, bytes grown a million env steps`,
        rounded(judgeGrowth(endured).growth),
      ]),
    ),
    table: growthTable(all),
    missed: all.flatMap(missedBy),
    measured: all.map(({ tensors, ...endured }) => ({
      ...endured,
      ...judgeGrowth({ ...endured, ...(tensors && { tensors }) }),
      ...(tensors && { iterations: tensors.length, tensors: [...new Set(tensors)] }),
    })),
  };
}

/** Training on GridNavi with the presets, in tensors where a backend is named. */
async function train(how: string, seconds: number, backend?: 'wasm') {
  const distribution = getDistribution(GRIDNAVI);
  const { family } = distribution;
  let tf: TensorFlow | undefined;
  let agent: Awaited<ReturnType<typeof createRnnAgent>> | undefined;
  const wasm = await watchMemories(async () => {
    agent = await createRnnAgent({ family });
    if (backend) ({ tf } = await loadTensorFlow(backend));
  });
  if (!agent) throw new Error('The agent was not made.');
  const options = { agent, distribution, seed: 1 };
  const what = `training ${how}, ${GRIDNAVI}`;
  return endureTraining({ what, options, seconds, wasm, ...(tf && { tf }) });
}
