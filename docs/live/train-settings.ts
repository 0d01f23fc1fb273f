import type { FromSchema } from 'json-schema-to-ts';
import { discretePreset } from '../../agents/presets.js';
import { bernoulliDefinitions } from '../../distributions/bandit-bernoulli.js';
import { gridNaviDefinition } from '../../distributions/maze-gridnavi.js';
import { lectureDefinition } from '../../distributions/maze-lecture.js';
import { movingCheeseDefinition } from '../../distributions/maze-moving-cheese.js';
import type { DistributionDefinition } from '../../distributions/schema.js';
import { RUN_FORMAT_VERSION, type RunConfiguration } from '../../schemas/run.js';

/** What can be trained on in the page, and the env steps that are enough for it. */
const trainable: readonly {
  readonly definition: DistributionDefinition;
  readonly steps: number;
}[] = [
  { definition: gridNaviDefinition, steps: 2_000_000 },
  { definition: movingCheeseDefinition, steps: 3_000_000 },
  { definition: lectureDefinition, steps: 100_000 },
  { definition: bernoulliDefinitions[0]!, steps: 1_500_000 },
];

/** Their ids. */
export const trainableIds: readonly string[] = trainable.map(({ definition }) => definition.id);

export const settingsSchema = {
  type: 'object',
  properties: {
    distribution: { type: 'string', minLength: 1 },
    episodes: { type: 'integer', minimum: 1, maximum: 8 },
    horizon: { type: 'integer', minimum: 1, maximum: 40 },
    steps: { type: 'integer', minimum: 1000, maximum: 100_000_000 },
    hidden: { type: 'integer', minimum: 1, maximum: 128 },
    entropyCoefficient: { type: 'number', minimum: 0, maximum: 1 },
    seed: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  },
  required: [
    'distribution',
    'episodes',
    'horizon',
    'steps',
    'hidden',
    'entropyCoefficient',
    'seed',
  ],
  additionalProperties: false,
} as const;

/**
 * What the reader chooses: the task distribution, K and horizon in its place of those it is defined with, the env
 * steps to train on, the length of the memory, how much acting at random is worth, and the seed.
 */
export interface Settings extends FromSchema<typeof settingsSchema> {}

/** The distribution as it is defined, and the preset's numbers. */
export function defaultSettings(id: string): Settings {
  const { definition, steps } = trainableOf(id);
  return {
    distribution: id,
    episodes: definition.episodes,
    horizon: definition.horizon,
    steps,
    hidden: discretePreset.agent.hidden,
    entropyCoefficient: discretePreset.algorithms.ppo.entropyCoefficient,
    seed: 1,
  };
}

/** The configuration of the run that `moving-cheese train` would begin with these settings and one worker. */
export function configurationOf(settings: Settings): RunConfiguration {
  const { distribution: id, episodes, horizon, steps, hidden, entropyCoefficient, seed } = settings;
  const { definition } = trainableOf(id);
  const isChanged = episodes !== definition.episodes || horizon !== definition.horizon;
  return {
    formatVersion: RUN_FORMAT_VERSION,
    distribution: isChanged ? { definition: { ...definition, episodes, horizon } } : { id },
    seed,
    budget: { steps },
    workers: 1,
    backend: 'kernel',
    slots: discretePreset.slots.ppo,
    wipeMemory: false,
    context: 'inferred',
    agent: { ...discretePreset.agent, hidden },
    algorithm: { id: 'ppo', ...discretePreset.algorithms.ppo, entropyCoefficient },
  };
}

/** What a reader would have chosen to get this configuration. Throws when the page does not offer its distribution. */
export function settingsOf({
  distribution,
  seed,
  budget,
  agent,
  algorithm,
}: RunConfiguration): Settings {
  const definition =
    (distribution.definition as DistributionDefinition | undefined) ??
    trainableOf(distribution.id ?? '').definition;
  trainableOf(definition.id);
  return {
    distribution: definition.id,
    episodes: definition.episodes,
    horizon: definition.horizon,
    steps: budget.steps ?? 0,
    hidden: agent.hidden,
    entropyCoefficient: algorithm.entropyCoefficient,
    seed,
  };
}

function trainableOf(id: string) {
  const found = trainable.find(({ definition }) => definition.id === id);
  if (found) return found;
  throw new Error(
    `distribution must be one of ${trainableIds.join(', ')}; received ${JSON.stringify(id)}. Train on others in Node.`,
  );
}
