import { defaultSlots } from '../agents/defaults.js';
import type { PartialRunConfiguration } from '../schemas/run.js';
import { runConfigurationSchema } from '../schemas/run.js';
import type { Flag } from './arguments.js';
import { defaultRunConfiguration } from './configuration.js';

const { agent, algorithm } = runConfigurationSchema.properties;

/** A flag with the bounds of a schema and the default that help shows. */
function bounded(
  schema: {
    readonly type: 'integer' | 'number';
    readonly minimum?: number;
    readonly exclusiveMinimum?: number;
    readonly maximum?: number;
  },
  about: string,
  standard: number | string,
) {
  return {
    kind: schema.type,
    value: 'n',
    group: 'Hyper-parameters',
    about: `${about} Default ${standard}.`,
    ...(schema.minimum === undefined ? {} : { minimum: schema.minimum }),
    ...(schema.exclusiveMinimum === undefined ? {} : { above: schema.exclusiveMinimum }),
    ...(schema.maximum === undefined ? {} : { maximum: schema.maximum }),
  } as const satisfies Flag;
}

const standard = defaultRunConfiguration;

/** Flags of `train` that set numbers of the agent and the algorithm. */
export const hyperParameterFlags = {
  slots: bounded(
    runConfigurationSchema.properties.slots,
    'Parallel meta-episodes of one iteration.',
    `${defaultSlots} for each worker`,
  ),
  hidden: bounded(agent.properties.hidden, 'Numbers in the memory.', standard.agent.hidden),
  'reward-scale': bounded(
    agent.properties.rewardScale,
    'What rewards are multiplied by.',
    standard.agent.rewardScale,
  ),
  epochs: bounded(
    algorithm.properties.epochs,
    'Passes over each rollout.',
    standard.algorithm.epochs,
  ),
  minibatches: bounded(
    algorithm.properties.minibatches,
    'Parts of each pass.',
    standard.algorithm.minibatches,
  ),
  'learning-rate': bounded(
    algorithm.properties.learningRate,
    "Adam's, at the start.",
    standard.algorithm.learningRate,
  ),
  'final-learning-rate': bounded(
    algorithm.properties.finalLearningRate,
    'Share of it that is left at the end.',
    standard.algorithm.finalLearningRate,
  ),
  discount: bounded(
    algorithm.properties.discount,
    'γ at the start, over the whole meta-episode.',
    standard.algorithm.discount,
  ),
  'final-discount': bounded(
    algorithm.properties.finalDiscount,
    'γ at the end; linear in between.',
    standard.algorithm.finalDiscount,
  ),
  'trace-decay': bounded(
    algorithm.properties.traceDecay,
    'λ of generalised advantage estimation.',
    standard.algorithm.traceDecay,
  ),
  clip: bounded(
    algorithm.properties.clip,
    'ε: how far the probability ratio may move.',
    standard.algorithm.clip,
  ),
  'value-coefficient': bounded(
    algorithm.properties.valueCoefficient,
    'Weight of the value loss.',
    standard.algorithm.valueCoefficient,
  ),
  entropy: bounded(
    algorithm.properties.entropyCoefficient,
    'Weight of the entropy bonus, falling to 0.',
    standard.algorithm.entropyCoefficient,
  ),
  'gradient-norm': bounded(
    algorithm.properties.gradientNorm,
    'Largest norm of a gradient.',
    standard.algorithm.gradientNorm,
  ),
} as const;

/** What the flags say, as parts of a run configuration. */
export function readHyperParameters(
  read: (name: keyof typeof hyperParameterFlags & string) => number | undefined,
): Pick<PartialRunConfiguration, 'slots' | 'agent' | 'algorithm'> {
  const slots = read('slots');
  return {
    ...(slots === undefined ? {} : { slots }),
    agent: given({
      hidden: read('hidden'),
      rewardScale: read('reward-scale'),
    }),
    algorithm: given({
      epochs: read('epochs'),
      minibatches: read('minibatches'),
      learningRate: read('learning-rate'),
      finalLearningRate: read('final-learning-rate'),
      discount: read('discount'),
      finalDiscount: read('final-discount'),
      traceDecay: read('trace-decay'),
      clip: read('clip'),
      valueCoefficient: read('value-coefficient'),
      entropyCoefficient: read('entropy'),
      gradientNorm: read('gradient-norm'),
    }),
  };
}

/** Without what was not given. */
function given<Name extends string>(numbers: { readonly [name in Name]: number | undefined }) {
  const result: { [name in Name]?: number } = {};
  for (const name in numbers) {
    const value = numbers[name];
    if (value !== undefined) result[name] = value;
  }
  return result;
}
