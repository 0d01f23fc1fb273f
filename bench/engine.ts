import type { TaskDistribution } from '../core/distribution.js';
import { MetaEpisodes } from '../core/meta-episodes.js';
import { randomStream } from '../core/random.js';
import { sizeOf } from '../core/spaces.js';
import { getDistribution } from '../distributions/index.js';
import { bytesInUse } from './memory-in-use.js';

export interface EngineMeasurement {
  readonly distribution: string;
  readonly slots: number;
  readonly stepsPerSecond: number;
}

/** Rows of actions, each of them the one before, moved on by a slot: as many drawn ones would be slow to read of themselves. */
const ROWS = 64;

/**
 * An engine with random actions that were drawn beforehand, so that the engine alone is measured: takes so many `steps` in
 * each slot at a time, and says how many env steps that were.
 */
export function engineOn(distribution: TaskDistribution, slots: number, steps = ROWS) {
  const { actionSpace } = distribution.family;
  const rng = randomStream('actions');
  const size = sizeOf(actionSpace);
  const draw =
    actionSpace.kind === 'discrete'
      ? () => rng.integer(actionSpace.size)
      : (i: number) => rng.between(actionSpace.low[i % size]!, actionSpace.high[i % size]!);
  const drawn = Float32Array.from({ length: (slots + ROWS - 1) * size }, (_, i) => draw(i));
  const rows = Array.from({ length: ROWS }, (_, first) =>
    drawn.subarray(first * size, (first + slots) * size),
  );
  const engine = new MetaEpisodes({ distribution, slots, rng: randomStream(0) });
  let next = 0;
  const advance = () => {
    for (let t = 0; t < steps; t++) engine.advance(rows[next++ % ROWS]!);
    return steps * slots;
  };
  return { advance, dispose: () => engine.dispose() };
}

/** Env steps a second of the meta-episode engine on one core, resets and task sampling included. */
export function measureEngine(id: string, slots: number, seconds: number): EngineMeasurement {
  const { advance } = engineOn(getDistribution(id), slots);
  const run = (milliseconds: number) => {
    const begun = performance.now();
    let steps = 0;
    while (performance.now() - begun < milliseconds) steps += advance();
    return steps / ((performance.now() - begun) / 1000);
  };
  run(seconds * 250);
  return { distribution: id, slots, stepsPerSecond: Math.round(run(seconds * 1000)) };
}

/** Heap in use before and after many steps of the engine, in bytes; the garbage is collected first. */
export function measureEngineMemory(id: string, slots: number, steps: number) {
  const { advance } = engineOn(getDistribution(id), slots);
  for (let done = 0; done < steps / 10; ) done += advance();
  const before = bytesInUse();
  for (let done = 0; done < steps; ) done += advance();
  const after = bytesInUse();
  return {
    distribution: id,
    slots,
    steps,
    bytesBefore: before,
    bytesAfter: after,
    bytesGrown: after - before,
  };
}
