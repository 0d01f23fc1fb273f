import type { Reference } from '../../core/distribution.js';
import type {
  HalfCheetahConfiguration,
  HalfCheetahSampler,
  HalfCheetahTask,
} from '../../envs/index.js';
import type { ReferenceProblem, ReferenceSource } from './source.js';
import {
  chanceWithin,
  leastMeanError,
  meanError,
  mostChanceWithin,
  type Piece,
  targetPieces,
} from './target-velocities.js';

type Problem = ReferenceProblem<HalfCheetahTask, HalfCheetahSampler>;

/**
 * What holds for half-cheetahs in any physics: `taskBlind`, more than which no policy earns that does
 * not find out about the task, and `standing`, a body that does not move. To earn more than the first
 * is to adapt, or to have been told.
 */
export const halfCheetahReferences: ReferenceSource<
  HalfCheetahConfiguration,
  HalfCheetahTask,
  HalfCheetahSampler
> = {
  family: 'half-cheetah',
  references: ({ reward }, problem) => {
    const pieces = targetPieces(problem);
    if (reward.kind === 'direction' || !pieces) return directionReferences(problem);
    return reward.kind === 'velocity'
      ? [
          taskBlind(problem, -leastMeanError(pieces), 'A velocity of its own, the median target.'),
          standing(problem, -meanError(pieces, 0)),
        ]
      : sparseReferences(problem, pieces, reward.tolerance);
  },
};

function sparseReferences(
  problem: Problem,
  pieces: readonly Piece[],
  tolerance: number,
): readonly Reference[] {
  const most = mostChanceWithin(pieces, tolerance);
  return [
    taskBlind(problem, most, 'A velocity of its own, near the most targets.'),
    standing(problem, chanceWithin(pieces, 0, tolerance)),
  ];
}

/** v is independent of a direction that is not known, so E[g v] = E[g] E[v]. */
function directionReferences(problem: Problem): readonly Reference[] {
  const mean = problem.tasks.reduce(
    (sum, { task, probability }) => sum + ('direction' in task ? probability * task.direction : 0),
    0,
  );
  // With a bias towards one direction the bound depends on how fast a body can run.
  const isEven = Math.abs(mean) < 1e-12;
  return [
    ...(isEven ? [taskBlind(problem, 0, 'Forward and backward cancel out.')] : []),
    standing(problem, 0),
  ];
}

function taskBlind(problem: Problem, rewardPerStep: number, how: string): Reference {
  return everyStep(
    'taskBlind',
    problem,
    rewardPerStep,
    `An upper bound: no policy that is blind to task and reward earns more in expectation, in any physics. ${how}`,
  );
}

function standing(problem: Problem, rewardPerStep: number): Reference {
  return everyStep(
    'standing',
    problem,
    rewardPerStep,
    'A body that never moves, at no cost. An estimate of doing nothing: the noise of a reset makes a body sway.',
  );
}

function everyStep(
  name: string,
  { horizon, episodes }: Problem,
  rewardPerStep: number,
  about: string,
): Reference {
  // Not −0, which JSON would lose.
  const value = rewardPerStep * horizon + 0;
  return {
    name,
    returnByEpisode: Array<number>(episodes).fill(value),
    total: value * episodes,
    exact: false,
    about,
  };
}
