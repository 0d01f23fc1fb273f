import {
  box,
  discrete,
  type Env,
  type Family,
  type Reference,
  type Split,
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

const HORIZON = 12;
const EPISODES = 3;
const TASKS = { train: goals(0, 6), test: goals(6, 4), ood: goals(20, 5) };

/** To walk right is best for everybody: it passes every goal as early as can be. */
function returnOfWalk({ goal: { x } }: LineTask): number {
  return x > HORIZON ? -0.01 * HORIZON : 1 - 0.01 * (x - 1);
}

/** What an episode brings in which left, stay and right are equally likely. */
function returnOfChance({ goal: { x } }: LineTask): number {
  let values = Array<number>(41).fill(0);
  for (let step = 0; step < HORIZON; step++) {
    values = values.map((_, position) => {
      const after = [position - 1, position, position + 1].map((to) => {
        const place = Math.min(40, Math.max(0, to));
        return place === x ? 1 : -0.01 + values[place]!;
      });
      return after.reduce((sum, value) => sum + value, 0) / after.length;
    });
  }
  return values[0]!;
}

/** Exact. */
export function lineReferences(split: Split): Reference[] {
  const reference = (name: string, of: (task: LineTask) => number, about: string) => {
    const tasks = TASKS[split];
    const mean = tasks.reduce((sum, task) => sum + of(task), 0) / tasks.length;
    const returnByEpisode = Array<number>(EPISODES).fill(mean);
    return { name, returnByEpisode, total: mean * EPISODES, exact: true, about };
  };
  return [
    reference('oracle', returnOfWalk, 'Walks there.'),
    reference('bayesOptimal', returnOfWalk, 'Walks there.'),
    reference('markov', returnOfWalk, 'Walks there.'),
    reference('random', returnOfChance, 'Strays.'),
  ];
}

/** A correct distribution: near goals to train, others to test, far ones out of distribution. */
export function lineDistribution(
  changes: Partial<TaskDistribution<LineTask>> = {},
): TaskDistribution<LineTask> {
  return {
    id: 'line/hidden-goal-v0',
    about: 'Uniform over near goals.',
    family: lineFamily(),
    horizon: HORIZON,
    episodes: EPISODES,
    splits: ['train', 'test', 'ood'],
    overlap: 'disjoint',
    definition: { train: 6, test: 4, ood: 5 },
    sample: (split, rng) => rng.pick(TASKS[split]),
    support: (split) =>
      TASKS[split].map((task) => ({ task, probability: 1 / TASKS[split].length })),
    references: lineReferences,
    ...changes,
  };
}
