import {
  box,
  discrete,
  type Env,
  type Family,
  type TaskDistribution,
} from '../../../core/index.js';

/** Somewhere on a line is a goal. */
export interface LineTask {
  readonly goal: { readonly x: number };
}

/** Tasks with goals at `from`, … */
export function goals(from: number, count: number): LineTask[] {
  return Array.from({ length: count }, (_, i) => ({ goal: { x: from + i + 1 } }));
}

/** Sees the position and a random number; walks left, stays or walks right; ends at the goal. */
export function lineEnv(): Env<LineTask, number> {
  let position = 0;
  let goal = 0;
  let noise = () => 0;
  const observe = (row: Float32Array) => {
    row[0] = position / 40;
    row[1] = noise();
  };
  return {
    reset(task, rng, observation) {
      position = 0;
      goal = task.goal.x;
      noise = () => rng.uniform();
      observe(observation);
    },
    step(action, observation) {
      position = Math.min(40, Math.max(0, position + action - 1));
      observe(observation);
      const terminated = position === goal;
      return { reward: terminated ? 1 : -0.01, terminated };
    },
  };
}

/** A correct family, or one with another env planted in it. */
export function lineFamily(create: () => Env<LineTask, number> = lineEnv): Family<LineTask> {
  return {
    id: 'line',
    about: 'Where on the line the goal is.',
    taskSchema: {
      type: 'object',
      properties: {
        goal: {
          type: 'object',
          properties: { x: { type: 'integer', minimum: 1, maximum: 40 } },
          required: ['x'],
          additionalProperties: false,
        },
      },
      required: ['goal'],
      additionalProperties: false,
    },
    observationSpace: box([2], 0, 1),
    actionSpace: discrete(3),
    create,
  };
}

/** A correct distribution: near goals to train, others to test, far ones out of distribution. */
export function lineDistribution(
  changes: Partial<TaskDistribution<LineTask>> = {},
): TaskDistribution<LineTask> {
  const tasks = { train: goals(0, 6), test: goals(6, 4), ood: goals(20, 5) };
  return {
    id: 'line/hidden-goal-v0',
    about: 'Uniform over near goals.',
    family: lineFamily(),
    horizon: 12,
    episodes: 3,
    splits: ['train', 'test', 'ood'],
    overlap: 'disjoint',
    definition: { train: 6, test: 4, ood: 5 },
    sample: (split, rng) => rng.pick(tasks[split]),
    support: (split) =>
      tasks[split].map((task) => ({ task, probability: 1 / tasks[split].length })),
    references: () => [
      { name: 'oracle', returnByEpisode: [1, 1, 1], total: 3, exact: true, about: 'Walks there.' },
      {
        name: 'bayesOptimal',
        returnByEpisode: [0.5, 1, 1],
        total: 2.5,
        exact: true,
        about: 'Looks.',
      },
      { name: 'random', returnByEpisode: [0, 0, 0], total: 0, exact: true, about: 'Strays.' },
    ],
    ...changes,
  };
}
