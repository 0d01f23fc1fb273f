import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutMinibatch, cutMinibatches } from '../../agents/index.js';
import type { Rollout } from '../../agents/rollout.js';

const INPUTS = 40;
const OBSERVATIONS = 6;

/** Every number says where it is. */
function experienceOf(steps: number, slots: number) {
  const column = (width: number, from: number) =>
    Float32Array.from({ length: steps * slots * width }, (_, i) => from + i);
  const rollout: Rollout = {
    ...{ steps, slots },
    inputs: column(INPUTS, 0),
    observations: column(OBSERVATIONS, 0.5),
    cleared: Uint8Array.from({ length: steps * slots }, (_, i) => i % 251),
    actions: column(1, 1000),
    logProbabilities: column(1, 2000),
    values: new Float32Array((steps + 1) * slots),
    rewards: column(1, 0),
    metaEpisodeEnded: new Uint8Array(steps * slots),
    returnByEpisode: new Float32Array(1),
  };
  return { rollout, advantages: column(1, 3000), targets: column(1, 4000) };
}

it('minibatches hold the rows of their slots, time-major, whatever the order and the size', () => {
  const sizes = fc.record({
    steps: fc.integer({ min: 1, max: 7 }),
    slots: fc.integer({ min: 1, max: 9 }),
    size: fc.integer({ min: 1, max: 10 }),
    seed: fc.array(fc.integer(), { minLength: 9, maxLength: 9 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(sizes, ({ steps, slots, size, seed, share }) => {
      const experience = experienceOf(steps, slots);
      const { rollout, advantages, targets } = experience;
      const all = Array.from({ length: slots }, (_, slot) => slot);
      const order = all
        .sort((a, b) => seed[a]! - seed[b]!)
        .slice(0, Math.max(1, Math.round(share * slots)));
      const minibatches = cutMinibatches(experience, order, size);
      expect(minibatches.length).toBe(Math.ceil(order.length / size));
      minibatches.forEach((minibatch, m) => {
        const chosen = order.slice(m * size, (m + 1) * size);
        const rows = Array.from({ length: steps }, (_, t) =>
          chosen.map((slot) => t * slots + slot),
        ).flat();
        const expected = (column: Float32Array | Uint8Array, width = 1) =>
          rows.flatMap((row) => [...column.subarray(row * width, (row + 1) * width)]);
        expect(minibatch.steps).toBe(steps);
        expect(minibatch.slots).toBe(chosen.length);
        expect([...minibatch.inputs]).toEqual(expected(rollout.inputs, INPUTS));
        expect([...minibatch.observations]).toEqual(expected(rollout.observations, OBSERVATIONS));
        expect([...minibatch.cleared]).toEqual(expected(rollout.cleared));
        expect([...minibatch.actions]).toEqual(expected(rollout.actions));
        expect([...minibatch.oldLogProbabilities]).toEqual(expected(rollout.logProbabilities));
        expect([...minibatch.advantages]).toEqual(expected(advantages));
        expect([...minibatch.targets]).toEqual(expected(targets));
      });
      expect(cutMinibatch(experience, order)).toEqual(
        cutMinibatches(experience, order, order.length)[0],
      );
    }),
    { numRuns: 200, seed: 1 },
  );
});
