// npm run bench: measures this machine, writes docs/results and prints one JSON object. Progress goes to stderr.
// npm run bench -- half-cheetah-fidelity: another part, by its name in the list below. Ends with code 1 where something must
// hold and does not, such as a budget.
import { cpus } from 'node:os';
import { loadTensorFlow } from '../cli/backend.js';
import { UserError } from '../cli/failures.js';
import { measureActing } from './acting.js';
import { measureBanditBaselines, measureMdpBaselines } from './baselines.js';
import { measureEncoders } from './encoders.js';
import { measureEndurance } from './endurance.js';
import { measureEngine, measureEngineMemory } from './engine.js';
import { aligned } from './fidelity/tables.js';
import { measureHalfCheetah } from './half-cheetah.js';
import { measureFidelity } from './half-cheetah-fidelity.js';
import { measureStress } from './half-cheetah-stress.js';
import { orSayMistake } from './mistakes.js';
import { measureNativeSpeed } from './native/speed.js';
import { measureNativeTraining } from './native/training.js';
import { measurePageTraining } from './page-training.js';
import { type Measurement, writeResult } from './result-file.js';
import { measureScaling } from './scaling.js';
import { measureSite } from './site.js';
import { measureTraining } from './training.js';
import { measureUpdate } from './update.js';

const write = (text: string) => process.stderr.write(text);
const say = (what: string) => write(`measuring ${what} …\n`);

const parts: { readonly [name: string]: () => Promise<object> } = {
  learner: async () => committed(await measureLearner(), 'npm run --silent bench'),
  baselines: async () => ({
    bandits: committed(measureBanditBaselines(write)),
    mdps: committed(measureMdpBaselines(write)),
  }),
  encoders: async () => committed(await measureEncoders(write)),
  'half-cheetah': async () => committed(await measureHalfCheetah()),
  'half-cheetah-fidelity': async () => committed(await measureFidelity(write)),
  'half-cheetah-stress': async () => committed(await measureStress(write)),
  native: async () => ({
    training: committed(await measureNativeTraining(write), NATIVE),
    speed: committed(await measureNativeSpeed(write), NATIVE),
  }),
  scaling: async () => committed(await measureScaling(write, isSmall)),
  endurance: async () => committed(await measureEndurance(write, isSmall)),
  site: async () => committed(await measureSite(write)),
  'train-in-page': async () => committed(await measurePageTraining(write)),
};

/** What must be set up first, and is then run by this command. */
const NATIVE = 'bench/native/run.sh';
const [name = 'learner', ...flags] = process.argv.slice(2);
/** A try in a minute, of the parts that know of it; nothing is written. */
const isSmall = flags.includes('--small');
const measured = await orSayMistake(async () => {
  const measure = parts[name];
  if (!measure) {
    throw new UserError(`There is no part ${name}, only ${Object.keys(parts).join(', ')}.`);
  }
  if (isSmall && name !== 'scaling' && name !== 'endurance') {
    throw new UserError(`The part ${name} has no --small, only scaling and endurance have.`);
  }
  return measure();
});
const machine = { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
console.log(JSON.stringify({ machine, node: process.version, ...measured }, null, 2));

/** Writes it to docs/results, and its table to the terminal. */
function committed(measurement: Measurement, command = `npm run bench -- ${name}`): object {
  const { table, numbers, missed = [] } = measurement;
  if (table) write(aligned(table));
  if (isSmall) write('--small is a try: nothing is written to docs/results.\n');
  else writeResult(measurement, command);
  for (const what of missed) write(`missed: ${what}\n`);
  if (missed.length > 0) process.exitCode = 1;
  return numbers;
}

async function measureLearner(): Promise<Measurement> {
  say('the engine');
  const engine = [
    measureEngine('maze/gridnavi-v0', 256, 2),
    measureEngine('maze/moving-cheese-v0', 256, 2),
    measureEngine('maze/moving-walls-v0', 256, 2),
  ];
  say('memory');
  const memory = measureEngineMemory('maze/gridnavi-v0', 256, 10_000_000);
  say('policy steps');
  const acting = [];
  for (const slots of [1, 16, 128]) acting.push(await measureActing(slots, 64));
  say('updates');
  const { tf, backend } = await loadTensorFlow('wasm');
  const update = [];
  for (const hidden of [64, 128]) update.push(await measureUpdate(tf, backend, hidden));
  say('training');
  const training = await measureTraining(3_000_000);
  return {
    file: 'bench',
    title: 'Speed of the engine, the update, acting and training',
    seed: 0,
    numbers: {
      'engine steps a second, GridNavi, 256 slots': engine[0]!.stepsPerSecond,
      ...Object.fromEntries(
        update.flatMap(({ hidden, fusedMilliseconds, ratio }) => [
          [`update H=${hidden}, ms`, fusedMilliseconds],
          [`ratio to unrolled autodiff, H=${hidden}`, ratio],
        ]),
      ),
      'policy step at B = 1, 16, 128, H=64, µs': acting.map((row) => row.microseconds),
      'trained steps a second, H=32, one worker': training.stepsPerSecondOneWorker,
      'speed-up of two workers': training.speedUpOfTwoWorkers,
      'speed-up of two independent processes': training.speedUpOfTwoIndependentProcesses,
      'bytes grown over 10 M engine steps': memory.bytesGrown,
    },
    tensorFlow: tf.version_core,
    ...{ engine, memory, acting, update, training },
  };
}
