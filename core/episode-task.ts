import type { Family } from './env.js';

/**
 * The task as it is in an episode, counted from 0: what envs are reset to. The task itself, where the family's tasks
 * do not change between episodes.
 */
export function taskInEpisode<Task>(
  family: Pick<Family<Task>, 'episodeTask'>,
  task: Task,
  episode: number,
): Task {
  return family.episodeTask ? family.episodeTask(task, episode) : task;
}
