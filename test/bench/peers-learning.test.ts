import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createRnnAgent } from '../../agents/create-agent.js';
import { curveOf } from '../../bench/peers/learning/curve.js';
import { assertRepeated, configurationOf, speedOf } from '../../bench/peers/learning/learners.js';
import { middle, reached } from '../../bench/peers/learning/levels.js';
import { learningResult, type Run } from '../../bench/peers/learning/result.js';
import { randomStream } from '../../core/random.js';
import { getDistribution } from '../../distributions/index.js';
import { root } from '../docs/pages.js';

/** As it was built, since a thread runs no TypeScript. */
const built = pathToFileURL(join(root, 'dist/bench/peers/learning/learners.js')).href;
const { ourLearner }: typeof import('../../bench/peers/learning/learners.js') = await import(built);

/** Totals at 1 s and 100 env steps, at 2 s and 200, and so on. */
function curve(...totals: number[]) {
  return totals.map((total, i) => ({ seconds: i + 1, steps: 100 * (i + 1), total }));
}

describe('reached', () => {
  test('interpolates between the test before and the first at the level', () => {
    expect(reached(curve(0, 10, 30, 30), 15)).toEqual({ seconds: 2.25, steps: 225 });
  });

  test('takes the first test where that is there already', () => {
    expect(reached(curve(20, 30), 15)).toEqual({ seconds: 1, steps: 100 });
  });

  test('passes over a single lucky test, and does not count the last one', () => {
    expect(reached(curve(0, 20, 0, 10, 20, 20), 20)).toEqual({ seconds: 5, steps: 500 });
    expect(reached(curve(0, 20, 0, 10, 20), 15)).toBeUndefined();
    expect(reached([], 15)).toBeUndefined();
  });
});

describe('middle', () => {
  test('counts who never got there as later than everybody', () => {
    expect(middle([3, undefined, 1, 2, undefined])).toBe(3);
    expect(middle([3, undefined, undefined])).toBeUndefined();
  });

  test('is the later of two', () => {
    expect(middle([2, 1])).toBe(2);
    expect(middle([1, undefined])).toBeUndefined();
    expect(middle([])).toBeUndefined();
  });
});

describe('learningResult', () => {
  const run = (learner: string, seed: number, totals: number[]): Run => ({
    ...{ learner, seed, curve: curve(...totals), cores: learner === 'ours' ? 1 : 2 },
    ...{ speed: 1000, compileSeconds: learner === 'ours' ? 0 : 1.26 },
    versions: learner === 'ours' ? {} : { library: '1.2' },
  });
  const result = learningResult(
    [
      run('ours', 1, [90, 95, 95, 95, 97]),
      run('theirs', 1, [0, 90, 90, 94, 96, 96]),
      run('ours', 2, [0, 96, 99, 99]),
      run('theirs', 2, [0, 0, 90, 90]),
      run('ours', 3, [0, 90, 91, 95, 95]),
      run('theirs', 3, [90, 90, 90, 95, 95, 99, 99]),
    ],
    100,
  );

  test('draws a row a learner, with medians over the seeds', () => {
    expect(result.table).toEqual([
      [
        'learner',
        'cores',
        'time to 95 %, to ours',
        '90 %, s',
        '95 %, s',
        '98 %, s',
        '95 %, 10⁶ env steps',
        'seeds that reached it',
        'env steps/s',
        'of it compiling, s',
      ],
      ['ours', '1', '1.00', '1.9', '2.0', 'not reached', '0.00', '3 of 3', '1000', ''],
      ['theirs', '2', '2.25', '2.0', '4.5', 'not reached', '0.00', '2 of 3', '1000', '1.3'],
    ]);
  });

  test('names figures that there are, the ratio first', () => {
    expect(Object.entries(result.numbers)).toEqual([
      ['ours: time to 95 %, to ours', 1],
      ['theirs: time to 95 %, to ours', 2.25],
      ['ours: s to 90 %', 1.94],
      ['ours: s to 95 %', 2],
      ['theirs: s to 90 %', 2],
      ['theirs: s to 95 %', 4.5],
    ]);
    expect(result).toMatchObject({
      title: 'Learning GridNavi beside PyTorch and JAX (library 1.2)',
      seed: [1, 2, 3],
      versions: { library: '1.2' },
    });
  });
});

describe('our learner', () => {
  test('takes snapshots at intervals, which are tested as the agent then was', async () => {
    const learner = ourLearner('ours', { workers: 1 });
    const training = await learner.train(1, { steps: 40_000, seconds: 60 }, 10_000);
    const { snapshots } = training;
    // Iterations are of 3 840 env steps.
    expect(snapshots.map(({ steps }) => steps)).toEqual([11_520, 23_040, 30_720, 42_240]);
    expect(speedOf(training)).toBeGreaterThan(0);

    const distribution = getDistribution('maze/gridnavi-v0');
    const agent = await createRnnAgent({
      family: distribution.family,
      ...learner.configuration.agent,
    });
    agent.parameters.initialise(randomStream(1));
    const first = { seconds: 0, steps: 0, parameters: agent.parameters.values.slice() };
    const points = curveOf([first, ...snapshots], agent, distribution);
    expect(points.map(({ steps }) => steps)).toEqual([0, 11_520, 23_040, 30_720, 42_240]);
    expect(points.at(-1)!.total).toBeGreaterThan(points[0]!.total);
    expect(agent.parameters.values).toEqual(snapshots.at(-1)!.parameters);
  });

  test('is refused where it learns as nobody in Python does', () => {
    const { agent, algorithm } = configurationOf({ workers: 1 });
    const settings = { ...agent, ...algorithm };
    expect(() => assertRepeated(settings)).not.toThrow();
    expect(() => assertRepeated({ ...settings, valueTraceDecay: 1 })).toThrow(
      'valueTraceDecay of the agent that is repeated in Python must be 0.95; received 1.',
    );
    expect(() => assertRepeated({ ...settings, encoder: 'lstm' })).toThrow('must be gru');
  });

  test('is configured as the command is', () => {
    expect(configurationOf({ workers: 2 })).toMatchObject({
      slots: 128,
      algorithm: { minibatches: 16 },
    });
    expect(configurationOf({ workers: 1 })).toMatchObject({ slots: 64 });
  });
});
