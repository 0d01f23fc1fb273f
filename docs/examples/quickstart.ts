import { createRnnAgent, make, metaTest, metaTrain } from 'moving-cheese';

const env = await make('maze/lecture-v0');
const task = env.sampleTask(1); // plain JSON: where the cheese is
env.reset(task, 2);
console.log(task, env.step(0)); // 0 is up

const { distribution } = env;
const test = { distribution, tasks: 1000, seed: 0 };
const fixed = metaTest({ ...test, policy: ({ step }) => (step === 0 ? 0 : 1) }); // up, then right

const agent = await createRnnAgent({ family: distribution.family });
const options = { seed: 1, budget: { steps: 40_000 } };
for await (const { steps, returnByEpisode } of metaTrain({ agent, distribution, ...options })) {
  if (steps % 3840 === 0) console.log(steps, returnByEpisode);
}
agent.greedy = true; // from here on, the most likely action
const adapted = metaTest({ ...test, policy: agent });

console.log('up, then right', fixed.returnByEpisode);
console.log('agent', adapted.returnByEpisode);
for (const { name, returnByEpisode } of distribution.references?.('test', adapted.tasks) ?? []) {
  console.log(name, returnByEpisode); // computed exactly, not measured
}
