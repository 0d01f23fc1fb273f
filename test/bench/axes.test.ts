import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { engineOn } from '../../bench/engine.js';
import type { Axis } from '../../bench/scaling/axis.js';
import { engineAxes } from '../../bench/scaling/engine-axes.js';
import { learnerAxes } from '../../bench/scaling/learner-axes.js';
import { gridNaviWith, meetAllTasks } from '../../bench/scaling/mazes.js';
import { memoryAxes } from '../../bench/scaling/memory-axes.js';
import { getDistribution } from '../../distributions/index.js';
import { realGc } from './real-gc.js';

beforeAll(() => void vi.stubGlobal('gc', realGc()));
afterAll(() => void vi.unstubAllGlobals());

const axes = [...engineAxes, ...learnerAxes, ...memoryAxes].map((axis): [string, Axis] => [
  `${axis.curves[0]?.what} by ${axis.size}, ${axis.base}`,
  axis,
]);

describe.each(axes)('%s', (_, axis) => {
  test('goes up, and so do the few sizes of a try, which are among all of them', () => {
    for (const sizes of [axis.sizes, axis.fewSizes]) {
      expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
      expect(sizes.length).toBeGreaterThan(1);
    }
    expect(axis.sizes).toEqual(expect.arrayContaining([...axis.fewSizes]));
  });

  test('tells a cost for every curve', async () => {
    const subject = await axis.create(axis.sizes[0]!);
    const costs = await subject.turn(0);
    await subject.dispose?.();
    expect(costs).toHaveLength(axis.curves.length);
    for (const cost of costs) expect(cost).toBeGreaterThan(0);
  });
});

describe('mazes', () => {
  test('are GridNavi where nothing else is chosen', () => {
    const { definition } = getDistribution('maze/gridnavi-v0');
    expect(gridNaviWith({}).definition).toEqual({
      ...(definition as object),
      id: 'maze/gridnavi-5x5-15x4-v0',
    });
  });

  test('have one task a cell but for the four of the corner', () => {
    for (const side of [5, 8]) {
      const distribution = gridNaviWith({ side, observation: 'coordinates' });
      expect(distribution.support?.('train')).toHaveLength(side ** 2 - 4);
      expect(distribution.family.observationSpace.shape).toEqual([2]);
    }
  });

  test('are met in every task', () => {
    const distribution = gridNaviWith({});
    const met: unknown[] = [];
    const env = distribution.family.create();
    const create = () => ({ ...env, reset: (task: unknown) => void met.push(task) });
    meetAllTasks({ ...distribution, family: { ...distribution.family, create: create as never } });
    expect(met).toEqual(distribution.support?.('train').map(({ task }) => task));
  });
});

test('the engine plays whole meta-episodes in every slot', () => {
  const distribution = gridNaviWith({ horizon: 30, episodes: 2 });
  const drawn: unknown[] = [];
  const sample: typeof distribution.sample = (split, rng) => {
    drawn.push(split);
    return distribution.sample(split, rng);
  };
  const { advance: play } = engineOn({ ...distribution, sample }, 3, 60);
  expect(drawn).toHaveLength(3);
  expect([play(), play()]).toEqual([180, 180]);
  // As many new tasks as meta-episodes have ended.
  expect(drawn).toHaveLength(9);
});
