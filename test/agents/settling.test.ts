import { describe, expect, it } from 'vitest';
import { metaTest, settlingTime, summariseQuantities } from '../../agents/index.js';
import { randomStream } from '../../core/index.js';
import { reach } from './reach.js';

const aim = { tolerance: 0.3, window: 4 };

describe('settlingTime', () => {
  it('is the end of the first window from which on all are near enough', () => {
    // Means of the last four: 1, .75, .5, .25, 0, …
    const errors = [1, 1, 1, 1, ...Array<number>(12).fill(0)];
    expect(settlingTime(errors, aim, 4)).toBe(7);
    expect(
      settlingTime(
        errors.map((error) => -error),
        aim,
        4,
      ),
    ).toBe(7);
    expect(settlingTime(Array(16).fill(0.3), { tolerance: 0.3, window: 1 }, 4)).toBe(1);
  });

  it('looks past the swing of a gait, but not past a drift', () => {
    const swing = Array.from({ length: 40 }, (_, step) => [0.9, 0, -0.9, 0][step % 4]!);
    expect(settlingTime(swing, aim, 10)).toBe(4);
    expect(settlingTime(swing, { ...aim, window: 1 }, 10)).toBe(Number.POSITIVE_INFINITY);
    const drifting = swing.map((error, step) => error + step / 40);
    expect(settlingTime(drifting, aim, 10)).toBe(Number.POSITIVE_INFINITY);
  });

  it('counts from after the last time that the value left', () => {
    const errors = Array<number>(40).fill(0);
    errors[20] = 2;
    expect(settlingTime(errors, aim, 10)).toBe(25);
    errors[34] = 2;
    expect(settlingTime(errors, aim, 10)).toBe(Number.POSITIVE_INFINITY);
  });

  it('does not count a value that is only there at the end', () => {
    const late = [...Array<number>(30).fill(1), ...Array<number>(10).fill(0)];
    expect(settlingTime(late, aim, 7)).toBe(33);
    expect(settlingTime(late, aim, 8)).toBe(Number.POSITIVE_INFINITY);
    expect(settlingTime([0, 0, 0], aim, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is hardly ever reached by chance', () => {
    const rng = randomStream(1);
    const settled = Array.from({ length: 500 }, () => {
      let error = 0;
      // Wanders as a velocity without purpose does: deviation .5, correlated over some ten steps.
      const errors = Array.from({ length: 200 }, () => {
        error = 0.9 * error + 0.22 * rng.normal();
        return error;
      });
      return settlingTime(errors, { tolerance: 0.3, window: 10 }, 50);
    }).filter(Number.isFinite);
    expect(settled.length / 500).toBeLessThan(0.1);
  });
});

describe('quantities with an aim', () => {
  it('tell by episode in how many tasks it is kept, and after how many steps', () => {
    const plain = reach(8, 2);
    const guesses = {
      id: 'guess',
      unit: '',
      about: 'The number guessed.',
      aim: { value: ({ target }: { target: number }) => target, tolerance: 0.1, window: 2 },
    };
    const distribution = {
      ...plain,
      family: {
        ...plain.family,
        quantities: [{ id: 'nothing', unit: '', about: 'Always 0.' }, guesses],
        create() {
          const env = plain.family.create();
          let guess = 0;
          return {
            ...env,
            step(action: number | Float32Array, row: Float32Array) {
              guess = typeof action === 'number' ? action : action[0]!;
              return env.step(action, row);
            },
            measure: (row: Float32Array) => row.set([0, guess]),
          };
        },
      },
    };
    // Says .5 from the third step on, in the second episode at once.
    const { measurements } = metaTest({
      policy: ({ episode, step }) => [episode === 1 || step >= 2 ? 0.5 : -1],
      distribution,
      tasks: [{ target: 0.5 }, { target: 0.55 }, { target: -0.5 }],
      seed: 1,
      measure: true,
    });
    expect([...measurements!.aims.filter((value) => !Number.isNaN(value))]).toEqual(
      [0.5, 0.55, -0.5].map(Math.fround),
    );
    const { nothing, guess } = summariseQuantities(measurements!, 2, 8);
    expect(nothing).not.toHaveProperty('settling');
    expect(guess?.settling).toEqual({
      tolerance: 0.1,
      window: 2,
      share: [2 / 3, 2 / 3],
      medianSteps: [4, 2],
    });
    const lost = metaTest({
      policy: () => [0],
      distribution,
      tasks: [{ target: 0.5 }, { target: 0 }],
      seed: 1,
      measure: true,
    });
    expect(summariseQuantities(lost.measurements!, 2, 8).guess?.settling).toMatchObject({
      share: [0.5, 0.5],
      medianSteps: [null, null],
    });
  });
});
