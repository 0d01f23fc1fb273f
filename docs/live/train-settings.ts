import type { FromSchema } from 'json-schema-to-ts';
import { continuousPreset, discretePreset, type Preset } from '../../agents/presets.js';
import { bernoulliDefinitions } from '../../distributions/bandit-bernoulli.js';
import { velocityDefinition } from '../../distributions/half-cheetah-velocity.js';
import { gridNaviDefinition } from '../../distributions/maze-gridnavi.js';
import { lectureDefinition } from '../../distributions/maze-lecture.js';
import { movingCheeseDefinition } from '../../distributions/maze-moving-cheese.js';
import type { DistributionDefinition } from '../../distributions/schema.js';
import { RUN_FORMAT_VERSION, type RunConfiguration } from '../../schemas/run.js';

/**
 * What a budget is counted in. By `steps`, a training is a function of its settings; by `seconds`, it is over when it was
 * said to be on any machine, and schedules such as the learning rate follow the clock.
 */
export type Unit = 'steps' | 'seconds';

/** A task distribution that can be trained on in the page. */
export interface Trainable {
  readonly definition: DistributionDefinition;
  /** As `presetFor` gives it for the action space. */
  readonly preset: Preset;
  readonly unit: Unit;
  /** How much is enough. */
  readonly budget: number;
  /** The longest horizon that can be asked for: more would take long to compute, or to train. */
  readonly longest: number;
  /** Test tasks that are drawn for an examination where they cannot be listed, and seconds between two of these. */
  readonly examination: { readonly tasks: number; readonly every: number };
}

/** What distributions of one kind of actions have in common. */
type Kind = Omit<Trainable, 'definition' | 'budget'>;

const discrete: Kind = {
  preset: discretePreset,
  unit: 'steps',
  longest: 40,
  examination: { tasks: 1000, every: 1 },
};

/** An examination takes about as long as an iteration, of which there are some twenty between two of them. */
const continuous: Kind = {
  preset: continuousPreset,
  unit: 'seconds',
  longest: 200,
  examination: { tasks: 16, every: 15 },
};

const trainable: readonly Trainable[] = [
  { ...discrete, definition: gridNaviDefinition, budget: 2_000_000 },
  { ...discrete, definition: movingCheeseDefinition, budget: 3_000_000 },
  { ...discrete, definition: lectureDefinition, budget: 100_000 },
  { ...discrete, definition: bernoulliDefinitions[0]!, budget: 1_500_000 },
  { ...continuous, definition: velocityDefinition, budget: 600 },
];

/** Those for which it is known exactly how well one can do. */
export const exactIds: readonly string[] = trainable
  .filter(({ unit }) => unit === 'steps')
  .map(({ definition }) => definition.id);

/** Those in which physics is simulated. */
export const cheetahIds: readonly string[] = [velocityDefinition.id];

export const settingsSchema = {
  type: 'object',
  properties: {
    distribution: { type: 'string', minLength: 1 },
    episodes: { type: 'integer', minimum: 1, maximum: 8 },
    horizon: { type: 'integer', minimum: 1 },
    budget: { type: 'integer', minimum: 1 },
    hidden: { type: 'integer', minimum: 1, maximum: 128 },
    entropyCoefficient: { type: 'number', minimum: 0, maximum: 1 },
    seed: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  },
  required: [
    'distribution',
    'episodes',
    'horizon',
    'budget',
    'hidden',
    'entropyCoefficient',
    'seed',
  ],
  additionalProperties: false,
} as const;

/**
 * What the reader chooses: the task distribution, K and horizon in its place of those it is defined with, how much to
 * train, in env steps or seconds as the distribution is trained, the length of the memory, how much acting at random
 * is worth, and the seed.
 */
export interface Settings extends FromSchema<typeof settingsSchema> {}

const BUDGETS = {
  steps: { minimum: 1000, maximum: 100_000_000 },
  seconds: { minimum: 10, maximum: 36_000 },
} as const satisfies { readonly [unit in Unit]: object };

/** The schema's properties as they are for one distribution. */
export function limitsOf(id: string) {
  const { unit, longest } = trainableOf(id);
  const { horizon, budget, ...others } = settingsSchema.properties;
  return {
    ...others,
    horizon: { ...horizon, maximum: longest },
    budget: { ...budget, ...BUDGETS[unit] },
  };
}

/** The distribution as it is defined, and the preset's numbers. */
export function defaultSettings(id: string): Settings {
  const { definition, preset, budget } = trainableOf(id);
  return {
    distribution: id,
    episodes: definition.episodes,
    horizon: definition.horizon,
    budget,
    hidden: preset.agent.hidden,
    entropyCoefficient: preset.algorithms.ppo.entropyCoefficient,
    seed: 1,
  };
}

/** The configuration of the run that `moving-cheese train` would begin with these settings and one worker. */
export function configurationOf(settings: Settings): RunConfiguration {
  const { distribution: id, episodes, horizon, budget, hidden, entropyCoefficient } = settings;
  const { definition, preset, unit } = trainableOf(id);
  const isChanged = episodes !== definition.episodes || horizon !== definition.horizon;
  return {
    formatVersion: RUN_FORMAT_VERSION,
    distribution: isChanged ? { definition: { ...definition, episodes, horizon } } : { id },
    seed: settings.seed,
    budget: { [unit]: budget },
    workers: 1,
    backend: 'kernel',
    slots: preset.slots.ppo,
    wipeMemory: false,
    context: 'inferred',
    agent: { ...preset.agent, hidden },
    algorithm: { id: 'ppo', ...preset.algorithms.ppo, entropyCoefficient },
  };
}

/**
 * What a reader would have chosen to get this configuration. Throws when it is of none of the distributions that can
 * be trained on here, or its budget is not counted as theirs is.
 */
export function settingsOf(configuration: RunConfiguration): Settings {
  const { distribution, seed, agent, algorithm } = configuration;
  const definition =
    (distribution.definition as DistributionDefinition | undefined) ??
    trainableOf(distribution.id ?? '').definition;
  const { unit } = trainableOf(definition.id);
  const budget = configuration.budget[unit];
  if (budget === undefined) {
    throw new Error(
      `budget of ${definition.id} must be counted in ${unit}; received ${JSON.stringify(configuration.budget)}. Go on with it in Node.`,
    );
  }
  return {
    distribution: definition.id,
    episodes: definition.episodes,
    horizon: definition.horizon,
    budget,
    hidden: agent.hidden,
    entropyCoefficient: algorithm.entropyCoefficient,
    seed,
  };
}

/** Throws when it cannot be trained on here. */
export function trainableOf(id: string): Trainable {
  const found = trainable.find(({ definition }) => definition.id === id);
  if (found) return found;
  const ids = trainable.map(({ definition }) => definition.id).join(', ');
  throw new Error(
    `distribution must be one of ${ids}; received ${JSON.stringify(id)}. Train on others in Node.`,
  );
}
