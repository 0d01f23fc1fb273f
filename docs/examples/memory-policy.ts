import { getDistribution, metaTest, type Policy } from 'moving-cheese';

/** Two ways through the lecture's 2×2 maze, by step: up then right, and right then up. */
const plans = [
  [0, 1],
  [1, 0],
] as const;

/** A policy with a memory of its own: it stays with the first plan that has found the cheese. */
export function stayWithSuccess(): Policy {
  let plan = new Int32Array(0);
  return {
    begin(slots) {
      plan = new Int32Array(slots);
    },
    act(batch) {
      const actions = new Float32Array(batch.slots);
      for (let slot = 0; slot < batch.slots; slot++) {
        if (batch.firstStep[slot] === 1) plan[slot] = 0;
        else if (batch.transition.truncated[slot] === 1) plan[slot] = 1;
        actions[slot] = plans[plan[slot]!]![batch.step[slot]!]!;
      }
      return actions;
    },
  };
}

const distribution = getDistribution('maze/lecture-v0');
const { returnByEpisode } = metaTest({
  policy: stayWithSuccess(),
  ...{ distribution, tasks: distribution.support?.('test').map(({ task }) => task) ?? [], seed: 0 },
});
console.log(returnByEpisode);
