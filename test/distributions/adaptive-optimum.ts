import type { TaskDistribution, WeightedTask } from '../../core/distribution.js';
import { taskInEpisode } from '../../core/episode-task.js';
import { randomStream } from '../../core/random.js';
import { contains, sizeOf } from '../../core/spaces.js';

/**
 * What the best adaptive policy earns in a meta-episode, by brute force: dynamic programming over
 * (episode, step, what is observed, which tasks are still possible). It plays the env itself and knows
 * nothing of mazes, so it checks planners that do. For tiny distributions only, whose tasks can be listed or are
 * handed in; the envs must be deterministic, and what one shows, pays and ends with must follow from what it shows
 * and the task, which may change between episodes.
 */
export function adaptiveOptimum(
  distribution: TaskDistribution,
  support: readonly WeightedTask[] = distribution.support?.('train') ?? [],
): number {
  const { family, horizon, episodes } = distribution;
  const actions = family.actionSpace.kind === 'discrete' ? family.actionSpace.size : 0;
  const row = new Float32Array(sizeOf(family.observationSpace));
  const env = family.create();
  const values = new Map<string, number>();

  /** What a task is in each episode, as text: plays in the same are the same. */
  const texts = new Map(
    support.map(({ task }) => [
      task,
      Array.from({ length: episodes }, (_, e) => JSON.stringify(taskInEpisode(family, task, e))),
    ]),
  );
  const numbers = new Map(support.map(({ task }, i) => [task, i]));
  const played = new Map<string, { reward: number; terminated: boolean; observation: string }>();

  /** Plays a beginning of one episode, and says what its last action brought. */
  const play = (task: unknown, episode: number, history: readonly number[]) => {
    const name = `${texts.get(task)![episode]};${history}`;
    const known = played.get(name);
    if (known) return known;
    env.reset(taskInEpisode(family, task, episode), randomStream(0), row);
    let last = { reward: 0, terminated: false };
    for (const action of history) last = { ...env.step(action, row) };
    if (!contains(family.observationSpace, row)) throw new Error('observation outside its space');
    const seen = { ...last, observation: row.join() };
    played.set(name, seen);
    return seen;
  };

  /** Expected return from here on, times the probability of the tasks still possible. */
  const value = (
    episode: number,
    history: readonly number[],
    observation: string,
    possible: readonly WeightedTask[],
  ): number => {
    if (episode === episodes) return 0;
    if (history.length === 0 && observation === '') {
      const starts = new Map<string, WeightedTask[]>();
      for (const entry of possible) {
        const seen = play(entry.task, episode, []).observation;
        starts.set(seen, [...(starts.get(seen) ?? []), entry]);
      }
      return [...starts].reduce((sum, [seen, some]) => sum + value(episode, [], seen, some), 0);
    }
    const tasks = possible.map(({ task }) => numbers.get(task));
    const key = `${episode};${history.length};${observation};${tasks}`;
    const known = values.get(key);
    if (known !== undefined) return known;
    let best = Number.NEGATIVE_INFINITY;
    for (let action = 0; action < actions; action++) {
      const after = [...history, action];
      const groups = new Map<
        string,
        { ended: boolean; observation: string; tasks: WeightedTask[] }
      >();
      let sum = 0;
      for (const entry of possible) {
        const seen = play(entry.task, episode, after);
        sum += entry.probability * seen.reward;
        const ended = seen.terminated || after.length === horizon;
        const name = `${seen.reward};${seen.terminated};${seen.observation}`;
        const group = groups.get(name) ?? { ended, observation: seen.observation, tasks: [] };
        group.tasks.push(entry);
        groups.set(name, group);
      }
      for (const group of groups.values()) {
        sum += group.ended
          ? value(episode + 1, [], '', group.tasks)
          : value(episode, after, group.observation, group.tasks);
      }
      best = Math.max(best, sum);
    }
    values.set(key, best);
    return best;
  };
  return value(0, [], '', support);
}

/**
 * What the best policy earns in an episode that sees nothing but the step, by brute force: all sequences of
 * actions are played in every task.
 */
export function blindOptimum(distribution: TaskDistribution): number {
  const { family, horizon } = distribution;
  const support = distribution.support?.('train') ?? [];
  const actions = family.actionSpace.kind === 'discrete' ? family.actionSpace.size : 0;
  const row = new Float32Array(sizeOf(family.observationSpace));
  const env = family.create();
  const returnIn = (task: unknown, sequence: readonly number[]) => {
    env.reset(task, randomStream(0), row);
    let sum = 0;
    for (const action of sequence) {
      const { reward, terminated } = env.step(action, row);
      sum += reward;
      if (terminated) break;
    }
    return sum;
  };
  let best = Number.NEGATIVE_INFINITY;
  for (let number = 0; number < actions ** horizon; number++) {
    const sequence = Array.from({ length: horizon }, (_, i) => {
      return Math.floor(number / actions ** i) % actions;
    });
    const mean = support.reduce(
      (sum, { task, probability }) => sum + probability * returnIn(task, sequence),
      0,
    );
    best = Math.max(best, mean);
  }
  return best;
}
