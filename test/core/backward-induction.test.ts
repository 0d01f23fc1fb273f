import { expect, test } from 'vitest';
import { backupOf, backwardInduction } from '../../core/backward-induction.js';

// Two states. In state 0, action 0 pays 1 and stays; action 1 pays 0 and leads to state 1 with probability ½.
// In state 1 both actions pay 4 and lead to state 0.
const backup = backupOf([1, 0, 4, 4], [1, 0, 0.5, 0.5, 1, 0, 1, 0]);
const two = { states: 2, actions: 2 };

test('the best values, by hand', () => {
  const { values, actionValues } = backwardInduction({ ...two, horizon: 3 }, backup);
  // One step left: 1 and 4. Two: max(1 + 1, ½ (1 + 4)) = 2.5 and 4 + 1 = 5. Three: max(3.5, 3.75) and 6.5.
  expect([...values]).toEqual([3.75, 6.5, 2.5, 5, 1, 4, 0, 0]);
  expect([...actionValues.subarray(0, 4)]).toEqual([3.5, 3.75, 6.5, 6.5]);
  expect([...actionValues.subarray(8)]).toEqual([1, 0, 4, 4]);
});

test('the values of acting at random, by hand', () => {
  const { values } = backwardInduction({ ...two, horizon: 2 }, backup, 'mean');
  // One step left: ½ and 4. Two: ½ (1 + ½) + ½ (½ · ½ + ½ · 4) = 1.875 and 4 + ½.
  expect([...values]).toEqual([1.875, 4.5, 0.5, 4, 0, 0]);
});
