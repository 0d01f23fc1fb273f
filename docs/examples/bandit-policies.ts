import {
  epsilonGreedy,
  getDistribution,
  gittinsPolicy,
  metaTest,
  randomPolicy,
  thompsonSampling,
  ucb1,
} from 'moving-cheese';

// A row of table 1 of RL²: n = 10 pulls, k = 5 arms.
const distribution = getDistribution('bandit/bernoulli-v0');
const [arms, pulls] = [5, distribution.horizon];
const policies = {
  random: randomPolicy(distribution.family.actionSpace),
  Gittins: gittinsPolicy({ arms, pulls }),
  'Thompson sampling': thompsonSampling({ arms }),
  UCB1: ucb1({ arms }),
  greedy: epsilonGreedy({ arms, epsilon: 0 }),
};
for (const [name, policy] of Object.entries(policies)) {
  const { total, confidence95 } = metaTest({ policy, distribution, tasks: 1000, seed: 0 });
  const [low, high] = confidence95.map((end) => end.toFixed(2));
  console.log(`${name}: ${total.toFixed(2)} (${low} to ${high})`);
}
