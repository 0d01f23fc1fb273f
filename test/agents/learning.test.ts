import type * as tfjs from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import {
  type AlgorithmChoice,
  actionDistributionFor,
  clippedLoss,
  continuousPreset,
  createAlgorithm,
  createRnnAgent,
  discretePreset,
  type EncoderName,
  gruAutodiffEncoder,
  gruNetwork,
  type Heads,
  joinNetwork,
  type MetaTrainOptions,
  metaTest,
  metaTrain,
  type Network,
  type NetworkSizes,
  type Progress,
  ppo,
  RnnAgent,
  tensorActor,
  type UpdateInputs,
} from '../../agents/index.js';
import { loadKernel } from '../../agents/kernels/wasm-kernel.js';
import type { TaskDistribution } from '../../core/index.js';
import { getDistribution, withContextGiven, withTask } from '../../distributions/index.js';
import { reach } from './reach.js';
import { someTensorFlow, tensorFlowOn, testedBackends } from './tensorflow.js';

const kernel = await loadKernel();
const lecture = getDistribution('maze/lecture-v0');

function agentFor<Task>(
  { family }: TaskDistribution<Task>,
  network: (sizes: NetworkSizes) => Network = gruNetwork({ kernel, hidden: 16 }),
): RnnAgent {
  return new RnnAgent({ family, network, rewardScale: 1 });
}

/** Trains to the end of the budget and returns every iteration's progress. */
async function train<Task>(options: MetaTrainOptions<Task>): Promise<Progress[]> {
  const history: Progress[] = [];
  for await (const progress of metaTrain(options)) history.push(progress);
  return history;
}

describe.each(testedBackends)('on the backend %s', (backend) => {
  it('the agent learns to adapt: it beats every policy that forgets', async () => {
    const tf = await tensorFlowOn(backend);
    const agent = agentFor(lecture);
    const before = tf.memory().numTensors;
    await train({
      tf,
      agent,
      distribution: lecture,
      seed: 1,
      slots: 64,
      budget: { steps: 40_000 },
    });
    expect(tf.memory().numTensors).toBe(before);
    agent.greedy = true;
    const { returnByEpisode, total } = metaTest({
      policy: agent,
      distribution: lecture,
      tasks: 300,
      seed: 1,
    });
    // Exact: Bayes-optimal 2/3 + 1 + 1, the best that wipes its memory 3 × 2/3.
    expect(total).toBeGreaterThan(2.5);
    expect(returnByEpisode[2]).toBeGreaterThan(0.95);
    const wiped = metaTest({
      policy: agent,
      distribution: lecture,
      tasks: 300,
      seed: 1,
      wipeMemory: true,
    });
    expect(wiped.total).toBeLessThan(2.2);
  });
});

describe('the agent', () => {
  it('adapts with continuous actions', async () => {
    const distribution = reach(3, 2);
    const agent = agentFor(distribution);
    await train({ agent, distribution, seed: 1, slots: 64, budget: { steps: 150_000 } });
    agent.greedy = true;
    const { returnByEpisode } = metaTest({ policy: agent, distribution, tasks: 500, seed: 2 });
    // Blind, the best guess is 0 and costs ½ a step, 1.5 an episode.
    expect(returnByEpisode[0]).toBeGreaterThan(-1.1);
    expect(returnByEpisode[1]).toBeGreaterThan(-0.45);
  });

  it('adapts with the preset for continuous actions', async () => {
    const distribution = reach(3, 2);
    const agent = await createRnnAgent({ family: distribution.family, hidden: 16 });
    await train({ agent, distribution, seed: 1, slots: 64, budget: { steps: 150_000 } });
    const { returnByEpisode } = metaTest({ policy: agent, distribution, tasks: 500, seed: 2 });
    expect(returnByEpisode[0]).toBeGreaterThan(-1.1);
    expect(returnByEpisode[1]).toBeGreaterThan(-0.3);
    // A return of three steps of at most 2 each cannot be learnt to be worth more than nothing.
    expect(agent.valueMoments.mean).toBeLessThan(0);
  });

  it('learns with heads of somebody else, written in tensors', async () => {
    const tf = await someTensorFlow('wasm');
    const network = (sizes: NetworkSizes) => {
      const encoder = gruAutodiffEncoder(sizes.inputs, 8);
      const heads = twoLayerHeads(sizes, encoder.size);
      const actor = (slots: number) => tensorActor(tf, encoder, heads, sizes, slots);
      return joinNetwork({ encoder, heads, free: sizes.free, actor });
    };
    const agent = agentFor(lecture, network);
    const history = await train({
      tf,
      agent,
      distribution: lecture,
      seed: 1,
      slots: 32,
      budget: { steps: 8_000 },
    });
    const total = ({ returnByEpisode }: Progress) => returnByEpisode.reduce((a, b) => a + b);
    expect(total(history.at(-1)!)).toBeGreaterThan(total(history[0]!) + 0.5);
  });

  it("learns the same, iteration by iteration, through tensors and by the network's own way back", async () => {
    const run = (tensors: Partial<Pick<MetaTrainOptions, 'tf'>>) =>
      train({
        ...tensors,
        agent: agentFor(lecture),
        distribution: lecture,
        seed: 3,
        slots: 16,
        budget: { steps: 600 },
      });
    const own = await run({});
    const written = await run({ tf: await someTensorFlow('wasm') });
    own.forEach((progress, i) => {
      expect(progress.loss).toBeCloseTo(written[i]!.loss, 3);
      expect(progress.entropy).toBeCloseTo(written[i]!.entropy, 3);
      expect(progress.divergence).toBeCloseTo(written[i]!.divergence, 3);
    });
  });

  it('asks for TensorFlow.js where the loss or the network is written in it', async () => {
    const rest = { agent: agentFor(lecture), distribution: lecture, seed: 1, slots: 16 };
    const algorithm = ppo({ ...discretePreset.algorithms.ppo, loss: clippedLoss });
    await expect(train({ ...rest, algorithm, budget: { steps: 600 } })).rejects.toThrow(
      /tf must be TensorFlow\.js for a loss of your own.*received nothing.*loadTensorFlow/s,
    );
  });
});

describe('ablations', () => {
  const distribution: TaskDistribution = reach(3, 2);
  const earn = async (subject: TaskDistribution, encoder: EncoderName) => {
    const agent = await createRnnAgent({ family: subject.family, hidden: 16, encoder });
    await train({ agent, distribution: subject, seed: 1, budget: { steps: 60_000 } });
    agent.greedy = true;
    return metaTest({ policy: agent, distribution: subject, tasks: 500, seed: 2 }).returnByEpisode;
  };

  it('without memory nothing can be better than the best blind guess', async () => {
    // 0 costs ½ a step, 1.5 an episode.
    for (const each of await earn(distribution, 'none')) {
      expect(each).toBeGreaterThan(-1.7);
      expect(each).toBeLessThan(-1.4);
    }
  });

  it('with the context given the first episode is as good as the last', async () => {
    const family = {
      ...distribution.family,
      context: {
        size: 1,
        write: (task: unknown, row: Float32Array) => {
          row[0] = (task as { target: number }).target;
        },
      },
    };
    const given = withContextGiven({ ...distribution, family });
    for (const each of await earn(given, 'none')) expect(each).toBeGreaterThan(-0.6);
  });

  it('a single task is learnt by heart', async () => {
    const [first = 0] = await earn(withTask(distribution, { target: 0.7 }), 'none');
    expect(first).toBeGreaterThan(-0.3);
  });
});

const choices: readonly AlgorithmChoice[] = [
  { id: 'a2c', ...discretePreset.algorithms.a2c },
  { id: 'reinforce', ...discretePreset.algorithms.reinforce },
];

describe.each(choices)('the algorithm $id', (choice) => {
  it('learns to adapt', async () => {
    const agent = agentFor(lecture);
    const algorithm = createAlgorithm(choice);
    await train({ agent, distribution: lecture, algorithm, seed: 1, budget: { steps: 60_000 } });
    agent.greedy = true;
    const options = { policy: agent, distribution: lecture, tasks: 300, seed: 1 };
    // Exact: Bayes-optimal 2/3 + 1 + 1, the best that wipes its memory 3 × 2/3.
    expect(metaTest(options).total).toBeGreaterThan(2.5);
    expect(metaTest({ ...options, wipeMemory: true }).total).toBeLessThan(2.2);
  });

  it('makes one step on each rollout, of the slots that its preset says', async () => {
    const agent = agentFor(lecture);
    const stepped: number[] = [];
    const made = createAlgorithm(choice);
    const algorithm = {
      ...made,
      update: (inputs: UpdateInputs) => {
        const metrics = made.update(inputs);
        stepped.push(inputs.optimiser.updates);
        expect(inputs.rollout.slots).toBe(4);
        return metrics;
      },
    };
    const history = await train({
      ...{ agent, distribution: lecture, algorithm, seed: 1, budget: { steps: 120 } },
    });
    expect(stepped).toEqual([1, 2, 3, 4, 5]);
    // The policy is still the one that acted.
    for (const { divergence } of history) expect(Math.abs(divergence)).toBeLessThan(1e-6);
  });
});

describe('the steered learning rate', () => {
  const run = async (targetDivergence: number) => {
    const distribution = reach(3, 2);
    const agent = await createRnnAgent({ family: distribution.family, hidden: 8 });
    const algorithm = ppo({
      ...continuousPreset.algorithms.ppo,
      finalLearningRate: 1,
      targetDivergence,
    });
    return train({ agent, distribution, algorithm, seed: 1, budget: { steps: 3_000 } });
  };

  it('falls where the policy moves too far, by steps of 1.5', async () => {
    const rates = (await run(1e-9)).map(({ learningRate }) => learningRate);
    expect(rates[0]).toBeCloseTo(3e-3, 10);
    expect(rates[1]).toBeCloseTo(2e-3, 10);
    expect(rates.at(-1)).toBeGreaterThanOrEqual(3e-5);
  });

  it('never exceeds the schedule', async () => {
    for (const { learningRate } of await run(10)) expect(learningRate).toBeCloseTo(3e-3, 10);
  });
});

describe('the weight of the entropy bonus', () => {
  it.each([
    [undefined, [0.04, 0.03, 0.02, 0.01]],
    [0.5, [0.04, 0.035, 0.03, 0.025]],
    [1, [0.04, 0.04, 0.04, 0.04]],
  ])('falls to a share of %s, linearly', async (finalEntropy, expected) => {
    const weights: number[] = [];
    const algorithm = ppo({
      ...discretePreset.algorithms.ppo,
      minibatches: 1,
      ...(finalEntropy !== undefined && { finalEntropy }),
      loss: (tf, inputs) => {
        weights.push(inputs.entropyCoefficient);
        return clippedLoss(tf, inputs);
      },
    });
    const agent = await createRnnAgent({ family: lecture.family, hidden: 4 });
    // Four iterations of two slots; the fourth begins at three quarters of the budget.
    const steps = lecture.episodes * lecture.horizon * 2 * 4;
    const tf = await someTensorFlow('cpu');
    await train({
      agent,
      distribution: lecture,
      algorithm,
      tf,
      slots: 2,
      seed: 1,
      budget: { steps },
    });
    expect(weights).toHaveLength(4);
    weights.forEach((weight, i) => {
      expect(weight).toBeCloseTo(expected[i]!, 10);
    });
  });
});

describe('a run', () => {
  const options = { distribution: lecture, seed: 5, slots: 16, budget: { steps: 2_000 } } as const;

  it('is a function of its seed, bit for bit', async () => {
    const first = await train({ ...options, agent: agentFor(lecture) });
    const second = await train({ ...options, agent: agentFor(lecture) });
    const other = await train({ ...options, seed: 6, agent: agentFor(lecture) });
    expect(second.at(-1)!.state().parameters).toEqual(first.at(-1)!.state().parameters);
    expect(other.at(-1)!.state().parameters).not.toEqual(first.at(-1)!.state().parameters);
  });

  it('goes on from a saved state as if never interrupted', async () => {
    const whole = await train({ ...options, agent: agentFor(lecture) });
    const middle = whole[Math.floor(whole.length / 2)]!;
    expect(() => middle.state()).not.toThrow();
    const cut: Progress[] = [];
    let saved = middle.state();
    for await (const progress of metaTrain({ ...options, agent: agentFor(lecture) })) {
      cut.push(progress);
      saved = progress.state();
      if (cut.length === 7) break;
    }
    cut.push(...(await train({ ...options, agent: agentFor(lecture), resume: saved })));
    const plain = ({ state, ...numbers }: Progress) => ({ ...numbers, state: typeof state });
    expect(cut.map(plain)).toEqual(whole.map(plain));
    expect(cut.at(-1)!.state()).toEqual(whole.at(-1)!.state());
  });

  it('stops where it is told to', async () => {
    let asked = 0;
    const history = await train({
      ...options,
      agent: agentFor(lecture),
      shouldStop: () => asked++ === 3,
    });
    expect(history.length).toBe(3);
  });

  it('refuses slots that workers cannot share', async () => {
    const collective = { size: 3, rank: 0, sum: () => {} };
    await expect(train({ ...options, agent: agentFor(lecture), collective })).rejects.toThrow(
      /must be a positive multiple of 3.*received 16/,
    );
  });

  it('says so when the loss is no longer finite', async () => {
    const agent = agentFor(lecture);
    await expect(
      train({
        ...options,
        agent,
        algorithm: ppo({ ...discretePreset.algorithms.ppo, learningRate: 1e30 }),
      }),
    ).rejects.toThrow(/no longer finite.*Lower the learning rate/);
  });
});

/** π and V through a hidden layer of 16, as a researcher would write them. */
function twoLayerHeads({ observations: width, head }: NetworkSizes, memory: number): Heads {
  expect(actionDistributionFor(lecture.family.actionSpace).headSize).toBe(head);
  return {
    id: 'two-layers',
    specs: [
      { name: 'first', shape: [width + memory, 16], start: 'scaled', gain: 1.4 },
      { name: 'second', shape: [16, head + 1], start: 'scaled', gain: 0.1 },
    ],
    read(tf, parameters, observations, h) {
      const s = tf.tensor2d(observations, [h.shape[0], width]);
      const layer = tf.matMul(tf.concat([s, h], 1), parameters.first as tfjs.Tensor2D).tanh();
      return tf.matMul<tfjs.Tensor2D>(layer, parameters.second as tfjs.Tensor2D);
    },
  };
}
