import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arcTangent, cosine, sine } from '../../envs/half-cheetah/trigonometry.js';

const angle = fc.double({ min: -5000, max: 5000, noNaN: true });
// Without −0, whose sign `Math.atan2` heeds: here it counts as 0.
const length = fc.double({ min: -1e3, max: 1e3, noNaN: true }).map((x) => x + 0);
const TOLERANCE = 1e-12;

describe('trigonometry from elementary arithmetic', () => {
  it('agrees with Math', () => {
    fc.assert(
      fc.property(angle, (a) => {
        expect(Math.abs(sine(a) - Math.sin(a))).toBeLessThan(TOLERANCE);
        expect(Math.abs(cosine(a) - Math.cos(a))).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(length, length, (y, x) => {
        expect(Math.abs(arcTangent(y, x) - Math.atan2(y, x))).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 2000 },
    );
  });

  it('is right at the edges of its cases', () => {
    for (let k = -16; k <= 16; k++) {
      const a = (k * Math.PI) / 8;
      expect(sine(a)).toBeCloseTo(Math.sin(a), 14);
      expect(cosine(a)).toBeCloseTo(Math.cos(a), 14);
      expect(arcTangent(Math.sin(a), Math.cos(a))).toBeCloseTo(
        Math.atan2(Math.sin(a), Math.cos(a)),
        14,
      );
    }
    expect(arcTangent(0, 0)).toBe(0);
    expect(arcTangent(0, -1)).toBe(Math.PI);
  });
});
