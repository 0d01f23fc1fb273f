import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  box,
  EnvHandle,
  InvalidDataError,
  makeEnv,
  OrderError,
  randomStream,
} from '../../core/index.js';
import { chain, chainEnv, randomChain } from './chain.js';

/** What a mistake raises. */
function raised(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** A handle at the start of an episode of the chain. */
function begun() {
  const env = new EnvHandle(chain());
  env.reset(7, 1);
  return env;
}

describe('an episode', () => {
  it('terminates', () => {
    const env = begun();
    expect(env.step(1)).toEqual({
      observation: Float32Array.of(8),
      reward: 1,
      terminated: false,
      truncated: false,
      info: { steps: 1, return: 1 },
    });
    expect(env.step(1)).toMatchObject({
      observation: Float32Array.of(9),
      terminated: true,
      truncated: false,
      info: { steps: 2, return: 3 },
    });
  });

  it('is truncated at the horizon', () => {
    const env = begun();
    expect([env.step(0), env.step(0)].map(({ truncated }) => truncated)).toEqual([false, false]);
    expect(env.step(0)).toMatchObject({ terminated: false, truncated: true, info: { return: -3 } });
  });

  it('that terminates at the horizon is not truncated', () => {
    const env = begun();
    env.step(0);
    env.step(1);
    expect(env.step(1)).toMatchObject({ terminated: true, truncated: false });
  });

  it('gives copies, and starts its sums anew', () => {
    const env = new EnvHandle(chain());
    const first = env.reset(7, 1);
    const { observation } = env.step(1);
    env.step(1);
    expect([first[0], observation[0]]).toEqual([7, 8]);
    env.reset(7, 1);
    expect(env.step(0).info).toEqual({ steps: 1, return: -1 });
  });

  it('follows from the seed, a number, a text or a stream', () => {
    const env = new EnvHandle(randomChain());
    const play = (seed: Parameters<typeof env.reset>[1]) => [
      ...env.reset(3, seed),
      env.step(1).reward,
    ];
    expect(play(5)).toEqual(play(5));
    expect(play(5)).toEqual(play('5'));
    expect(play(5)).toEqual(play(randomStream(5).fork('env')));
    expect(play(5)).not.toEqual(play(6));
  });
});

it('samples tasks by seed and split', () => {
  const env = new EnvHandle(chain());
  expect(env.sampleTask(1)).toBe(env.sampleTask(1));
  expect(env.sampleTask(1)).toBeLessThan(100);
  expect(env.sampleTask(1, 'test')).toBeGreaterThanOrEqual(500);
  expect(new Set([1, 2, 3, 4, 5, 6].map((seed) => env.sampleTask(seed))).size).toBeGreaterThan(1);
});

describe('the wrong moment', () => {
  it('is before the first reset', () => {
    const error = raised(() => new EnvHandle(chain()).step(0));
    expect(error).toBeInstanceOf(OrderError);
    expect(String(error)).toContain('before reset()');
  });

  it('is after the end', () => {
    const env = begun();
    env.step(1);
    env.step(1);
    expect(() => env.step(1)).toThrow(OrderError);
    expect(() => env.step(1)).toThrow('after the episode had ended');
    env.reset(7, 1);
    expect(() => env.step(1)).not.toThrow();
  });

  it('is after dispose', () => {
    const env = begun();
    env.dispose();
    expect(() => env.step(1)).toThrow(OrderError);
  });
});

describe('the wrong value', () => {
  it.each([2, -1, 0.5, Number.NaN])('is action %d', (action) => {
    expect(() => begun().step(action)).toThrow(ArgumentError);
    expect(() => begun().step(action)).toThrow('must be an integer in [0, 2)');
  });

  it('is a list for a discrete space', () => {
    expect(() => begun().step([1])).toThrow(ArgumentError);
  });

  it('leaves the episode as it was', () => {
    const env = begun();
    raised(() => env.step(9));
    expect(env.step(1).info.steps).toBe(1);
  });

  it('is a row that is too short, not finite or no row, for a box', () => {
    const distribution = chain();
    const family = {
      ...distribution.family,
      actionSpace: box([2], -1, 1),
      create: () => ({ ...chainEnv(), step: () => ({ reward: 0, terminated: false }) }),
    };
    const env = new EnvHandle({ ...distribution, family });
    env.reset(7, 1);
    expect(() => env.step([0.5, -0.5])).not.toThrow();
    for (const action of [[0.5], [0, Number.NaN], [0, 1e39], 1]) {
      expect(() => env.step(action)).toThrow('must be 2 finite numbers');
    }
  });

  it('is a task that does not match its schema', () => {
    const env: { reset(task: unknown, seed: number): unknown } = new EnvHandle(chain());
    expect(() => env.reset('seven', 1)).toThrow(InvalidDataError);
    expect(() => env.reset('seven', 1)).toThrow('task of chain at / must be a number');
  });
});

it('loads the family, once, before it makes the env', async () => {
  const calls: string[] = [];
  const distribution = chain({}, () => {
    calls.push('create');
    return chainEnv();
  });
  const family = {
    ...distribution.family,
    load: async () => {
      await Promise.resolve();
      calls.push('load');
    },
  };
  const env = await makeEnv({ ...distribution, family });
  expect(calls).toEqual(['load', 'create']);
  expect(env.scene()).toBeUndefined();
  expect([env.observationSpace, env.actionSpace]).toEqual([
    family.observationSpace,
    family.actionSpace,
  ]);
});
