import { describe, expect, test } from 'vitest';
import {
  createAlgorithm,
  createRnnAgent,
  type EncoderName,
  metaTrain,
  presetFor,
} from '../../agents/index.js';
import { parseTraining, trainingConfiguration } from '../../cli/commands/train.js';
import { loadTraining, startTraining } from '../../cli/training.js';
import { randomStream } from '../../core/random.js';
import { getDistribution, withContextGiven } from '../../distributions/index.js';

const SLOTS = 2;
const MINIBATCHES = 2;
const ITERATIONS = 2;
const HIDDEN = 8;
const DISTRIBUTIONS = [
  'maze/moving-cheese-v0',
  'bandit/gaussian-v0',
  'tabular-mdp/random-v0',
  'half-cheetah/direction-v0',
];
const ALGORITHMS = ['reinforce', 'a2c', 'ppo'] as const;

interface Memory {
  readonly encoder: EncoderName;
  readonly wipeMemory?: boolean;
  readonly isGiven?: boolean;
}

const MEMORIES: readonly Memory[] = [
  ...(['gru', 'lstm', 'transformer', 'snail', 'pooled', 'none'] as const).map((encoder) => ({
    encoder,
  })),
  { encoder: 'lstm', wipeMemory: true },
  { encoder: 'none', isGiven: true },
];

type Combination = Memory & { readonly algorithm: (typeof ALGORITHMS)[number] };

const combinations: readonly Combination[] = ALGORITHMS.flatMap((algorithm) =>
  MEMORIES.map((memory) => ({ algorithm, ...memory })),
);

/** What a combination is learnt to in two iterations, as flags say it. */
async function byFlags(id: string, combination: Combination): Promise<Float32Array> {
  const { encoder, algorithm, wipeMemory = false, isGiven = false } = combination;
  const { horizon, episodes } = getDistribution(id);
  const steps = ITERATIONS * SLOTS * horizon * episodes;
  const words = [
    ...[id, '--encoder', encoder, '--algorithm', algorithm, '--hidden', `${HIDDEN}`],
    ...['--slots', `${SLOTS}`, '--steps', `${steps}`, '--seed', '3'],
    ...(algorithm === 'ppo' ? ['--minibatches', `${MINIBATCHES}`] : []),
    ...(wipeMemory ? ['--wipe-memory'] : []),
    ...(isGiven ? ['--context', 'given'] : []),
  ];
  const training = await loadTraining(await trainingConfiguration(parseTraining(words)));
  for await (const _ of startTraining(training, undefined));
  return training.agent.parameters.values;
}

/** The same as objects say it, and what it began with. */
async function byObjects(id: string, combination: Combination) {
  const { encoder, algorithm, wipeMemory = false, isGiven = false } = combination;
  const plain = getDistribution(id);
  const distribution = isGiven ? withContextGiven(plain) : plain;
  const { family, horizon, episodes } = distribution;
  await family.load?.();
  const { agent: options, algorithms } = presetFor(family.actionSpace);
  const length = horizon * episodes;
  const agent = await createRnnAgent({ ...options, family, length, encoder, hidden: HIDDEN });
  const choice = {
    ppo: { id: 'ppo' as const, ...algorithms.ppo, minibatches: MINIBATCHES },
    a2c: { id: 'a2c' as const, ...algorithms.a2c },
    reinforce: { id: 'reinforce' as const, ...algorithms.reinforce },
  }[algorithm];
  const training = metaTrain({
    ...{ agent, distribution, slots: SLOTS, seed: 3, wipeMemory },
    algorithm: createAlgorithm(choice),
    budget: { steps: ITERATIONS * SLOTS * length },
  });
  const first = agent.parameters.like(agent.parameters.values.slice());
  first.initialise(randomStream(3).fork('parameters'));
  let iterations = 0;
  for await (const _ of training) iterations++;
  return { parameters: agent.parameters.values, first: first.values, iterations };
}

const named = combinations.map((combination) => {
  const { encoder, algorithm, wipeMemory, isGiven } = combination;
  const memory = `${encoder}${wipeMemory ? ', memory wiped' : ''}${isGiven ? ', context given' : ''}`;
  return { name: `${algorithm}, ${memory}`, combination };
});

describe.each(DISTRIBUTIONS)('in %s trains the same by flags and by objects', (id) => {
  test.each(named)('$name', async ({ combination }) => {
    const { parameters, first, iterations } = await byObjects(id, combination);
    expect(iterations).toBe(ITERATIONS);
    expect(parameters.every(Number.isFinite)).toBe(true);
    const moved = parameters.filter((value, i) => value !== first[i]).length;
    expect(moved).toBeGreaterThan(parameters.length / 4);
    expect(await byFlags(id, combination)).toEqual(parameters);
  });
});
