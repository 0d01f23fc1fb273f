// npm run bench: measures this machine and prints one JSON object. Progress goes to stderr.
import { cpus } from 'node:os';
import { loadTensorFlow } from '../cli/backend.js';
import { measureActing } from './acting.js';
import { measureEngine, measureEngineMemory } from './engine.js';
import { measureTraining } from './training.js';
import { measureUpdate } from './update.js';

const say = (what: string) => process.stderr.write(`measuring ${what} …\n`);

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
const training = await measureTraining(600_000);

console.log(
  JSON.stringify(
    {
      machine: { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length },
      node: process.version,
      tensorFlow: tf.version_core,
      engine,
      memory,
      acting,
      update,
      training,
    },
    null,
    2,
  ),
);
