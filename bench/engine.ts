import { MetaEpisodes } from '../core/meta-episodes.js';
import { randomStream } from '../core/random.js';
import { getDistribution } from '../distributions/index.js';

/** Random actions, drawn beforehand, so that the engine alone is measured. */
function randomActions(rows: number, slots: number, size: number): Float32Array[] {
  const rng = randomStream('actions');
  return Array.from({ length: rows }, () =>
    Float32Array.from({ length: slots }, () => rng.integer(size)),
  );
}

/** Env steps a second of the meta-episode engine on GridNavi, resets and task sampling included. */
export function measureEngine(slots: number, seconds: number): number {
  const distribution = getDistribution('maze/gridnavi-v0');
  const engine = new MetaEpisodes({ distribution, slots, rng: randomStream(0) });
  const actions = randomActions(64, slots, 5);
  const run = (duration: number) => {
    const begun = performance.now();
    let batches = 0;
    while (performance.now() - begun < duration * 1000) {
      for (let i = 0; i < 64; i++) engine.advance(actions[i]!);
      batches += 64;
    }
    return (batches * slots) / ((performance.now() - begun) / 1000);
  };
  run(seconds / 4);
  return run(seconds);
}
