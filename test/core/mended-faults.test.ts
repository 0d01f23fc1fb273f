import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  box,
  EnvHandle,
  MetaEpisodes,
  randomStream,
  show,
  type TaskDistribution,
} from '../../core/index.js';
import { chain, chainEnv } from './chain.js';

/** A chain with two-dimensional actions, which it ignores. */
function boxChain(): TaskDistribution<number> {
  const distribution = chain();
  const family = {
    ...distribution.family,
    actionSpace: box([2], -1, 1),
    create: () => ({ ...chainEnv(), step: () => ({ reward: 0, terminated: false }) }),
  };
  return { ...distribution, family };
}

// Each of these was once wrong.
describe('mended faults of core', () => {
  it('the engine refuses numbers that are not finite in 32 bits, as the handle does', () => {
    const handle = new EnvHandle(boxChain());
    handle.reset(7, 1);
    expect(() => handle.step([0, 1e39])).toThrow(ArgumentError);
    const batch = new MetaEpisodes({ distribution: boxChain(), slots: 1, rng: randomStream(1) });
    expect(() => batch.advance([0, 1e39])).toThrow(ArgumentError);
  });

  it('the handle explains a missing action of a box', () => {
    const handle: { step(action?: unknown): unknown; reset(task: number, seed: number): unknown } =
      new EnvHandle(boxChain());
    handle.reset(7, 1);
    expect(() => handle.step()).toThrow(ArgumentError);
  });

  it('a text as seed is never the fork of another', () => {
    expect(randomStream('1/task').uniform()).not.toBe(randomStream(1).fork('task').uniform());
  });

  it('forks of forks have streams of their own', () => {
    const rng = randomStream(1);
    expect(rng.fork('a/b').uniform()).not.toBe(rng.fork('a').fork('b').uniform());
  });

  it('between stays below its upper end', () => {
    const rng = randomStream(1);
    const high = 1 + 2 ** -52;
    const values = Array.from({ length: 20 }, () => rng.between(1, high));
    expect(values.every((value) => value < high)).toBe(true);
  });

  it('messages show infinite bounds', () => {
    expect(show({ low: Number.NEGATIVE_INFINITY })).toContain('-Infinity');
  });

  it('messages show minus zero', () => {
    expect(show(-0)).toBe('-0');
  });
});

interface Lock {
  readonly digits: readonly number[];
}

describe('tasks declared as interfaces', () => {
  it('fit wherever any task fits', () => {
    const { support: _, references: __, ...plain } = chain();
    const { taskFaults: ___, context: ____, quantities: _____, ...rest } = plain.family;
    const { episodeTask: ______, ...family } = rest;
    const distribution: TaskDistribution<Lock> = {
      ...plain,
      family: { ...family, create: () => ({ ...chainEnv(), reset: () => {} }) },
      sample: () => ({ digits: [1, 2] }),
    };
    const anyTask: TaskDistribution = distribution;
    expect(anyTask.sample('train', randomStream(1))).toEqual({ digits: [1, 2] });
  });
});
