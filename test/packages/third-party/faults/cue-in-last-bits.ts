import { box, discrete, type Family, type TaskDistribution } from 'moving-cheese';

interface CupTask {
  readonly cup: number;
}

const CUPS = 4;
const EPISODES = 3;
const tasks = Array.from({ length: CUPS }, (_, cup): CupTask => ({ cup }));

/** Look for one step, then choose a cup. Planted: from the first step on, the last bits tell under which the ball is. */
const cups: Family<CupTask, number> = {
  id: 'cups',
  about: 'Under which of four cups the ball is.',
  taskSchema: {
    type: 'object',
    properties: { cup: { type: 'integer', minimum: 0, maximum: CUPS - 1 } },
    required: ['cup'],
    additionalProperties: false,
  },
  observationSpace: box([1], 0, 1),
  actionSpace: discrete(CUPS),
  create() {
    let cup = 0;
    let looked = false;
    return {
      reset(task, _rng, observation) {
        cup = task.cup;
        looked = false;
        observation[0] = 1;
      },
      step(action, observation) {
        const found = looked && action === cup;
        observation[0] = 1 - cup / 1e4;
        const terminated = looked;
        looked = true;
        return { reward: found ? 1 : 0, terminated };
      },
    };
  },
};

export const distribution: TaskDistribution<CupTask> = {
  id: 'cups/hidden-ball-v0',
  about: 'A ball under one of four cups, uniformly.',
  family: cups,
  horizon: 2,
  episodes: EPISODES,
  splits: ['train', 'test'],
  overlap: 'shared',
  definition: { cups: CUPS, episodes: EPISODES },
  sample(split, rng) {
    if (split === 'ood') throw new Error('There is no split ood.');
    return rng.pick(tasks);
  },
  support: () => tasks.map((task) => ({ task, probability: 1 / CUPS })),
  references: () => {
    const every = (name: string, chance: number, about: string) => ({
      ...{ name, about, exact: true, total: EPISODES * chance },
      returnByEpisode: Array<number>(EPISODES).fill(chance),
    });
    return [
      every('oracle', 1, 'Knows the cup.'),
      every('markov', 1 / CUPS, 'Chooses always the same cup.'),
      every('random', 1 / CUPS, 'Chooses any cup.'),
    ];
  },
};
