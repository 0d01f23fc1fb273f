import { describe, expect, it } from 'vitest';
import { informationByEpisode, metaTest, type PolicyFunction } from '../../agents/index.js';
import {
  distributionFromDefinition,
  getDistribution,
  withContextGiven,
} from '../../distributions/index.js';

const crumbs = getDistribution('maze/crumbs-v0');
const tasks = crumbs.support!('test').map(({ task }) => task);
// Actions of the maze: up, right, down, left.
const [UP, RIGHT, DOWN, LEFT] = [0, 1, 2, 3];

/** Bits found out by the end of each episode, each task of crumbs once. */
function bits(policy: PolicyFunction) {
  const result = metaTest({ policy, distribution: crumbs, tasks, seed: 0, keepActions: true });
  return informationByEpisode(crumbs, 'test', result);
}

describe('information gathered', () => {
  it('is none for whoever takes the crumb', () => {
    expect(bits(() => LEFT)).toEqual([0, 0, 0, 0]);
  });

  it('of a look into one corridor is as worked by hand', () => {
    // To the corridor on the far left, always the same one. With probability 1/4 the cheese is there: 2 bits.
    // Else it is in one of three others: log2(4/3) bits. More is never found out.
    const way = [UP, UP, LEFT, LEFT, LEFT, UP, UP, UP, UP, UP, UP, UP];
    const mean = 2 / 4 + (3 / 4) * Math.log2(4 / 3);
    for (const found of bits(({ step }) => way[step] ?? UP) ?? []) {
      expect(found).toBeCloseTo(mean, 12);
    }
  });

  it('of a look into another corridor in every episode is all there is after three', () => {
    const ways = [
      [UP, UP, LEFT, LEFT, LEFT, UP, UP, UP],
      [UP, UP, LEFT, UP, UP, UP],
      [UP, UP, RIGHT, UP, UP, UP],
      [UP, UP, RIGHT, RIGHT, RIGHT, UP, UP, UP],
    ];
    const found = bits(({ episode, step }) => ways[episode]?.[step] ?? DOWN) ?? [];
    const wanted = [
      2 / 4 + (3 / 4) * Math.log2(4 / 3),
      (2 / 4) * 2 + (2 / 4) * Math.log2(4 / 2),
      2,
      2,
    ];
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 12);
    });
    expect(found).toHaveLength(4);
  });

  it('is all there is at once where the context is given', () => {
    const given = withContextGiven(crumbs);
    const result = metaTest({
      ...{ policy: () => LEFT, distribution: given, tasks, seed: 0 },
      keepActions: true,
    });
    expect(informationByEpisode(given, 'test', result)).toEqual([2, 2, 2, 2]);
  });

  it('of tasks that change between episodes is that of the task as it is in each', () => {
    const cheeses = (x: number) => [{ x, y: 0, reward: 1 }];
    // Equal in the first episode, and then no longer.
    const moving = { cheeses: cheeses(2), later: [cheeses(0), cheeses(2)] };
    const staying = { cheeses: cheeses(2), later: [cheeses(2), cheeses(2)] };
    const corridor = distributionFromDefinition(
      {
        ...{ id: 'test/corridor-v0', about: 'A corridor whose cheese may move.', family: 'maze' },
        configuration: {
          ...{ width: 3, height: 1, start: [1, 0], stepReward: 0, stay: false, terminal: true },
          observation: { kind: 'position' },
        },
        ...{ horizon: 1, episodes: 3, splits: { kind: 'shared' } },
        tasks: { kind: 'list', tasks: [moving, staying] },
      },
      { subject: 'corridor' },
    );
    const both = { distribution: corridor, tasks: [moving, staying], seed: 0, keepActions: true };
    const result = metaTest({ ...both, policy: () => RIGHT });
    expect(result.returnByEpisode).toEqual([1, 0.5, 1]);
    expect(informationByEpisode(corridor, 'test', result)).toEqual([0, 1, 1]);
  });

  it('is not known where tasks cannot be listed', () => {
    const walls = getDistribution('maze/moving-walls-v0');
    const options = { policy: () => UP, distribution: walls, tasks: 2, seed: 0 };
    expect(
      informationByEpisode(walls, 'test', metaTest({ ...options, keepActions: true })),
    ).toBeUndefined();
  });

  it('needs actions, and returns that can be earned again', () => {
    const options = { policy: () => LEFT, distribution: crumbs, tasks, seed: 0 };
    expect(() => informationByEpisode(crumbs, 'test', metaTest(options))).toThrow(/keepActions/);
    const result = metaTest({ ...options, keepActions: true });
    const lucky = { ...result, returns: result.returns.map((value) => value + 0.1) };
    expect(() => informationByEpisode(crumbs, 'test', lucky)).toThrow(/must be the 0\.4.* chance/);
  });
});
