import { expect, it } from 'vitest';
import { normalised } from '../../core/index.js';

const reference = (name: string, total: number, exact = true) => ({ name, total, exact });

it('a return is normalised between random and Bayes-optimal', () => {
  const known = [reference('random', -2), reference('oracle', 20), reference('bayesOptimal', 8)];
  expect(normalised(-2, known)).toBe(0);
  expect(normalised(3, known)).toBe(0.5);
  expect(normalised(8, known)).toBe(1);
  expect(normalised(13, known)).toBe(1.5);
});

it('nothing is normalised by what is not known, or by no difference', () => {
  const best = reference('bayesOptimal', 8);
  expect(normalised(3, [best])).toBeUndefined();
  expect(normalised(3, [reference('random', -2)])).toBeUndefined();
  expect(normalised(3, [reference('random', -2, false), best])).toBeUndefined();
  expect(
    normalised(3, [reference('random', -2), reference('bayesOptimal', 8, false)]),
  ).toBeUndefined();
  expect(normalised(3, [reference('random', 8), best])).toBeUndefined();
});
