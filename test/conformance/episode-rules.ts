import { assertTask, taskInEpisode } from '../../core/index.js';
import { textOf } from './plain-data.js';
import { defineRule, type Rule, violated } from './rule.js';
import { differentTasks, type FamilySubject } from './subjects.js';

/** Later ones than histories tell, too. */
const EPISODES = 12;

const episodeTaskRule = defineRule<FamilySubject>(
  'tasks of episodes are tasks',
  'Where tasks change between episodes, what a task is in an episode, however late, is a valid task that no longer changes, the same each time.',
  ({ family, tasks }) => {
    if (!family.episodeTask) return;
    for (const task of differentTasks(tasks)) {
      const before = textOf(task);
      for (let episode = 0; episode < EPISODES; episode++) {
        const now = taskInEpisode(family, task, episode);
        assertTask(family, now, `task in episode ${episode}`);
        const text = textOf(now);
        if (textOf(taskInEpisode(family, task, episode)) !== text) {
          violated(
            `In episode ${episode}, ${before} was ${text} only once.`,
            'Keep no memory, and draw nothing.',
          );
        }
        const later = textOf(taskInEpisode(family, now, episode + 1));
        if (later !== text) {
          violated(`${text} became ${later} an episode later.`, 'Take the history out of it.');
        }
      }
      if (textOf(task) !== before) violated(`${before} was written to.`, 'Make another object.');
    }
  },
);

/** What must hold where tasks change between the episodes of a meta-episode. */
export const episodeRules: readonly Rule<FamilySubject>[] = [episodeTaskRule];
