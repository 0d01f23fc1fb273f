import type { Reference } from '../../core/distribution.js';
import type { MazeConfiguration, MazeTask } from '../../envs/index.js';
import { mazeBayesOptimal } from './maze-bayes.js';
import { mazeValues } from './maze-values.js';
import type { ReferenceProblem, ReferenceSource } from './source.js';

/**
 * Exact values of maze distributions: `oracle`, `random`, and, where the search is feasible,
 * `bayesOptimal` and `wipedMemory`.
 */
export const mazeReferences: ReferenceSource<MazeConfiguration, MazeTask> = {
  family: 'maze',
  references: (configuration, problem) => {
    const bayesOptimal = mazeBayesOptimal(configuration, problem);
    const single = mazeBayesOptimal(configuration, { ...problem, episodes: 1 });
    return [
      everyEpisode(
        'oracle',
        problem,
        (task) => mazeValues(configuration, task, problem.horizon, 'best').start,
        'Knows the task and acts best in it.',
      ),
      ...(bayesOptimal ? [bayesOptimal] : []),
      ...(single ? [wipedMemory(single, problem.episodes)] : []),
      everyEpisode(
        'random',
        problem,
        (task) => mazeValues(configuration, task, problem.horizon, 'mean').start,
        'Takes every action with the same probability.',
      ),
    ];
  },
};

/** A policy that does the same in every episode. */
function everyEpisode(
  name: string,
  { tasks, episodes, isWholeSplit }: ReferenceProblem<MazeTask>,
  returnIn: (task: MazeTask) => number,
  about: string,
): Reference {
  const mean = tasks.reduce((sum, { task, probability }) => sum + probability * returnIn(task), 0);
  return {
    name,
    returnByEpisode: Array<number>(episodes).fill(mean),
    total: mean * episodes,
    exact: true,
    about: isWholeSplit ? about : `${about} Mean over ${tasks.length} tasks, exact for these.`,
  };
}

/** What the best policy earns that starts every episode anew: the optimum of one episode, K times. */
function wipedMemory({ total, exact }: Reference, episodes: number): Reference {
  return {
    name: 'wipedMemory',
    returnByEpisode: Array<number>(episodes).fill(total),
    total: total * episodes,
    exact,
    about: 'Searches best within an episode, and forgets at its end. To earn more is to adapt.',
  };
}
