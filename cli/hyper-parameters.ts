import { continuousPreset, discretePreset, type Preset } from '../agents/presets.js';
import type { PartialRunConfiguration } from '../schemas/run.js';
import { partialRunConfigurationSchema } from '../schemas/run.js';
import type { Flag, Flags, Values } from './arguments.js';

const { agent, algorithm, slots } = partialRunConfigurationSchema.properties;
const ALGORITHMS = algorithm.properties.id.enum;

/** What help says of a default: one number, or one for each preset. */
function defaults(of: (preset: Preset) => number | string | boolean): string {
  const [discrete, continuous] = [of(discretePreset), of(continuousPreset)];
  const other = discrete === continuous ? '' : `, or ${continuous} for continuous actions`;
  return `Default ${discrete}${other}.`;
}

/** A switch, with what help says of its default. */
function switched(about: string, standard: (preset: Preset) => boolean) {
  const words = (preset: Preset) => (standard(preset) ? 'on' : 'off');
  const kind = 'switch' as const;
  return { kind, group: 'Hyper-parameters', about: `${about} ${defaults(words)}` };
}

/** A flag with the bounds of a schema and the default that help shows. */
function bounded(
  schema: {
    readonly type: 'integer' | 'number';
    readonly minimum?: number;
    readonly exclusiveMinimum?: number;
    readonly maximum?: number;
  },
  about: string,
  standard?: (preset: Preset) => number | string,
) {
  return {
    kind: schema.type,
    value: 'n',
    group: 'Hyper-parameters',
    about: standard ? `${about} ${defaults(standard)}` : about,
    ...(schema.minimum === undefined ? {} : { minimum: schema.minimum }),
    ...(schema.exclusiveMinimum === undefined ? {} : { above: schema.exclusiveMinimum }),
    ...(schema.maximum === undefined ? {} : { maximum: schema.maximum }),
  } as const satisfies Flag;
}

/** Flags of `train` that set numbers of the agent and the algorithm. Defaults that help shows are those with PPO. */
export const hyperParameterFlags = {
  slots: bounded(
    slots,
    'Parallel meta-episodes of one iteration, over all workers.',
    (preset) => `${preset.slots.ppo} a worker with ppo, ${preset.slots.a2c} with the others`,
  ),
  hidden: bounded(
    agent.properties.hidden,
    'Numbers in the memory.',
    (preset) => preset.agent.hidden,
  ),
  'head-hidden': bounded(
    agent.properties.headHidden,
    'Numbers of a layer between the memory and the policy; 0 for linear heads, with gru and none. Default 0 with these, as many as the memory with the others.',
  ),
  'reward-scale': bounded(
    agent.properties.rewardScale,
    'What rewards are multiplied by.',
    ({ agent }) => agent.rewardScale,
  ),
  algorithm: {
    kind: 'text',
    choices: ALGORITHMS,
    group: 'Hyper-parameters',
    about: 'What turns experience into better parameters. Default ppo.',
  },
  epochs: bounded(
    algorithm.properties.epochs,
    'PPO: passes over each rollout.',
    ({ algorithms }) => algorithms.ppo.epochs,
  ),
  minibatches: bounded(
    algorithm.properties.minibatches,
    'PPO: parts of each pass.',
    ({ algorithms }) => algorithms.ppo.minibatches,
  ),
  'learning-rate': bounded(
    algorithm.properties.learningRate,
    "Adam's, at the start.",
    ({ algorithms }) => algorithms.ppo.learningRate,
  ),
  'final-learning-rate': bounded(
    algorithm.properties.finalLearningRate,
    'Share of it that is left at the end.',
    ({ algorithms }) => algorithms.ppo.finalLearningRate,
  ),
  discount: bounded(
    algorithm.properties.discount,
    'γ at the start, over the whole meta-episode.',
    ({ algorithms }) => algorithms.ppo.discount,
  ),
  'final-discount': bounded(
    algorithm.properties.finalDiscount,
    'γ at the end; linear in between.',
    ({ algorithms }) => algorithms.ppo.finalDiscount,
  ),
  'trace-decay': bounded(
    algorithm.properties.traceDecay,
    'PPO and A2C: λ of generalised advantage estimation.',
    ({ algorithms }) => algorithms.ppo.traceDecay,
  ),
  'value-trace-decay': bounded(
    algorithm.properties.valueTraceDecay,
    'PPO: λ of what the value learns to predict.',
    ({ algorithms }) => algorithms.ppo.valueTraceDecay,
  ),
  clip: bounded(
    algorithm.properties.clip,
    'PPO: ε, how far the probability ratio may move.',
    ({ algorithms }) => algorithms.ppo.clip,
  ),
  'value-coefficient': bounded(
    algorithm.properties.valueCoefficient,
    'Weight of the value loss.',
    ({ algorithms }) => algorithms.ppo.valueCoefficient,
  ),
  entropy: bounded(
    algorithm.properties.entropyCoefficient,
    'Weight of the entropy bonus at the start.',
    ({ algorithms }) => algorithms.ppo.entropyCoefficient,
  ),
  'final-entropy': bounded(
    algorithm.properties.finalEntropy,
    'Share of it that is left at the end. Default 0.',
  ),
  novelty: bounded(
    algorithm.properties.noveltyCoefficient,
    'What a first try of an action on an observation counts for in training, beside its reward; n + 1st tries for 1 / (1 + n) of it. Discrete actions only. Default 0.',
  ),
  'gradient-norm': bounded(
    algorithm.properties.gradientNorm,
    'Largest norm of a gradient.',
    ({ algorithms }) => algorithms.ppo.gradientNorm,
  ),
  'target-divergence': bounded(
    algorithm.properties.targetDivergence,
    'PPO: KL divergence an iteration that the learning rate is steered by; 0 for none.',
    ({ algorithms }) => algorithms.ppo.targetDivergence,
  ),
  'bootstrap-end': switched(
    'PPO: count what comes after the last episode as if it went on.',
    ({ algorithms }) => algorithms.ppo.bootstrapEnd,
  ),
  encoder: {
    kind: 'text',
    choices: agent.properties.encoder.enum,
    group: 'Hyper-parameters',
    about: `What reads the past; none makes a Markov policy. ${defaults((preset) => preset.agent.encoder)}`,
  },
  normalise: switched(
    'Normalise observations, rewards and returns by running statistics.',
    (preset) => preset.agent.normalise,
  ),
  'initial-deviation': bounded(
    agent.properties.initialDeviation,
    'Deviation that a Gaussian policy starts from.',
    (preset) => preset.agent.initialDeviation,
  ),
} as const satisfies Flags;

/** What the flags say, as parts of a run configuration. */
export function readHyperParameters(
  values: Pick<Values<typeof hyperParameterFlags>, 'number' | 'switch' | 'choice'>,
): Pick<PartialRunConfiguration, 'slots' | 'agent' | 'algorithm'> {
  const parallel = values.number('slots');
  return {
    ...(parallel === undefined ? {} : { slots: parallel }),
    agent: given({
      hidden: values.number('hidden'),
      headHidden: values.number('head-hidden'),
      encoder: values.choice('encoder', agent.properties.encoder.enum),
      rewardScale: values.number('reward-scale'),
      normalise: values.switch('normalise'),
      initialDeviation: values.number('initial-deviation'),
    }),
    algorithm: given({
      id: values.choice('algorithm', ALGORITHMS),
      epochs: values.number('epochs'),
      minibatches: values.number('minibatches'),
      learningRate: values.number('learning-rate'),
      finalLearningRate: values.number('final-learning-rate'),
      discount: values.number('discount'),
      finalDiscount: values.number('final-discount'),
      traceDecay: values.number('trace-decay'),
      valueTraceDecay: values.number('value-trace-decay'),
      clip: values.number('clip'),
      valueCoefficient: values.number('value-coefficient'),
      entropyCoefficient: values.number('entropy'),
      finalEntropy: values.number('final-entropy'),
      noveltyCoefficient: values.number('novelty'),
      gradientNorm: values.number('gradient-norm'),
      targetDivergence: values.number('target-divergence'),
      bootstrapEnd: values.switch('bootstrap-end'),
    }),
  };
}

/** Without what was not given. */
function given<Parts extends { readonly [name: string]: unknown }>(
  parts: Parts,
): { [name in keyof Parts]?: Exclude<Parts[name], undefined> } {
  const result: { [name in keyof Parts]?: Exclude<Parts[name], undefined> } = {};
  for (const name in parts) {
    const value = parts[name];
    if (isGiven(value)) result[name] = value;
  }
  return result;
}

function isGiven<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined;
}
