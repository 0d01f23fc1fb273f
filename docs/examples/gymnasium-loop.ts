import { make, randomStream } from 'moving-cheese';

const env = await make('maze/gridnavi-v0');
const task = env.sampleTask(7, 'test'); // plain JSON: log it, keep it, write one by hand
const rng = randomStream(4);

for (let episode = 0; episode < env.distribution.episodes; episode++) {
  let observation = env.reset(task, episode, episode);
  for (;;) {
    const action = rng.integer(5); // a policy would read `observation`, and what it remembers
    const { terminated, truncated, info, ...step } = env.step(action);
    observation = step.observation; // a copy, as reset gives: keep it if you like
    if (!terminated && !truncated) continue;
    const cell = observation.indexOf(1);
    console.log(`episode ${episode + 1}: ${info.steps} steps, return ${info.return.toFixed(1)},`, {
      cell,
      terminated,
      truncated,
    });
    break;
  }
}
env.dispose();
