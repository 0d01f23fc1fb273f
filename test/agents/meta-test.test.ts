import { describe, expect, it } from 'vitest';
import {
  bootstrapInterval,
  metaTest,
  type PolicyFunction,
  randomPolicy,
} from '../../agents/index.js';
import { randomStream } from '../../core/index.js';
import { getDistribution } from '../../distributions/index.js';

const lecture = getDistribution('maze/lecture-v0');
const gridnavi = getDistribution('maze/gridnavi-v0');

// Actions of the maze: up, right, down, left.
const [UP, RIGHT] = [0, 1];

describe('metaTest', () => {
  it('measures a plain function as worked by hand', () => {
    // From the bottom left corner up, then right: finds the cheese top left at step 1 (ends the
    // episode) and top right at step 2, never the one bottom right. Every third task is a failure.
    const policy: PolicyFunction = ({ step }) => (step === 0 ? UP : RIGHT);
    const tasks = [
      { cheeses: [{ x: 0, y: 0, reward: 1 }] },
      { cheeses: [{ x: 1, y: 0, reward: 1 }] },
      { cheeses: [{ x: 1, y: 1, reward: 1 }] },
    ];
    const result = metaTest({ policy, distribution: lecture, tasks, seed: 1 });
    expect(result.returnByEpisode.map((value) => value.toFixed(4))).toEqual(
      Array(3).fill('0.6667'),
    );
    expect(result.total).toBeCloseTo(2, 6);
    expect(result.stepsByEpisode.map((value) => value.toFixed(4))).toEqual(Array(3).fill('1.6667'));
    expect([...result.lengths]).toEqual([1, 1, 1, 2, 2, 2, 2, 2, 2]);
    expect(result.confidence95[0]).toBeLessThanOrEqual(2);
    expect(result.confidence95[1]).toBeGreaterThanOrEqual(2);
  });

  it('shows a plain function its last transition, and none at the first step', () => {
    const seen: string[] = [];
    metaTest({
      policy: ({ transition, episode, step }) => {
        seen.push(`${episode}.${step} ${transition === null ? 'first' : transition.action[0]}`);
        return RIGHT;
      },
      distribution: lecture,
      tasks: [{ cheeses: [{ x: 0, y: 0, reward: 1 }] }],
      seed: 1,
    });
    expect(seen).toEqual(['0.0 first', '0.1 1', '1.0 1', '1.1 1', '2.0 1', '2.1 1']);
  });

  it.each(['maze/lecture-v0', 'maze/gridnavi-v0', 'maze/moving-cheese-v0'])(
    'finds the exact value of the random policy on %s',
    (id) => {
      const distribution = getDistribution(id);
      const policy = randomPolicy(distribution.family.actionSpace);
      const result = metaTest({ policy, distribution, tasks: 4000, seed: 3 });
      const exact = distribution.references!('test', []).find(({ name }) => name === 'random')!;
      // Four standard errors: the 95 % interval is about two of them wide on each side.
      const [low, high] = result.confidence95;
      expect(Math.abs(result.total - exact.total)).toBeLessThan(high - low);
    },
  );

  it('does not depend on how many slots run side by side, but for the random stream', () => {
    const policy: PolicyFunction = ({ step, episode }) => (step + episode) % 5;
    const wide = metaTest({ policy, distribution: gridnavi, tasks: 50, seed: 4, slots: 50 });
    const narrow = metaTest({ policy, distribution: gridnavi, tasks: 50, seed: 4, slots: 7 });
    expect(narrow.returns).toEqual(wide.returns);
  });

  it('refuses a number of tasks that is none', () => {
    const policy = randomPolicy(lecture.family.actionSpace);
    expect(() => metaTest({ policy, distribution: lecture, tasks: 0, seed: 1 })).toThrow(
      /tasks must be an integer of at least 1, or a list of tasks; received 0/,
    );
  });
});

describe('bootstrapInterval', () => {
  it('covers the mean of normal samples about as often as it says', () => {
    const rng = randomStream('bootstrap');
    let covered = 0;
    for (let trial = 0; trial < 300; trial++) {
      const sample = Float64Array.from({ length: 60 }, () => rng.normal());
      const [low, high] = bootstrapInterval(sample, rng, 300);
      if (low <= 0 && 0 <= high) covered++;
    }
    expect(covered / 300).toBeGreaterThan(0.89);
    expect(covered / 300).toBeLessThan(0.985);
  });

  it('is a point where all values are equal', () => {
    expect(bootstrapInterval(new Float64Array(10).fill(3), randomStream(1))).toEqual([3, 3]);
  });
});
