import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metaTest } from '../../agents/index.js';
import type { Reference, TaskDistribution, WeightedTask } from '../../core/distribution.js';
import { ArgumentError } from '../../core/errors.js';
import { randomStream } from '../../core/random.js';
import {
  type DistributionDefinition,
  distributionFromDefinition,
  getDistribution,
} from '../../distributions/index.js';
import { lectureDefinition } from '../../distributions/maze-lecture.js';
import { restlessCheeseDefinition } from '../../distributions/maze-restless-cheese.js';
import { hiddenCheese } from '../../distributions/references/maze-search.js';
import { everyTask, mazeWorld } from '../../distributions/references/maze-world.js';
import { restlessPlan } from '../../distributions/references/restless-plan.js';
import { searchWalks } from '../../distributions/references/search-walks.js';
import { type MazeTask, mazeSampler } from '../../envs/index.js';
import { adaptiveOptimum } from './adaptive-optimum.js';
import { restlessMazes } from './small-mazes.js';

const made = (definition: DistributionDefinition) =>
  distributionFromDefinition(definition, { subject: 'restless' });

/** References by name, of no tasks: these values follow from the sampler. */
function named(distribution: TaskDistribution): { readonly [name: string]: Reference } {
  const references = distribution.references?.('train', []) ?? [];
  return Object.fromEntries(references.map((each) => [each.name, each]));
}

/** The same places for a cheese that never moves, so that tasks can be listed. */
function unmoved(definition: DistributionDefinition): TaskDistribution {
  const { stays: _, ...tasks } = definition.tasks;
  return made({ ...definition, tasks: { ...tasks, kind: 'cheese-anywhere' } });
}

/** Every way that the cheese may go, with its probability. */
function histories(definition: DistributionDefinition): readonly WeightedTask<MazeTask>[] {
  const { stays } = Object(definition.tasks);
  const places = (unmoved(definition).support?.('train') ?? []).map(
    ({ task }): MazeTask['cheeses'] => {
      const { cheeses }: MazeTask = Object(task);
      return cheeses;
    },
  );
  let ways = places.map((cheeses) => ({ way: [cheeses], probability: 1 / places.length }));
  for (let episode = 1; episode < definition.episodes; episode++) {
    ways = ways.flatMap(({ way, probability }) =>
      places.map((cheeses) => {
        const chance = cheeses === way.at(-1) ? stays : (1 - stays) / (places.length - 1);
        return { way: [...way, cheeses], probability: probability * chance };
      }),
    );
  }
  return ways
    .filter(({ probability }) => probability > 0)
    .map(({ way: [cheeses = [], ...later], probability }) => ({
      ...{ task: { cheeses, later }, probability },
    }));
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
const rounded = (reference: Reference | undefined) =>
  reference?.returnByEpisode.map((value) => Number(value.toFixed(3)));

describe('small mazes in which the cheese moves', () => {
  const withMoves = restlessMazes.filter(
    (definition) => definition.horizon > 1 && histories(definition).length > 4,
  );

  test.each([
    ['any', restlessMazes],
    ['those with something to search and ways to go', withMoves],
  ])(
    'values are those of dynamic programming over the ways that it may have gone: %s',
    (_, mazes) => {
      fc.assert(
        fc.property(mazes, (definition) => {
          const distribution = made(definition);
          const support = histories(definition);
          expect(sum(support.map(({ probability }) => probability))).toBeCloseTo(1, 12);
          const { bayesOptimal, oracle } = named(distribution);
          const optimum = adaptiveOptimum(distribution, support);
          expect(bayesOptimal?.total).toBeCloseTo(optimum, 9);
          expect(sum(bayesOptimal?.returnByEpisode ?? [])).toBeCloseTo(optimum, 9);
          expect(oracle?.total).toBeGreaterThan(optimum - 1e-9);
        }),
        { numRuns: 125 },
      );
    },
  );

  test('policies earn their references over all ways, and none but bayesOptimal knows of the moves', () => {
    fc.assert(
      fc.property(restlessMazes, (definition) => {
        const distribution = made(definition);
        const { episodes } = distribution;
        const support = histories(definition);
        const references = named(distribution);
        const single = named(unmoved({ ...definition, episodes: 1 }));
        for (const name of ['oracle', 'wipedMemory', 'markov', 'random']) {
          const returns = Array(episodes).fill(expect.closeTo(single[name]!.total, 9));
          expect(references[name]!.returnByEpisode).toEqual(returns);
        }
        const policies = distribution.referencePolicies?.('train') ?? [];
        expect([...policies.map(({ name }) => name), 'random']).toEqual(Object.keys(references));
        for (const { name, policy, distribution: where } of policies) {
          const { returns } = metaTest({
            ...{ policy, distribution: where, seed: 0, slots: 5 },
            tasks: support.map(({ task }) => task),
          });
          for (let episode = 0; episode < episodes; episode++) {
            const mean = sum(
              support.map(
                ({ probability }, task) => probability * returns[task * episodes + episode]!,
              ),
            );
            expect(mean).toBeCloseTo(references[name]!.returnByEpisode[episode]!, 5);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a cheese that never moves is what other planners know', () => {
    let compared = 0;
    fc.assert(
      fc.property(restlessMazes, (definition) => {
        const tasks = { ...definition.tasks, stays: 1 };
        const { bayesOptimal } = named(made({ ...definition, tasks }));
        const known = named(unmoved(definition)).bayesOptimal;
        expect(bayesOptimal?.total).toBeCloseTo(known!.total, 9);
        compared++;
      }),
      { numRuns: 100 },
    );
    expect(compared).toBe(100);
  });
});

test('the maze of the lecture, by hand', () => {
  const definition: DistributionDefinition = {
    ...lectureDefinition,
    tasks: { kind: 'restless-cheese', minimumDistance: 1, reward: 1, stays: 0.8 },
  };
  const { oracle, bayesOptimal, wipedMemory } = named(made(definition));
  expect(rounded(oracle)).toEqual([1, 1, 1]);
  // Two of three corners lie on a day's path. Found or not, it is known afterwards where the cheese was; one of the
  // other two corners can be passed besides: 0.8 + 0.2 / 2.
  expect(rounded(bayesOptimal)).toEqual([0.667, 0.9, 0.9]);
  expect(rounded(wipedMemory)).toEqual([0.667, 0.667, 0.667]);
});

describe('maze/restless-cheese-v0', () => {
  const distribution = getDistribution('maze/restless-cheese-v0');
  const values = named(distribution);

  test('is planned for in five seconds', () => {
    const started = process.cpuUsage().user;
    const { bayesOptimal } = named(made(restlessCheeseDefinition));
    expect(rounded(bayesOptimal)).toEqual([0.214, 0.701, 0.725, 0.726]);
    expect(bayesOptimal?.exact).toBe(true);
    // Time of the processor: others may be at work.
    expect(process.cpuUsage().user - started).toBeLessThan(5e6);
  });

  test('is, where nothing moves or nothing stays known, what moving cheese is', () => {
    const moving = named(getDistribution('maze/moving-cheese-v0'));
    for (const name of ['oracle', 'wipedMemory', 'markov', 'random']) {
      expect(values[name]?.total).toBeCloseTo(moving[name]!.total, 9);
    }
    const withStays = (stays: number, episodes: number) =>
      named(
        made({
          ...{ ...restlessCheeseDefinition, episodes },
          tasks: { ...restlessCheeseDefinition.tasks, stays },
        }),
      ).bayesOptimal?.total;
    expect(withStays(1, 4)).toBeCloseTo(moving.bayesOptimal!.total, 9);
    expect(withStays(1 / 32, 3)).toBeCloseTo((3 / 4) * moving.wipedMemory!.total, 9);
    expect(withStays(0.75, 1)).toBeCloseTo(moving.wipedMemory!.total / 4, 9);
  });

  test('values do not depend on the tasks that were met, and are computed once', () => {
    const tasks = [distribution.sample('test', randomStream(1))];
    expect(distribution.references?.('test', tasks)).toBe(distribution.references?.('train', []));
  });

  test('its policy says where it belongs', () => {
    const policies = distribution.referencePolicies?.('test') ?? [];
    const { policy } = policies.find(({ name }) => name === 'bayesOptimal')!;
    const play = (cheeses: MazeTask['cheeses']) =>
      metaTest({ policy, distribution, tasks: [{ cheeses }], seed: 0 });
    expect(play([{ x: 0, y: 0, reward: 1 }]).total).toBeGreaterThan(1);
    // Another reward, and a cell next to the start.
    for (const cheese of [
      { x: 0, y: 0, reward: 2 },
      { x: 2, y: 6, reward: 1 },
    ]) {
      const all = [cheese, { x: 6, y: 0, reward: 2 }, { x: 4, y: 6, reward: 1 }];
      expect(() => play(all)).toThrow(ArgumentError);
      expect(() => play(all)).toThrow('tasks of the split that it was made for');
    }
  });
});

describe('what is not known', () => {
  test('the best plan where histories are held out, or listed: oracle and random are means over tasks', () => {
    const heldOut = made({
      ...restlessCheeseDefinition,
      splits: { kind: 'held-out', fraction: 0.5 },
    });
    expect(heldOut.references?.('test', [])).toEqual([]);
    // Nine and two steps away: straight up the left side, and one beside the start's neighbour.
    const task = {
      cheeses: [{ x: 0, y: 0, reward: 1 }],
      later: [3, 2, 1].map((y) => [{ x: 0, y, reward: 1 }]),
    };
    const references = heldOut.references?.('test', [task]) ?? [];
    expect(references.map(({ name }) => name)).toEqual(['oracle', 'random']);
    const oracle = [9, 6, 7, 8].map((steps) => 1 - 0.02 * (steps - 1));
    expect(rounded(references[0])).toEqual(oracle.map((value) => expect.closeTo(value, 9)));
    const listed = made({ ...restlessCheeseDefinition, tasks: { kind: 'list', tasks: [task] } });
    expect(listed.references?.('test', []).map(({ name }) => name)).toEqual(['oracle', 'random']);
    expect(rounded(listed.references?.('test', [])[0])).toEqual(rounded(references[0]));
  });

  test('the best plan where finding the cheese late is better, or takes too long to find', () => {
    const small = { ...restlessCheeseDefinition, configuration: lectureDefinition.configuration };
    const near = { ...small, tasks: { ...small.tasks, minimumDistance: 1 } };
    const paid = { ...near, configuration: { ...near.configuration, stepReward: 0.5 } };
    expect(named(made(near)).bayesOptimal).toBeDefined();
    expect(named(made(paid)).bayesOptimal).toBeUndefined();
    const { configuration, tasks, horizon } = restlessCheeseDefinition;
    const { stays: _, ...places } = Object(tasks);
    const { support = [] } = mazeSampler(configuration, { ...places, kind: 'cheese-anywhere' });
    const world = mazeWorld(configuration, {
      ...{ tasks: support, isWholeSplit: true, horizon, episodes: 1 },
    })!;
    const { problem } = hiddenCheese(configuration, world, everyTask(world))!;
    expect(searchWalks(problem, 1000)).toBeUndefined();
    const walks = searchWalks(problem, 1e7)!;
    expect(walks).toHaveLength(16_440);
    const returns = problem.candidates.map(() => new Float64Array(horizon + 1).fill(1, 1));
    expect(restlessPlan({ episodes: 4, stays: 0.5, walks, returns }, 1e5)).toBeUndefined();
    expect(restlessPlan({ episodes: 1, stays: 0.5, walks, returns }, 1e7)).toBeDefined();
  });
});
