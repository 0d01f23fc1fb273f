import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generalisedAdvantages } from '../../agents/algorithms/advantages.js';

describe('generalisedAdvantages', () => {
  it('gives the numbers worked by hand', () => {
    // γ = 0.5, λ = 0.5, one slot, V = 1, 2, 3 and 4 after the last.
    // t=2: δ = 1 + 0.5·4 − 3 = 0,            A = 0
    // t=1: δ = 0 + 0.5·3 − 2 = −0.5,         A = −0.5 + 0.25·0 = −0.5
    // t=0: δ = 2 + 0.5·2 − 1 = 2,            A = 2 + 0.25·(−0.5) = 1.875
    const advantages = generalisedAdvantages({
      steps: 3,
      slots: 1,
      rewards: Float32Array.of(2, 0, 1),
      values: Float32Array.of(1, 2, 3, 4),
      metaEpisodeEnded: Uint8Array.of(0, 0, 0),
      discount: 0.5,
      traceDecay: 0.5,
    });
    expect([...advantages]).toEqual([1.875, -0.5, 0]);
  });

  it('lets nothing flow across the end of a meta-episode', () => {
    // The same, but the transition at t=1 ends the meta-episode.
    // t=1: δ = 0 − 2 = −2, A = −2;  t=0: δ = 2, A = 2 + 0.25·(−2) = 1.5
    const advantages = generalisedAdvantages({
      steps: 3,
      slots: 1,
      rewards: Float32Array.of(2, 0, 1),
      values: Float32Array.of(1, 2, 3, 4),
      metaEpisodeEnded: Uint8Array.of(0, 1, 0),
      discount: 0.5,
      traceDecay: 0.5,
    });
    expect([...advantages]).toEqual([1.5, -2, 0]);
  });

  it('counts what is given as the value past the end of a meta-episode', () => {
    // The same, with 8 still to come at t=1: δ = 0 + 0.5·8 − 2 = 2, A = 2;  t=0: A = 2 + 0.25·2 = 2.5
    const advantages = generalisedAdvantages({
      steps: 3,
      slots: 1,
      rewards: Float32Array.of(2, 0, 1),
      values: Float32Array.of(1, 2, 3, 4),
      metaEpisodeEnded: Uint8Array.of(0, 1, 0),
      endValues: Float32Array.of(0, 8, 0),
      discount: 0.5,
      traceDecay: 0.5,
    });
    expect([...advantages]).toEqual([2.5, 2, 0]);
  });

  it('with λ = 1 is the discounted return less the value', () => {
    const steps = 6;
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
          minLength: steps,
          maxLength: steps,
        }),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
          minLength: steps + 1,
          maxLength: steps + 1,
        }),
        (rewards, values) => {
          const advantages = generalisedAdvantages({
            steps,
            slots: 1,
            rewards: Float32Array.from(rewards),
            values: Float32Array.from(values),
            metaEpisodeEnded: new Uint8Array(steps),
            discount: 0.9,
            traceDecay: 1,
          });
          let target = values[steps]!;
          for (let t = steps - 1; t >= 0; t--) {
            target = rewards[t]! + 0.9 * target;
            expect(advantages[t]).toBeCloseTo(target - values[t]!, 5);
          }
        },
      ),
    );
  });

  it('treats slots apart', () => {
    const inputs = {
      steps: 2,
      rewards: Float32Array.of(1, 5, 2, 6),
      values: Float32Array.of(0, 1, 0, 1, 0, 1),
      metaEpisodeEnded: new Uint8Array(4),
      discount: 1,
      traceDecay: 1,
    };
    const both = generalisedAdvantages({ ...inputs, slots: 2 });
    expect([...both]).toEqual([3, 11, 2, 6]);
  });

  it('names the shapes it was given', () => {
    expect(() =>
      generalisedAdvantages({
        steps: 2,
        slots: 1,
        rewards: new Float32Array(2),
        values: new Float32Array(2),
        metaEpisodeEnded: new Uint8Array(2),
        discount: 1,
        traceDecay: 1,
      }),
    ).toThrow(/values of 3 numbers; received \[2,2,2\]/);
  });
});
