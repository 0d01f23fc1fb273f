import {
  contentHash,
  createRnnAgent,
  drawTestTasks,
  getDistribution,
  metaTest,
  metaTrain,
  normalised,
} from 'moving-cheese';

const distribution = getDistribution('maze/lecture-v0');

// Several trainings: one seed may be luck.
for (const seed of [1, 2, 3]) {
  const agent = await createRnnAgent({ family: distribution.family });
  for await (const _ of metaTrain({ agent, distribution, seed, budget: { steps: 40_000 } }));
  const test = { policy: agent, distribution, tasks: 1000, seed: 0 }; // the same tasks for all
  const drawn = metaTest(test);
  agent.greedy = true;
  const kept = metaTest(test);
  const wiped = metaTest({ ...test, wipeMemory: true });
  const score = normalised(kept.total, distribution.references?.('test', kept.tasks) ?? []);
  const [low, high] = kept.confidence95;
  console.log(
    `agent ${seed}, memory kept: ${kept.total.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
  );
  console.log(`agent ${seed}, actions drawn: ${drawn.total.toFixed(2)}`);
  console.log(`agent ${seed}, memory wiped: ${wiped.total.toFixed(2)}`);
  console.log(`agent ${seed}, normalised: ${score?.toFixed(2)}`);
}

// Where train and test are said to be disjoint, they are.
const walls = getDistribution('maze/moving-walls-v0');
const [train, test] = (['train', 'test'] as const).map(
  (split) => new Set(drawTestTasks(walls, split, 1000, 0).map(contentHash)),
);
const both = [...train!].filter((hash) => test!.has(hash));
console.log(`${walls.overlap}: ${train!.size} and ${test!.size} tasks, ${both.length} in both`);
