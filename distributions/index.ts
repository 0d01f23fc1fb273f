/**
 * Task distributions p(M): those that are built in, `make`, definitions as JSON, variants.
 *
 * @module moving-cheese/distributions
 */
import type { TaskDistribution } from '../core/distribution.js';
import { type EnvHandle, makeEnv } from '../core/handle.js';
import { Registry } from '../core/registry.js';
import { bernoulliDefinitions } from './bandit-bernoulli.js';
import { gaussianDefinition } from './bandit-gaussian.js';
import { distributionFromDefinition } from './distribution-file.js';
import { directionDefinition } from './half-cheetah-direction.js';
import { velocityDefinition } from './half-cheetah-velocity.js';
import { velocityDirectionDefinition } from './half-cheetah-velocity-direction.js';
import { velocityGarageDefinition } from './half-cheetah-velocity-garage.js';
import { velocitySparseDefinition } from './half-cheetah-velocity-sparse.js';
import { corridorsDefinition } from './maze-corridors.js';
import { crumbsDefinition } from './maze-crumbs.js';
import { darkRoomDefinition } from './maze-dark-room.js';
import { gridNaviDefinition } from './maze-gridnavi.js';
import { lectureDefinition } from './maze-lecture.js';
import { movingCheeseDefinition } from './maze-moving-cheese.js';
import { movingWallsDefinition } from './maze-moving-walls.js';
import { restlessCheeseDefinition } from './maze-restless-cheese.js';
import type { DistributionDefinition } from './schema.js';
import { randomMdpDefinitions } from './tabular-mdp-random.js';

export { type DistributionOptions, distributionFromDefinition } from './distribution-file.js';
export { type DistributionDefinition, distributionSchema } from './schema.js';
export { withContextGiven, withTask } from './variants.js';

/** The built-in distributions, as data: what each of them chooses. */
export const builtInDefinitions: readonly DistributionDefinition[] = [
  lectureDefinition,
  gridNaviDefinition,
  movingCheeseDefinition,
  movingWallsDefinition,
  darkRoomDefinition,
  corridorsDefinition,
  crumbsDefinition,
  restlessCheeseDefinition,
  velocityDefinition,
  directionDefinition,
  velocityDirectionDefinition,
  velocitySparseDefinition,
  velocityGarageDefinition,
  ...bernoulliDefinitions,
  gaussianDefinition,
  ...randomMdpDefinitions,
];

/** All task distributions by id: the built-in ones and those registered since. */
export const distributions: Registry<TaskDistribution> = new Registry(
  'task distribution',
  builtInDefinitions.map((definition) =>
    distributionFromDefinition(definition, { subject: definition.id }),
  ),
);

/**
 * Makes a distribution available by its id. Throws `DuplicateIdError` when the id is taken.
 *
 * @example
 * registerDistribution(mine);
 * const env = await make('example/mine-v0');
 */
export function registerDistribution(distribution: TaskDistribution): void {
  distributions.register(distribution);
}

/**
 * The distribution of that id, built in or registered. Its family may still have to be loaded: await `family.load?.()`.
 * Throws `UnknownIdError`, which names the nearest id, when there is none.
 *
 * @example
 * const distribution = getDistribution('maze/gridnavi-v0');
 */
export function getDistribution(id: string): TaskDistribution {
  return distributions.get(id);
}

/**
 * One env for people, of a registered distribution or any other, with its family loaded. Throws `UnknownIdError` when there
 * is no such id.
 *
 * @example
 * const env = await make('maze/gridnavi-v0');
 * let observation = env.reset(env.sampleTask(1), 2);
 */
export function make(distribution: string | TaskDistribution): Promise<EnvHandle> {
  return makeEnv(typeof distribution === 'string' ? distributions.get(distribution) : distribution);
}
