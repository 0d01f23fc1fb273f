import { createRnnAgent, defaultPpo, make, metaTest, metaTrain, ppo } from 'moving-cheese';
import { loadTensorFlow } from 'moving-cheese/node';

const env = await make('maze/lecture-v0');
const task = env.sampleTask(1); // plain JSON: where the cheese is
env.reset(task, 2);
console.log(task, env.step(0)); // 0 is up

const { distribution } = env;
const test = { distribution, tasks: 1000, seed: 0 };
const fixed = metaTest({ ...test, policy: ({ step }) => (step === 0 ? 0 : 1) }); // up, then right

const agent = await createRnnAgent({ family: distribution.family });
const { tf } = await loadTensorFlow();
const options = { algorithm: ppo(defaultPpo), tf, seed: 1, slots: 64, budget: { steps: 40_000 } };
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
