import { drawTestTasks } from '../../agents/meta-test.js';
import type { TaskDistribution } from '../../core/distribution.js';
import type { Experiment } from '../../schemas/experiment.js';
import type { Results } from '../../schemas/results.js';
import type { RunConfiguration } from '../../schemas/run.js';
import { parseAdaptation } from '../commands/adapt.js';
import { splitOf } from '../commands/task-flags.js';
import { assertSplit } from '../evaluation.js';
import { UserError } from '../failures.js';
import { withRunEpisodes } from '../training.js';
import { measureOf, measureOfReference } from './measures.js';
import { adaptWords } from './words.js';

type Arm = Experiment['arms'][number];

/** Tasks that references are asked about, only to see which there are. */
const TASKS = 2;

/**
 * Reads the words of an arm, and looks whether everything that is to be measured of it will be known: before hours of
 * training, not after. Throws on user mistakes.
 */
export function checkArm(
  experiment: Experiment,
  arm: Arm,
  configuration: RunConfiguration,
  trainedOn: TaskDistribution,
): void {
  const { seed } = configuration;
  const { values } = parseAdaptation(adaptWords(arm, seed, 'folder'));
  if (values.switch('json') !== undefined) {
    throw new UserError('Leave out --json: the experiment sees to that.');
  }
  const split = splitOf(values.text('split'));
  assertSplit(trainedOn, split);
  const distribution = withRunEpisodes(
    configuration,
    trainedOn,
    values.number('episodes') ?? trainedOn.episodes,
  );
  const references: Results['references'] = {};
  const tasks = drawTestTasks(distribution, split, TASKS, seed);
  for (const { name, returnByEpisode, ...rest } of distribution.references?.(split, tasks) ?? []) {
    references[name] = { ...rest, returnByEpisode: [...returnByEpisode] };
  }
  const numbers = Array<number>(distribution.episodes).fill(0);
  const isInformed = values.switch('information') && distribution.support !== undefined;
  const imagined = {
    ...{ distribution: distribution.id, references, total: 0 },
    ...{ returnByEpisode: numbers, stepsByEpisode: numbers },
    ...(isInformed && { informationByEpisode: numbers }),
  };
  measureOf(experiment.measure, arm, imagined);
  for (const { measure = experiment.measure, ...claim } of experiment.claims) {
    if (claim.arm !== arm.name && claim.against.arm !== arm.name) continue;
    measureOf(measure, arm, imagined);
    const { reference } = claim.against;
    if (reference !== undefined) measureOfReference(measure, arm, imagined, reference);
  }
}
