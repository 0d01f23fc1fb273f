import { box, type RandomStream, type TaskDistribution } from '../../core/index.js';

/**
 * The smallest continuous task: guess a hidden number in [−1, 1]; the reward is minus the distance.
 * The observation says nothing but that one is there; the reward of one guess leaves two candidates,
 * two guesses settle it.
 */
export function reach(horizon: number, episodes: number): TaskDistribution<{ target: number }> {
  return {
    id: 'test/reach-v0',
    about: 'Guess a hidden number.',
    family: {
      id: 'reach',
      about: 'The number is hidden.',
      taskSchema: {
        type: 'object',
        properties: { target: { type: 'number', minimum: -1, maximum: 1 } },
        required: ['target'],
        additionalProperties: false,
      },
      observationSpace: box([1], 0, 1),
      actionSpace: box([1], -1, 1),
      create() {
        let target = 0;
        return {
          reset(task, _rng, observation) {
            target = task.target;
            observation[0] = 1;
          },
          step(action, observation) {
            observation[0] = 1;
            const guess = typeof action === 'number' ? action : action[0]!;
            return { reward: -Math.abs(guess - target), terminated: false };
          },
        };
      },
    },
    horizon,
    episodes,
    splits: ['train', 'test'],
    overlap: 'shared',
    definition: { horizon, episodes },
    sample: (_split, rng: RandomStream) => ({ target: rng.between(-1, 1) }),
  };
}
