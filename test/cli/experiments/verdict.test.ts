import { describe, expect, it } from 'vitest';
import { meanWithInterval, studentQuantile } from '../../../cli/experiments/student.js';
import { judge, verdictOn } from '../../../cli/experiments/verdict.js';
import type { Experiment } from '../../../schemas/experiment.js';

type Claim = Experiment['claims'][number];

describe("Student's t", () => {
  // Two-sided 95 % points from printed tables.
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [9, 2.262],
    [10, 2.228],
    [30, 2.042],
    [120, 1.98],
  ])('with %i degrees of freedom is %f', (freedom, printed) => {
    expect(Math.abs(studentQuantile(freedom) - printed)).toBeLessThan(6e-4);
  });

  it('gives the interval worked by hand', () => {
    // Mean 3, variance (4 + 1 + 0 + 1 + 4) / 4 = 2.5, standard error √(2.5 / 5) = .70711; × 2.77645 = 1.96324.
    const { mean, interval } = meanWithInterval([1, 2, 3, 4, 5]);
    expect(mean).toBe(3);
    expect(interval?.[0]).toBeCloseTo(1.03676, 4);
    expect(interval?.[1]).toBeCloseTo(4.96324, 4);
  });

  it('knows of one value its mean alone, and of equal values that they are equal', () => {
    expect(meanWithInterval([7])).toEqual({ mean: 7 });
    expect(meanWithInterval([2, 2, 2])).toEqual({ mean: 2, interval: [2, 2] });
  });
});

describe('a claim', () => {
  // By hand: the interval of these differences is 3 ± 1.963.
  const differences = [1, 2, 3, 4, 5];
  const against = { arm: 'b' };
  const outcome = (claim: Pick<Claim, 'is' | 'margin'>) =>
    judge({ arm: 'a', against, ...claim }, 'total', differences).outcome;

  it.each([
    ['above', undefined, 'holds'],
    ['above', 1, 'holds'],
    ['above', 3, 'undecided'],
    ['above', 5, 'does not hold'],
    ['below', undefined, 'does not hold'],
    ['below', -3, 'undecided'],
    ['below', -5, 'holds'],
    ['near', 5, 'holds'],
    ['near', 3, 'undecided'],
    ['near', 1, 'does not hold'],
  ] as const)('that is %s by %s %s', (is, margin, expected) => {
    expect(outcome(margin === undefined ? { is } : { is, margin })).toBe(expected);
  });

  it('is undecided with one seed, and where equal is not more', () => {
    const claim: Claim = { arm: 'a', is: 'above', against };
    expect(judge(claim, 'total', [3])).toEqual({
      claim: 'a is above b, in return of the meta-episode',
      differences: [3],
      mean: 3,
      outcome: 'undecided',
    });
    expect(judge(claim, 'total', [0, 0, 0]).outcome).toBe('does not hold');
  });

  it.each([
    [{ is: 'above', against: { value: 0.5 } }, 'a is above 0.5'],
    [{ is: 'above', against, margin: 2 }, 'a is more than 2 above b'],
    [{ is: 'above', against, margin: -2 }, 'a is not more than 2 below b'],
    [{ is: 'below', against, margin: -2 }, 'a is not more than 2 above b'],
    [{ is: 'near', against, margin: 2 }, 'a is within 2 of b'],
    [
      { is: 'below', against: { reference: 'bayesOptimal' } },
      'a is below the reference "Bayes-optimal"',
    ],
  ] as const)('says what it means: %j', (claim, says) => {
    expect(judge({ arm: 'a', ...claim }, 'normalised', [1]).claim).toBe(
      `${says}, in normalised return`,
    );
  });
});

describe('a verdict', () => {
  const good = judge({ arm: 'a', is: 'above', against: { arm: 'b' } }, 'total', [1, 2, 3, 4, 5]);
  const open = judge({ arm: 'a', is: 'above', against: { arm: 'c' } }, 'total', [-1, 1, -2, 2, 1]);
  const bad = judge({ arm: 'a', is: 'below', against: { arm: 'd' } }, 'total', [1, 2, 3, 4, 5]);
  const verdict = (claims: (typeof good)[], seeds = 5, steps?: number) =>
    verdictOn({ claims, seeds, steps });

  it('holds when all claims do', () => {
    const { outcome, sentence } = verdict([good, good]);
    expect(outcome).toBe('holds');
    expect(sentence).toMatch(
      /^The expectation holds, by 95 % intervals over 5 seeds: a is above b/,
    );
    expect(sentence).toContain('difference 3.000, 1.037 … 4.963');
  });

  it('does not when one does not, whatever the others are, and names it', () => {
    const { outcome, sentence } = verdict([good, open, bad]);
    expect(outcome).toBe('does not hold');
    expect(sentence).toMatch(/does not hold\. 1 of 3 claims is not true.*: a is below d/);
  });

  it('is undecided where one is, and names it', () => {
    const { outcome, sentence } = verdict([good, open]);
    expect(outcome).toBe('undecided');
    expect(sentence).toMatch(/^Undecided: .* leave open whether a is above c/);
  });

  it('is undecided with fewer than five seeds, or with another budget', () => {
    expect(verdict([good], 4)).toMatchObject({ outcome: 'undecided' });
    expect(verdict([good], 4).sentence).toContain('4 of at least 5 seeds');
    expect(verdict([good], 5, 2000)).toMatchObject({ outcome: 'undecided' });
    expect(verdict([bad], 5, 2000).sentence).toContain('2000 steps instead of its own');
  });
});
