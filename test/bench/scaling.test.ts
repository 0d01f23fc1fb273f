import { describe, expect, test } from 'vitest';
import { fitExponent, fitLine, kneeOf, lastHalf, type Point } from '../../bench/fit.js';
import { type Axis, type Curve, type Grown, measureAxis } from '../../bench/scaling/axis.js';
import { judge, scalingTable, TOLERANCE } from '../../bench/scaling/verdict.js';
import { read } from '../docs/pages.js';

const sizes = [1, 4, 16, 64, 256];
const powerLaw = (exponent: number, factor = 3): Point[] =>
  sizes.map((x) => [x, factor * x ** exponent]);

function grown(points: readonly Point[], curve: Partial<Curve> = {}): Grown {
  const axis = { size: 'slots', base: 'GridNavi' };
  return { what: 'an env step', unit: 'µs', theory: [0, 0], axis, ...curve, points };
}

describe('the fit', () => {
  test.each([-1, -0.5, 0, 1, 1.5, 2])('finds the exponent %d of an exact power law', (exponent) => {
    expect(fitExponent(powerLaw(exponent))).toBeCloseTo(exponent, 10);
    expect(fitExponent(lastHalf(powerLaw(exponent)))).toBeCloseTo(exponent, 10);
  });

  test('is of least squares, with the standard error of its slope', () => {
    // By hand: slope 8 / 10 of x, squares that are missed 3.6, thus √(3.6 / 3 / 10).
    const { slope, standardError } = fitLine([
      [1, 2],
      [2, 1],
      [3, 4],
      [4, 3],
      [5, 5],
    ]);
    expect(slope).toBeCloseTo(0.8, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(0.12), 12);
  });

  test('has no doubt about an exact line, and cannot tell of two points', () => {
    const line = (count: number) => Array.from({ length: count }, (_, x): Point => [x, 7 - 2 * x]);
    expect(fitLine(line(4)).slope).toBeCloseTo(-2, 12);
    expect(fitLine(line(4)).standardError).toBeCloseTo(0, 12);
    expect(fitLine(line(2)).standardError).toBeNaN();
  });

  test.each([
    [2, [1, 4]],
    [3, [4, 16]],
    [4, [16, 64]],
    [5, [16, 64, 256]],
  ])('takes of %d sizes the larger %j', (count, last) => {
    expect(lastHalf(powerLaw(1).slice(0, count)).map(([x]) => x)).toEqual(last);
  });

  test('finds the knee where the exponent changes most, and none where it does not change', () => {
    // A fixed cost that is shared by slots, until each costs its own.
    const points = sizes.map((x): Point => [x, x <= 16 ? 16 / x : 1]);
    expect(kneeOf(points)).toBe(16);
    expect(kneeOf(points.slice(0, 2))).toBeUndefined();
    expect(kneeOf(powerLaw(1.5))).toBeUndefined();
  });
});

describe('the verdict', () => {
  test.each([
    ['flat where theory says flat', 0, [0, 0], false],
    ['falling where theory says flat', -0.5, [0, 0], false],
    ['growing within the tolerance', TOLERANCE.µs - 0.01, [0, 0], false],
    ['growing by more than the tolerance', TOLERANCE.µs + 0.01, [0, 0], true],
    ['quadratic where theory says so', 2, [1, 2], false],
    ['cubic where theory says quadratic', 3, [1, 2], true],
  ] as const)('%s', (_, exponent, theory, isMore) => {
    expect(judge(grown(powerLaw(exponent), { theory })).isMore).toBe(isMore);
  });

  test('is by the larger sizes alone where the smaller ones hide it', () => {
    // Falls from 64 to 4, then grows by the power .5: over all sizes it seems to fall.
    const points: Point[] = [
      [1, 64],
      [4, 16],
      [16, 4],
      [64, 8],
      [256, 16],
    ];
    const { exponent, exponentOfLastHalf, isMore, knee } = judge(grown(points));
    expect(exponent).toBeLessThan(0);
    expect(exponentOfLastHalf).toBeCloseTo(0.5, 10);
    expect({ isMore, knee }).toEqual({ isMore: true, knee: 16 });
  });

  test('is stricter about memory, which is counted', () => {
    const points = powerLaw(0.1);
    expect(judge(grown(points)).isMore).toBe(false);
    expect(judge(grown(points, { unit: 'bytes' })).isMore).toBe(true);
  });

  test('is a row of the table', () => {
    const [header, ...rows] = scalingTable([
      grown(powerLaw(-0.5)),
      grown(powerLaw(1).slice(0, 2), { theory: [-1, 0], what: 'a trained env step' }),
    ]);
    expect(rows.map((row) => row.length)).toEqual([header?.length, header?.length]);
    expect(rows).toEqual([
      [
        ...['an env step', 'slots', 'GridNavi', '1 … 256', '3 … 0.1875 µs'],
        ...['−0.50', '−0.50', '0', 'no', ''],
      ],
      [
        ...['a trained env step', 'slots', 'GridNavi', '1 … 4', '3 … 12 µs'],
        ...['1.00', '1.00', '−1 … 0', 'more', ''],
      ],
    ]);
  });
});

test('the page says what is tolerated', () => {
  const page = read('docs/scaling.md').replaceAll(/\s+/g, ' ');
  expect(page).toContain(`a tolerance is: ${TOLERANCE.µs} for time,`);
  expect(page).toContain(`and ${TOLERANCE.bytes} for bytes of memory`);
  expect(TOLERANCE.s).toBe(TOLERANCE.µs);
});

describe('an axis', () => {
  /** Subjects that cost their size times a number that changes from turn to turn, and say what is done with them. */
  function watched(factors: readonly number[], log: string[]): Axis {
    return {
      ...{ size: 'slots', base: 'nothing', sizes: [1, 2, 4], fewSizes: [1, 4] },
      curves: [
        { what: 'a step', unit: 'µs', theory: [1, 1] },
        { what: 'half of it', unit: 'µs', theory: [1, 1] },
      ],
      create(size) {
        let turns = 0;
        return {
          turn(seconds) {
            log.push(`${size} for ${seconds}`);
            const cost = size * factors[turns++]!;
            return [cost, cost / 2];
          },
          dispose: () => void log.push(`${size} gone`),
        };
      },
    };
  }
  const effort = { isSmall: true, rounds: 3, seconds: 2, warmUpSeconds: 9 };

  test('warms all sizes up, then measures them in turn, and takes medians', async () => {
    const log: string[] = [];
    const curves = await measureAxis(watched([1000, 7, 5, 6], log), effort);
    expect(log).toEqual([
      ...['1 for 9', '4 for 9'],
      ...['1 for 2', '4 for 2', '1 for 2', '4 for 2', '1 for 2', '4 for 2'],
      ...['1 gone', '4 gone'],
    ]);
    expect(curves.map(({ what, points }) => [what, points])).toEqual([
      [
        'a step',
        [
          [1, 6],
          [4, 24],
        ],
      ],
      [
        'half of it',
        [
          [1, 3],
          [4, 12],
        ],
      ],
    ]);
  });

  test('has more sizes when it is not a try', async () => {
    const [curve] = await measureAxis(watched([1, 1, 1, 1], []), { ...effort, isSmall: false });
    expect(curve?.points.map(([x]) => x)).toEqual([1, 2, 4]);
  });

  test('disposes of what it made where one fails', async () => {
    const log: string[] = [];
    const axis = watched([], log);
    const failing: Axis = {
      ...axis,
      create(size) {
        if (size === 4) throw new Error('too large');
        return axis.create(size);
      },
    };
    await expect(measureAxis(failing, effort)).rejects.toThrow('too large');
    expect(log).toEqual(['1 for 9', '1 gone']);
  });
});
