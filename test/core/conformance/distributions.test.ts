import { describe, expect, it } from 'vitest';
import {
  discrete,
  type Reference,
  type Split,
  type TaskDistribution,
} from '../../../core/index.js';
import { checkDistribution, distributionRules, familyRules } from '../../conformance/index.js';
import {
  goals,
  type LineTask,
  lineDistribution,
  lineFamily,
  lineReferences,
} from './line-family.js';

/** The names of the rules that the changed distribution breaks. */
async function broken(changes: Partial<TaskDistribution<LineTask>>) {
  const report = await checkDistribution(lineDistribution(changes));
  return report.results.filter(({ passed }) => !passed).map(({ rule }) => rule);
}

/** The true references, with one of them as many times as high. */
function scaled(wanted: string, factor: number, exact = true) {
  return (split: Split): Reference[] =>
    lineReferences(split).map((reference) => {
      if (reference.name !== wanted || split === 'ood') return reference;
      const returnByEpisode = reference.returnByEpisode.map((value) => factor * value);
      return { ...reference, returnByEpisode, total: factor * reference.total, exact };
    });
}

describe('a correct distribution', () => {
  const distribution = lineDistribution();
  for (const { name, check } of distributionRules) it(name, () => check({ distribution }));

  it('is reported as such', async () => {
    const report = await checkDistribution(distribution);
    expect(report.subject).toBe('distribution line/hidden-goal-v0');
    expect(report.passed).toBe(true);
    expect(report.results.map(({ rule }) => rule)).toEqual(
      distributionRules.map(({ name }) => name),
    );
    expect(report.results.every(({ message }) => message === '')).toBe(true);
  });

  it('is checked against the rules of its family too, under different names', () => {
    const names = distributionRules.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(familyRules.map(({ name }) => name)));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a planted fault breaks its rule', () => {
  it.each<[string, string, Partial<TaskDistribution<LineTask>>]>([
    ['an id without a version', 'the id has a version', { id: 'line/hidden-goal' }],
    ['an id with blanks', 'the id has a version', { id: 'hidden goal-v0' }],
    ['a horizon of 0', 'horizon and episodes are counts', { horizon: 0, references: () => [] }],
    ['half an episode', 'horizon and episodes are counts', { episodes: 1.5, references: () => [] }],
    ['no test split', 'train and test can be sampled', { splits: ['train'] }],
    ['a split that is not listed', 'train and test can be sampled', { splits: ['train', 'test'] }],
    ['a definition with NaN', 'the definition has a stable hash', { definition: [Number.NaN] }],
    [
      'a sum that is wrong',
      'references are consistent',
      {
        references: () => [
          { name: 'oracle', returnByEpisode: [1, 1, 1], total: 4, exact: true, about: 'Wrong.' },
        ],
      },
    ],
    [
      'too few episodes',
      'references are consistent',
      {
        references: () => [
          { name: 'oracle', returnByEpisode: [1.5, 1.5], total: 3, exact: true, about: 'Short.' },
        ],
      },
    ],
    [
      'a learner above the oracle',
      'references are consistent',
      { references: scaled('bayesOptimal', 1.01) },
    ],
  ])('%s', async (_title, rule, changes) => {
    expect(await broken(changes)).toEqual([rule]);
  });

  it('lets estimates miss by a little', async () => {
    expect(await broken({ references: scaled('bayesOptimal', 1.01, false) })).toEqual([]);
    expect(await broken({ references: scaled('bayesOptimal', 2, false) })).toEqual([
      'references are consistent',
    ]);
  });

  it('overlapping splits', async () => {
    const all = goals(0, 10);
    const {
      support: _,
      references: __,
      ...rest
    } = lineDistribution({
      sample: (_split, rng) => rng.pick(all),
    });
    const report = await checkDistribution(rest);
    const failed = report.results.filter(({ passed }) => !passed);
    expect(failed.map(({ rule }) => rule)).toEqual(['splits are disjoint']);
    const shared = { ...rest, overlap: 'shared' } as const;
    expect((await checkDistribution(shared)).passed).toBe(false);
    expect(
      (await checkDistribution({ ...shared, splits: ['train', 'test'] })).results
        .filter(({ passed }) => !passed)
        .map(({ rule }) => rule),
    ).toEqual(['train and test can be sampled']);
  });

  it('a sampler that remembers', async () => {
    let count = 0;
    const rules = await broken({
      sample: (split) => {
        count++;
        return goals({ train: 0, test: 6, ood: 20 }[split], 4)[count % 4]!;
      },
    });
    expect(rules).toContain('the same seed gives the same tasks');
    expect(rules).toContain('splits do not influence each other');
  });

  it('a support that is not whole', async () => {
    const half = (probability: number) => () => [{ task: goals(0, 1)[0]!, probability }];
    expect(await broken({ support: half(1) })).toContain('support lists what is sampled');
    expect(await broken({ support: half(0.5) })).toContain('support lists what is sampled');
  });

  it('a task outside the schema', async () => {
    const rules = await broken({
      sample: (split, rng) => ({
        goal: { x: { train: 90, test: 50, ood: 60 }[split] + rng.integer(5) },
      }),
    });
    expect(rules).toContain('sampled tasks are valid');
    expect(rules).toContain('tasks are valid');
  });

  it('a family that is at fault', async () => {
    const family = { ...lineFamily(), actionSpace: { ...discrete(3), size: 0 } };
    expect(await broken({ family })).toContain('spaces are well-formed');
  });

  it('a sampler that throws is a broken rule, not a crash', async () => {
    const rules = await broken({
      sample: () => {
        throw new Error('no tasks today');
      },
    });
    expect(rules).toContain('train and test can be sampled');
    expect(rules).toContain('rewards are finite');
  });
});
