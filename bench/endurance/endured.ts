// Work that goes on for long, with a look at memory at every tenth of it.
import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import type { TensorFlow } from '../../agents/kernels/tensorflow.js';
import { type MetaTrainOptions, metaTrain } from '../../agents/meta-train.js';
import { getDistribution } from '../../distributions/index.js';
import { engineOn } from '../engine.js';
import type { WasmMemories } from '../fidelity/wasm-memories.js';
import type { Point } from '../fit.js';
import { bytesInUse, collectGarbage } from '../memory-in-use.js';
import { ENGINE_SLOTS } from '../scaling/engine-axes.js';
import type { Endured } from './growth.js';

const LOOKS = 10;

/** The engine alone; half the steps again come before, in which code is compiled. */
export async function endureEngine(id: string, steps: number): Promise<Endured> {
  const distribution = getDistribution(id);
  const { horizon, episodes } = distribution;
  const { advance } = engineOn(distribution, ENGINE_SLOTS, horizon * episodes);
  for (let done = 0; done < steps / 2; ) done += advance();
  const points: Point[] = [];
  let done = 0;
  for (let look = 1; look <= LOOKS; look++) {
    while (done < (look * steps) / LOOKS) done += advance();
    points.push([done / 1e6, await bytesOf()]);
  }
  return { what: `engine, ${id}`, points };
}

interface TrainingToEndure {
  readonly what: string;
  readonly options: Omit<MetaTrainOptions, 'budget' | 'tf'>;
  readonly seconds: number;
  /** Memories of WebAssembly that count as well. */
  readonly wasm: WasmMemories;
  readonly tf?: TensorFlow;
}

export async function endureTraining(training: TrainingToEndure): Promise<Endured> {
  const { what, options, seconds, wasm, tf } = training;
  const points: Point[] = [];
  const tensors: number[] = [];
  const now = () => performance.now() / 1000;
  const tensorFlow = tf ? { tf } : {};
  const run = { ...options, ...tensorFlow, budget: { seconds, now } };
  for await (const { iteration, steps, fraction } of metaTrain(run)) {
    if (tf && iteration > 1) tensors.push(tf.memory().numTensors);
    await eventLoopTurn();
    if (fraction * LOOKS < points.length + 1) continue;
    points.push([steps / 1e6, (await bytesOf()) + wasm.bytes()]);
  }
  return { what, points, ...(tf && { tensors }) };
}

/** In use. What finalizers free, after a collection, is gone too. */
async function bytesOf(): Promise<number> {
  collectGarbage();
  await eventLoopTurn();
  return bytesInUse();
}
