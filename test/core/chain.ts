import {
  box,
  discrete,
  type Env,
  MetaEpisodes,
  type RandomStream,
  randomStream,
  type TaskDistribution,
} from '../../core/index.js';

/**
 * A chain short enough to trace by hand. It starts at the task's number; action 1 moves right and
 * pays how far it is, action 0 stays and costs 1; two to the right it terminates.
 */
export function chainEnv(): Env<number, number> {
  let start = 0;
  let moves = 0;
  return {
    reset(task, _rng, observation) {
      start = task;
      moves = 0;
      observation[0] = start;
    },
    step(action, observation) {
      moves += action;
      observation[0] = start + moves;
      return { reward: action === 1 ? moves : -1, terminated: moves === 2 };
    },
  };
}

/** Two episodes of at most three steps. */
export function chain(
  changes: Partial<TaskDistribution<number>> = {},
  create: () => Env<number, number> = chainEnv,
): TaskDistribution<number> {
  return {
    id: 'test/chain-v0',
    about: 'A chain that starts anywhere.',
    family: {
      id: 'chain',
      about: 'Where it starts.',
      taskSchema: { type: 'number' },
      observationSpace: box([1], 0, 1000),
      actionSpace: discrete(2),
      create,
    },
    horizon: 3,
    episodes: 2,
    splits: ['train', 'test'],
    overlap: 'disjoint',
    definition: null,
    sample: (split, rng) => (split === 'train' ? 0 : 500) + rng.integer(100),
    ...changes,
  };
}

/** A chain whose observations and rewards are random and whose end is too. */
export function randomChain(): TaskDistribution<number> {
  return chain({ horizon: 5, episodes: 3 }, () => {
    let rng: RandomStream | undefined;
    const draw = () => rng?.uniform() ?? Number.NaN;
    return {
      reset(task, stream, observation) {
        rng = stream;
        observation[0] = task + draw();
      },
      step(action, observation) {
        observation[0] = action + draw();
        return { reward: draw() * 3, terminated: draw() < 0.2 };
      },
    };
  });
}

/** All arrays of a batch, as lists. */
export function snapshot(batch: MetaEpisodes<number>) {
  const { transition } = batch;
  return {
    s: [...transition.observation],
    a: [...transition.action],
    r: [...transition.reward],
    next: [...transition.nextObservation],
    terminated: [...transition.terminated],
    truncated: [...transition.truncated],
    observation: [...batch.observation],
    episodeEnded: [...batch.episodeEnded],
    metaEpisodeEnded: [...batch.metaEpisodeEnded],
    firstStep: [...batch.firstStep],
    episode: [...batch.episode],
    step: [...batch.step],
    tasks: [...batch.tasks],
  };
}

/** Two slots: tasks 100, 110, … in one and 500, 510, … in the other. */
export function twoSlots(wipeMemory = false) {
  const given = [0, 0];
  return new MetaEpisodes({
    distribution: chain(),
    slots: 2,
    rng: randomStream(1),
    wipeMemory,
    nextTask: (slot) => [100, 500][slot]! + 10 * given[slot]!++,
  });
}
