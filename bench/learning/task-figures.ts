import type { MetaTestResult } from '../../agents/meta-test.js';

/** Numbers with names. */
export interface TaskFigures {
  readonly [name: string]: number;
}

/**
 * What only every single task tells of a run, with its most likely actions: what the last episode gains on the first
 * and on the same run with its memory wiped, as means over paired tasks with their standard errors; and, where the
 * task is a direction, the share of tasks in which it runs that way, and how fast, the start included.
 */
export function taskFigures(kept: MetaTestResult, wiped: MetaTestResult): TaskFigures {
  const last = kept.returnByEpisode.length - 1;
  const gain = paired(returnsOf(kept, last), returnsOf(kept, 0));
  const memory = paired(returnsOf(kept, last), returnsOf(wiped, last));
  return {
    'last episode less first': gain.mean,
    'its standard error': gain.standardError,
    'last episode less last with memory wiped': memory.mean,
    'standard error of that': memory.standardError,
    ...rightWay(kept),
  };
}

/** Returns of one episode, a task each. */
function returnsOf({ tasks, returns, returnByEpisode }: MetaTestResult, episode: number): number[] {
  return tasks.map((_, task) => returns[task * returnByEpisode.length + episode]!);
}

function paired(a: readonly number[], b: readonly number[]) {
  const differences = a.map((value, i) => value - b[i]!);
  const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
  const squares = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return {
    mean,
    standardError: Math.sqrt(squares / (differences.length - 1) / differences.length),
  };
}

/** Tasks whose every episode goes the way that is asked for, and speeds; nothing where no way is. */
function rightWay({ tasks, returnByEpisode, measurements }: MetaTestResult): TaskFigures {
  const directions = tasks.map((task) => directionOf(task));
  const column = measurements?.quantities.findIndex(({ id }) => id === 'velocity') ?? -1;
  if (!measurements || column < 0 || directions.includes(undefined)) return {};
  const { quantities, values } = measurements;
  const perEpisode = values.length / quantities.length / tasks.length / returnByEpisode.length;
  const distance = (task: number, episode: number) => {
    const first = (task * returnByEpisode.length + episode) * perEpisode;
    let sum = 0;
    for (let step = first; step < first + perEpisode; step++) {
      sum += values[step * quantities.length + column]!;
    }
    return sum;
  };
  const right = directions.filter((direction, task) =>
    returnByEpisode.every((_, episode) => (direction ?? 0) * distance(task, episode) > 0),
  );
  const speed = (way: number) => {
    const those = directions.flatMap((direction, task) => (direction === way ? [task] : []));
    const distances = those.map((task) => way * distance(task, returnByEpisode.length - 1));
    return distances.reduce((sum, each) => sum + each, 0) / those.length / perEpisode;
  };
  return {
    'tasks run the right way in every episode, %': (100 * right.length) / tasks.length,
    'forward in the last episode, m/s': speed(1),
    'backward in the last episode, m/s': speed(-1),
  };
}

function directionOf(task: unknown): number | undefined {
  if (typeof task !== 'object' || task === null || !('direction' in task)) return undefined;
  return typeof task.direction === 'number' ? task.direction : undefined;
}
