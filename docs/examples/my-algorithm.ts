import {
  type Algorithm,
  adamStep,
  createRnnAgent,
  cutMinibatch,
  generalisedAdvantages,
  getDistribution,
  metaTest,
  metaTrain,
  minibatchGradient,
  oneStep,
} from 'moving-cheese';

/**
 * REINFORCE without a critic (Kool et al. 2019): what a meta-episode still earns is compared with what the others
 * earn from the same decision on, each in a task of its own.
 */
export function leaveOneOut(learningRate: number, discount: number): Algorithm {
  return {
    id: 'leave-one-out',
    discount: () => discount,
    update({ tf, agent, rollout, optimiser, fraction, collective }) {
      const { steps, slots, metaEpisodeEnded } = rollout;
      const values = new Float32Array((steps + 1) * slots); // no critic: worth nothing anywhere
      const rewards = rollout.rewards.map((reward) => reward * agent.rewardScale);
      const toGo = generalisedAdvantages({
        ...{ steps, slots, rewards, values, metaEpisodeEnded, discount, traceDecay: 1 },
      });
      const advantages = toGo.map((own, i) => {
        const row = toGo.subarray(i - (i % slots), i - (i % slots) + slots);
        const all = row.reduce((sum, one) => sum + one, 0);
        return own - (all - own) / (slots - 1);
      });
      const everySlot = Array.from({ length: slots }, (_, slot) => slot);
      const targets = new Float32Array(advantages.length); // of the critic that is not there
      const minibatch = cutMinibatch({ rollout, advantages, targets }, everySlot);
      const weights = { valueCoefficient: 0, entropyCoefficient: 0.01 * (1 - fraction) };
      const step = minibatchGradient(tf, agent, minibatch, { ...oneStep, ...weights });
      collective.sum(step.gradient); // parallel copies of a run take the same step
      const rate = learningRate * (1 - 0.9 * fraction);
      const { values: parameters } = agent.parameters;
      const gradientNorm = adamStep(parameters, step.gradient, optimiser, rate, 0.5);
      agent.parametersChanged();
      return { ...step, gradientNorm, learningRate: rate };
    },
  };
}

const distribution = getDistribution('maze/lecture-v0');
const agent = await createRnnAgent({ family: distribution.family });
const algorithm = leaveOneOut(5e-3, 0.95);
const options = { agent, distribution, algorithm, slots: 16, seed: 1, budget: { steps: 60_000 } };
for await (const _ of metaTrain(options));
agent.greedy = true;
console.log(metaTest({ policy: agent, distribution, tasks: 500, seed: 0 }).returnByEpisode);
