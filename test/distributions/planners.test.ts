import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metaTest } from '../../agents/index.js';
import { ArgumentError } from '../../core/errors.js';
import {
  builtInDefinitions,
  distributionFromDefinition,
  getDistribution,
} from '../../distributions/index.js';
import { gridNaviDefinition } from '../../distributions/maze-gridnavi.js';
import { movingCheeseDefinition } from '../../distributions/maze-moving-cheese.js';
import { beliefPlan } from '../../distributions/references/maze-beliefs.js';
import {
  hiddenCheese,
  leapingReturns,
  searchPlan,
} from '../../distributions/references/maze-search.js';
import {
  everyTask,
  type MazePlan,
  mazeWorld,
  returnByEpisodeOf,
} from '../../distributions/references/maze-world.js';
import { optimalSearch } from '../../distributions/references/optimal-search.js';
import { priceBound } from '../../distributions/references/price-bound.js';
import { noneReached, withReached } from '../../distributions/references/reached.js';
import { searchBound } from '../../distributions/references/search-bound.js';
import {
  type MazeConfiguration,
  type MazeSampler,
  mazeSampler,
  mazeSamplerSchema,
} from '../../envs/index.js';
import { checkSchema } from '../../schemas/index.js';
import { smallMazes } from './small-mazes.js';

/** The world of a definition whose tasks can be listed. */
function worldOf(
  configuration: MazeConfiguration,
  sampler: MazeSampler,
  horizon: number,
  episodes: number,
) {
  const tasks = mazeSampler(configuration, sampler).support ?? [];
  const world = mazeWorld(configuration, {
    ...{ tasks, isWholeSplit: true, sampler, horizon, episodes },
  });
  if (!world) throw new Error('The tasks cannot be listed.');
  return world;
}

const { configuration: room } = gridNaviDefinition;
const enough = 1e7;
const total = (world: ReturnType<typeof worldOf>, plan: MazePlan | undefined) =>
  plan && returnByEpisodeOf(world, plan).reduce((sum, value) => sum + value, 0);

test('searching among walks finds what dynamic programming over beliefs finds', () => {
  let searched = 0;
  fc.assert(
    fc.property(smallMazes({ layouts: 1, starts: 1, crumbs: false }), (definition) => {
      const configuration = Object(definition.configuration);
      const { horizon, episodes, tasks } = definition;
      const world = worldOf(configuration, Object(tasks), horizon, episodes);
      const all = everyTask(world);
      const byBeliefs = total(world, beliefPlan(world, all, enough));
      const cheese = hiddenCheese(configuration, world, all);
      expect(byBeliefs).toBeDefined();
      if (!cheese) return;
      searched++;
      expect(total(world, searchPlan(world, cheese, enough))).toBeCloseTo(byBeliefs!, 9);
      const most = leapingReturns(cheese).reduce((sum, value) => sum + value, 0);
      expect(most).toBeGreaterThan(byBeliefs! - 1e-9);
    }),
    { numRuns: 200 },
  );
  expect(searched).toBeGreaterThan(150);
});

test('bounds of the search are never too low, and prices give at first what the best assignment earns', () => {
  fc.assert(
    fc.property(smallMazes({ layouts: 1, starts: 1, crumbs: false }), (definition) => {
      const configuration = Object(definition.configuration);
      const { horizon, episodes, tasks } = definition;
      const world = worldOf(configuration, Object(tasks), horizon, episodes);
      const cheese = hiddenCheese(configuration, world, everyTask(world));
      if (!cheese) return;
      const { problem, returnsWhen } = cheese;
      const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
      const never = sum(returnsWhen(problem.candidates.map(() => 0)));
      const prices = priceBound(problem);
      const none = noneReached(problem.candidates.length);
      expect(prices(0, problem.start, none)).toBeCloseTo(sum(leapingReturns(cheese)) - never, 9);
      const { value, times, cells } = optimalSearch(problem, enough)!;
      // Along the best walk, what was gained and what may still be gained is no less than what it gains in all.
      let reached = none;
      let gained = 0;
      for (let time = 0; time <= horizon * episodes; time++) {
        const index = times.indexOf(time);
        if (time > 0 && index >= 0) {
          reached = withReached(reached, index);
          gained += problem.worth[index]![time]!;
        }
        const at = time % horizon === 0 ? problem.start : cells[time]!;
        if (at < 0) continue;
        for (const bound of [prices, searchBound(problem)]) {
          expect(gained + bound(time, at, reached)).toBeGreaterThan(value - 1e-9);
        }
      }
    }),
    { numRuns: 200 },
  );
});

describe('a plan is given up', () => {
  const tasks: MazeSampler = { kind: 'cheese-anywhere', minimumDistance: 1, reward: 1 };
  const world = worldOf(room, tasks, 15, 4);

  test('once it takes more than was allowed', () => {
    expect(beliefPlan(world, everyTask(world), 1000)).toBeUndefined();
    const cheese = hiddenCheese(room, world, everyTask(world))!;
    expect(searchPlan(world, cheese, 10)).toBeUndefined();
  });

  test('not as a search, where more than one cheese is hidden, or finding it late is better', () => {
    const cheeses = [
      { x: 1, y: 0, reward: 1 },
      { x: 0, y: 2, reward: 1 },
    ];
    const two = worldOf(room, { kind: 'list', tasks: [{ cheeses }] }, 5, 1);
    expect(hiddenCheese(room, two, [0])).toBeUndefined();
    // Here a step pays, and the cheese takes away what later steps would pay.
    const paid = { ...room, terminal: true, stepReward: 0.5 };
    const one = worldOf(paid, { kind: 'list', tasks: [{ cheeses: cheeses.slice(1) }] }, 5, 1);
    expect(hiddenCheese(paid, one, [0])).toBeUndefined();
    // Five steps elsewhere at 0.5, or four of them and the cheese, which pays 1, in the last.
    expect(total(one, beliefPlan(one, [0], enough))).toBeCloseTo(4 * 0.5 + 1, 12);
  });

  test('where tasks are a sample, or where the mouse does not know where it is', () => {
    const problem = { isWholeSplit: true, sampler: tasks, horizon: 5, episodes: 1 };
    const cheeses = [{ x: 2, y: 2, reward: 1 }];
    const starts = [0, 1].map((x) => ({
      task: { cheeses, start: [x, 4] as [number, number] },
      probability: 0.5,
    }));
    expect(mazeWorld(room, { ...problem, tasks: starts })).toBeDefined();
    expect(mazeWorld(room, { ...problem, tasks: starts, isWholeSplit: false })).toBeUndefined();
    const blind: MazeConfiguration = {
      ...room,
      observation: { kind: 'view', size: 1, position: false },
    };
    expect(mazeWorld(blind, { ...problem, tasks: starts })).toBeUndefined();
    expect(mazeWorld(blind, { ...problem, tasks: starts.slice(1) })).toBeDefined();
  });
});

test('GridNavi is planned for in 5 s and 500 MB, and so are other sizes from a file', () => {
  const before = process.memoryUsage().rss;
  const started = process.cpuUsage().user;
  const values = (changes: object, room5: object = {}) => {
    const definition = {
      ...{ ...gridNaviDefinition, ...changes },
      configuration: { ...room, ...room5 },
    };
    const distribution = distributionFromDefinition(definition, { subject: 'mine.json' });
    const references = distribution.references?.('test', []) ?? [];
    return references
      .find(({ name }) => name === 'bayesOptimal')
      ?.returnByEpisode.map((value) => Number(value.toFixed(3)));
  };
  expect(values({})).toEqual([4, 11.071, 11.071, 11.071]);
  expect(values({ horizon: 10, episodes: 6 })).toEqual([1.357, 4.867, 6.071, 6.071, 6.071, 6.071]);
  expect(values({ horizon: 12, episodes: 3 }, { width: 6 })).toEqual([1.592, 5.823, 7.558]);
  expect(values({}, { width: 6, height: 6 })).toEqual([2.109, 7.781, 10.05, 10.05]);
  // Time of the processor: others may be at work.
  expect(process.cpuUsage().user - started).toBeLessThan(5e6);
  expect(process.memoryUsage().rss - before).toBeLessThan(500e6);
});

test('a prior with weights changes where is searched first, by hand', () => {
  const tasks = [-1, 1].map((side) => ({ cheeses: [{ x: 2 + side * 2, y: 0, reward: 1 }] }));
  const sampler: MazeSampler = { kind: 'list', tasks, weights: [1, 3] };
  expect(checkSchema(mazeSamplerSchema, sampler)).toEqual([]);
  // A corridor with cheese two steps to the left or to the right; an episode has time for one side.
  const distribution = distributionFromDefinition(
    {
      ...{ ...gridNaviDefinition, horizon: 3, episodes: 2, tasks: sampler },
      configuration: {
        ...{ ...room, width: 5, height: 1, start: [2, 0], stepReward: 0, terminal: true },
      },
    },
    { subject: 'corridor' },
  );
  const references = distribution.references?.('test', []) ?? [];
  const of = (name: string) => references.find((each) => each.name === name)?.returnByEpisode;
  expect(of('oracle')).toEqual([1, 1]);
  expect(of('bayesOptimal')).toEqual([0.75, 1]);
  expect(of('wipedMemory')).toEqual([0.75, 0.75]);
  expect(of('markov')).toEqual([0.75, 0.75]);
});

describe.each(builtInDefinitions.filter(({ family }) => family === 'maze').map(({ id }) => id))(
  'policies of the references of %s',
  (id) => {
    const distribution = getDistribution(id);
    const policies = distribution.referencePolicies?.('test') ?? [];

    test.each(policies.map((each) => [each.name, each] as const))(
      '%s earns its reference within the error of sampling',
      (name, { policy, distribution: where }) => {
        const tasks = 2000;
        const played = metaTest({ policy, distribution: where, tasks, seed: 1 });
        const reference = distribution
          .references?.('test', played.tasks)
          .find((each) => each.name === name);
        const { episodes } = distribution;
        for (const [episode, mean] of played.returnByEpisode.entries()) {
          const returns = Array.from(
            { length: tasks },
            (_, i) => played.returns[i * episodes + episode]!,
          );
          const variance = returns.reduce((sum, each) => sum + (each - mean) ** 2, 0) / tasks;
          const known = reference?.returnByEpisode[episode] ?? Number.NaN;
          expect(Math.abs(mean - known)).toBeLessThan(5 * Math.sqrt(variance / tasks) + 1e-5);
        }
      },
    );
  },
);

test('a policy finds its way by what it did, where the position is not shown', () => {
  const { configuration } = movingCheeseDefinition;
  const distribution = distributionFromDefinition(
    {
      ...movingCheeseDefinition,
      configuration: { ...configuration, observation: { kind: 'view', size: 1, position: false } },
    },
    { subject: 'dark' },
  );
  const support = distribution.support?.('test') ?? [];
  const tasks = support.map(({ task }) => task);
  const policies = distribution.referencePolicies?.('test') ?? [];
  expect(policies.map(({ name }) => name)).toEqual([
    ...['oracle', 'bayesOptimal', 'wipedMemory', 'markov'],
  ]);
  const references = getDistribution('maze/moving-cheese-v0').references?.('test', []) ?? [];
  for (const { name, policy, distribution: where } of policies) {
    const played = metaTest({ policy, distribution: where, tasks, seed: 0 });
    // All tasks are equally likely here.
    expect(played.total).toBeCloseTo(references.find((each) => each.name === name)!.total, 4);
  }
});

test('policies say where they belong', () => {
  const lecture = getDistribution('maze/lecture-v0');
  const policies = lecture.referencePolicies?.('test') ?? [];
  const play = (name: string, reward: number) => {
    const policy = policies.find((each) => each.name === name)!.policy;
    const task = { cheeses: [{ x: 1, y: 1, reward }] };
    return metaTest({ policy, distribution: lecture, tasks: [task], seed: 0 });
  };
  expect(play('bayesOptimal', 1).total).toBeGreaterThan(1.9);
  expect(() => play('bayesOptimal', 2)).toThrow(ArgumentError);
  expect(() => play('bayesOptimal', 2)).toThrow('tasks of the split that it was made for');
  expect(() => play('oracle', 1)).toThrow('must hold 4 numbers and 8 of the task behind them');
});
