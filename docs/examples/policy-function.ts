import { drawTestTasks, getDistribution, metaTest, type PolicyFunction } from 'moving-cheese';

/** Win-stay, lose-shift: pulls the same arm again after a 1, and the next one after a 0. */
const winStay: PolicyFunction = ({ transition }) => {
  if (transition === null) return 0; // the first decision of a meta-episode
  const arm = transition.action[0]!;
  return transition.reward === 1 ? arm : (arm + 1) % 5;
};

/** Draws an arm, with the stream that is handed in: two runs with one seed are equal. */
const anyArm: PolicyFunction = (_, rng) => rng.integer(5);

const distribution = getDistribution('bandit/bernoulli-v0'); // 5 arms, 10 pulls
for (const [name, policy] of Object.entries({ winStay, anyArm })) {
  const { total, confidence95 } = metaTest({ policy, distribution, tasks: 2000, seed: 0 });
  const [low, high] = confidence95.map((end) => end.toFixed(2));
  console.log(`${name} ${total.toFixed(2)} (${low} to ${high})`);
}
const tasks = drawTestTasks(distribution, 'test', 2000, 0); // those that metaTest drew
for (const { name, total } of distribution.references?.('test', tasks) ?? []) {
  console.log(name, total.toFixed(2));
}
