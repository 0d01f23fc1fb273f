import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  box,
  discrete,
  type Env,
  type EnvBatch,
  EnvHandle,
  InvalidDataError,
  MetaEpisodes,
  randomStream,
  type TaskDistribution,
} from '../../core/index.js';

/** Numbers to begin at, one an episode; once they are over, the last goes on. */
type Starts = readonly number[];

/** Begins at the episode's number and adds the action; three steps an episode at most, three episodes. */
function moving(changes: Partial<TaskDistribution<Starts>['family']> = {}) {
  const create = (): Env<Starts, number> => {
    let place = 0;
    return {
      reset([start = Number.NaN, ...more], _rng, observation) {
        if (more.length > 0) throw new Error('reset was given a history');
        place = start;
        observation[0] = place;
      },
      step(action, observation) {
        place += action;
        observation[0] = place;
        return { reward: place, terminated: place === 11 };
      },
    };
  };
  const distribution: TaskDistribution<Starts> = {
    id: 'test/moving-v0',
    about: 'Begins elsewhere in every episode.',
    family: {
      id: 'moving',
      about: 'Where episodes begin.',
      taskSchema: { type: 'array', items: { type: 'integer' }, minItems: 1 },
      observationSpace: box([1], 0, 1000),
      actionSpace: discrete(2),
      create,
      episodeTask: (starts, episode) => [starts[episode] ?? starts.at(-1)!],
      taskFaults: (starts, episodes = 1) =>
        starts.length < episodes
          ? [{ pointer: '', rule: `must be ${episodes} numbers`, remedy: 'Add some.' }]
          : [],
      ...changes,
    },
    horizon: 3,
    episodes: 3,
    splits: ['train', 'test'],
    overlap: 'shared',
    definition: null,
    sample: (_split, rng) => [10, 20, 30].map((start) => start + rng.integer(10)),
  };
  return distribution;
}

describe('meta-episodes reset to what the task is in the episode that begins', () => {
  const batchOf = (distribution: TaskDistribution<Starts>, wipeMemory = false) => {
    const tasks: Starts[] = [
      [10, 20, 30],
      [40, 50, 60],
    ];
    return new MetaEpisodes({
      ...{ distribution, slots: 1, rng: randomStream(1), wipeMemory },
      nextTask: () => tasks.shift() ?? [70, 80, 90],
    });
  };
  // The first episode of the first task ends after one step, the others after three.
  const expected = [10, 20, 20, 20, 30, 30, 30, 40, 40, 40, 50];

  it.each([false, true])('with memory wiped: %s', (wipeMemory) => {
    const batch = batchOf(moving(), wipeMemory);
    const seen = expected.map((_, i) => {
      const observation = batch.observation[0];
      batch.advance([i === 0 ? 1 : 0]);
      return observation;
    });
    expect(seen).toEqual(expected);
  });

  it('keeps the whole task for who may look', () => {
    const batch = batchOf(moving());
    batch.advance([1]);
    expect([batch.episode[0], batch.tasks[0]]).toEqual([1, [10, 20, 30]]);
  });

  it('begins anew with the first episode after a restart', () => {
    const batch = batchOf(moving());
    batch.advance([1]);
    batch.restart(randomStream(2));
    expect([...batch.observation]).toEqual([40]);
  });

  it('the same in envs that are stepped together', () => {
    const { family } = moving();
    const batch = batchOf(
      moving({
        create: Object.assign(() => family.create(), {
          batch: (slots: number): EnvBatch<Starts> => {
            const envs = Array.from({ length: slots }, () => family.create());
            return {
              envs,
              step: (actions, { nextObservation, reward, terminated }) =>
                envs.forEach((env, slot) => {
                  const row = nextObservation.subarray(slot, slot + 1);
                  const outcome = env.step(actions[slot]!, row);
                  reward[slot] = outcome.reward;
                  terminated[slot] = outcome.terminated ? 1 : 0;
                }),
              dispose: () => {},
            };
          },
        }),
      }),
    );
    const seen = expected.map((_, i) => {
      const observation = batch.observation[0];
      batch.advance([i === 0 ? 1 : 0]);
      return observation;
    });
    expect(seen).toEqual(expected);
  });
});

describe('the handle', () => {
  const handle = new EnvHandle(moving());

  it('begins the episode that is asked for, the first by default', () => {
    expect([...handle.reset([10, 20, 30], 1)]).toEqual([10]);
    expect([0, 1, 2].map((episode) => handle.reset([10, 20, 30], 1, episode)[0])).toEqual([
      10, 20, 30,
    ]);
    expect(handle.step(1).observation[0]).toBe(31);
  });

  it.each([-1, 3, 0.5, Number.NaN])('has no episode %d', (episode) => {
    expect(() => handle.reset([10, 20, 30], 1, episode)).toThrow(ArgumentError);
    expect(() => handle.reset([10, 20, 30], 1, episode)).toThrow(
      'episode must be an integer in [0, 3)',
    );
  });

  it('refuses a task that does not say enough', () => {
    expect(() => handle.reset([10, 20], 1)).toThrow(InvalidDataError);
    expect(() => handle.reset([10, 20], 1)).toThrow('task of moving at / must be 3 numbers');
  });
});
