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

/**
 * An engine with random actions that were drawn beforehand, so that the engine alone is measured: takes all of
 * them, `rows` in each slot, and says how many env steps that were.
 */
export function engineOn(distribution: TaskDistribution, slots: number, rows = 64) {
  const { actionSpace } = distribution.family;
  const rng = randomStream('actions');
  const size = sizeOf(actionSpace);
  const draw =
    actionSpace.kind === 'discrete'
      ? () => rng.integer(actionSpace.size)
      : (i: number) => rng.between(actionSpace.low[i % size]!, actionSpace.high[i % size]!);
  const actions = Array.from({ length: rows }, () =>
    Float32Array.from({ length: slots * size }, (_, i) => draw(i)),
  );
  const engine = new MetaEpisodes({ distribution, slots, rng: randomStream(0) });
  const advance = () => {
    for (const row of actions) engine.advance(row);
    return actions.length * slots;
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
