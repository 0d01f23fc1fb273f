import { createRnnAgent, getDistribution, metaTest, metaTrain } from 'moving-cheese';

/** Everything that is worth testing, and nothing of the page: it runs in Node just as well. */
export class Trainer {
  async train(budget: number, tell: (steps: number) => void): Promise<readonly number[]> {
    const distribution = getDistribution('maze/lecture-v0');
    await distribution.family.load?.(); // a physics engine, where the family has one
    const agent = await createRnnAgent({ family: distribution.family });
    const run = { agent, distribution, seed: 1, budget: { steps: budget } };
    for await (const { iteration, steps } of metaTrain(run)) {
      if (iteration % 20 !== 0) continue;
      tell(steps);
      await new Promise((resolve) => setTimeout(resolve)); // a turn for messages to come in
    }
    agent.greedy = true;
    return metaTest({ policy: agent, distribution, tasks: 1000, seed: 0 }).returnByEpisode;
  }
}
