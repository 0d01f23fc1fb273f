import type { TaskDistribution } from '../../core/distribution.js';
import { randomStream } from '../../core/random.js';
import { sizeOf } from '../../core/spaces.js';
import { distributionFromDefinition } from '../../distributions/index.js';
import { gridNaviDefinition } from '../../distributions/maze-gridnavi.js';

interface MazeChoices {
  readonly side?: number;
  readonly horizon?: number;
  readonly episodes?: number;
  /** `coordinates` are two numbers in a maze of any size, `position` is one-hot over its cells. */
  readonly observation?: 'position' | 'coordinates';
}

/** GridNavi, but for what is chosen; a family of its own, which has not met any task. */
export function gridNaviWith(choices: MazeChoices): TaskDistribution {
  const { side = 5, horizon = 15, episodes = 4, observation = 'position' } = choices;
  const { configuration } = gridNaviDefinition;
  const definition = {
    ...gridNaviDefinition,
    id: `maze/gridnavi-${side}x${side}-${horizon}x${episodes}-v0`,
    configuration: {
      ...configuration,
      width: side,
      height: side,
      observation: { kind: observation },
    },
    horizon,
    episodes,
  };
  return distributionFromDefinition(definition, { subject: definition.id });
}

/** Starts an episode in every task there is, so that the family has made the tables of all of them. */
export function meetAllTasks({ family, support }: TaskDistribution): void {
  const env = family.create();
  const row = new Float32Array(sizeOf(family.observationSpace));
  const rng = randomStream(1);
  for (const { task } of support?.('train') ?? []) env.reset(task, rng, row);
}
