import { expect, test } from 'vitest';
import { contentHash, type Split } from '../../core/distribution.js';
import { ArgumentError, InvalidDataError } from '../../core/errors.js';
import { randomStream } from '../../core/random.js';
import { distributionFromDefinition } from '../../distributions/index.js';
import { gridNaviDefinition } from '../../distributions/maze-gridnavi.js';
import { movingWallsDefinition } from '../../distributions/maze-moving-walls.js';

const subject = 'mine.json';
const { configuration, tasks } = gridNaviDefinition;

/** Pointers and messages of what is wrong with a definition. */
function problemsOf(definition: unknown): { pointers: string[]; message: string } {
  try {
    distributionFromDefinition(definition, { subject });
  } catch (error) {
    if (!(error instanceof InvalidDataError)) throw error;
    return { pointers: error.problems.map(({ pointer }) => pointer), message: error.message };
  }
  return { pointers: [], message: '' };
}

test.each([
  [null, '', 'object'],
  [undefined, '', 'object'],
  [{ ...gridNaviDefinition, id: 'gridnavi' }, '/id', 'gridnavi'],
  [{ ...gridNaviDefinition, horizon: 0 }, '/horizon', '0'],
  [{ ...gridNaviDefinition, family: 'mace' }, '/family', 'Did you mean "maze"?'],
  [{ ...gridNaviDefinition, splits: { kind: 'held-out' } }, '/splits', 'fraction'],
  [{ ...gridNaviDefinition, splits: { kind: 'held-out', fraction: 1 } }, '/splits/fraction', '1'],
  [
    { ...gridNaviDefinition, configuration: { ...configuration, width: 2.5 } },
    '/configuration/width',
    'integer',
  ],
  [
    { ...gridNaviDefinition, configuration: { ...configuration, observation: { kind: 'smell' } } },
    '/configuration/observation/kind',
    '"coordinates"',
  ],
  [
    { ...gridNaviDefinition, configuration: { ...configuration, start: [7, 0] } },
    '/configuration/start',
    'must be a cell of the 5×5 maze',
  ],
  [
    { ...gridNaviDefinition, tasks: { kind: 'cheese-anywhere', reward: 1 } },
    '/tasks',
    'minimumDistance',
  ],
  [
    { ...gridNaviDefinition, tasks: { ...tasks, kind: 'cheese-anywear' } },
    '/tasks/kind',
    'anywear',
  ],
  [
    {
      ...gridNaviDefinition,
      tasks: { kind: 'list', tasks: [{ cheeses: [{ x: 0, y: 0, reward: 1 }] }] },
    },
    '/tasks/tasks/0/cheeses/0',
    "must not be on the mouse's start",
  ],
  [
    {
      ...gridNaviDefinition,
      ood: { kind: 'random-maze', loops: [0], minimumDistance: 1, reward: 1 },
    },
    '/ood/loops',
    '',
  ],
  [{ ...gridNaviDefinition, ood: tasks }, '/ood', 'must not draw tasks of train or test'],
])('a malformed definition says where and why (%#)', (definition, pointer, words) => {
  const { pointers, message } = problemsOf(definition);
  expect(pointers).toEqual([pointer]);
  expect(message).toContain(`${subject} at ${pointer || '/'}`);
  expect(message).toContain(words);
});

test('all problems are listed at once', () => {
  const definition = {
    ...gridNaviDefinition,
    configuration: { ...configuration, stay: 'yes' },
    tasks: { ...tasks, reward: '1' },
  };
  expect(problemsOf(definition).pointers).toEqual(['/configuration/stay', '/tasks/reward']);
});

test('a definition is copied, and is what the distribution follows from', () => {
  const definition = { ...gridNaviDefinition, horizon: 15 };
  const distribution = distributionFromDefinition(definition, { subject });
  definition.horizon = 3;
  expect(distribution.horizon).toBe(15);
  expect(distribution.definition).toEqual(gridNaviDefinition);
  expect(contentHash(distribution.definition)).toBe(contentHash(gridNaviDefinition));
});

test('unknown splits are refused', () => {
  const distribution = distributionFromDefinition(gridNaviDefinition, { subject });
  expect(() => distribution.sample('ood', randomStream(1))).toThrow(ArgumentError);
  expect(() => distribution.support?.('ood')).toThrow('must be one of train, test');
});

test('held-out splits of a finite support divide it', () => {
  const splits = { kind: 'held-out', fraction: 0.3 } as const;
  const distribution = distributionFromDefinition({ ...gridNaviDefinition, splits }, { subject });
  const parts = (['train', 'test'] as const).map((split) => distribution.support?.(split) ?? []);
  const hashes = parts.map((part) => part.map(({ task }) => contentHash(task)));
  expect(distribution.overlap).toBe('disjoint');
  expect(new Set(hashes.flat()).size).toBe(21);
  expect(hashes.flat()).toHaveLength(21);
  for (const part of parts) {
    expect(part.length).toBeGreaterThan(0);
    expect(part.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
    const names = part.map((entry) => entry.task);
    const split: Split = part === parts[0] ? 'train' : 'test';
    const rng = randomStream(2);
    for (let i = 0; i < 200; i++) expect(names).toContain(distribution.sample(split, rng));
  }
  const references = parts.map((_, index) =>
    distribution.references?.(index === 0 ? 'train' : 'test', []),
  );
  expect(references[0]?.[0]?.total).not.toBe(references[1]?.[0]?.total);
});

test('a split without tasks is refused, at once where tasks can be listed', () => {
  const splits = { kind: 'held-out', fraction: 1e-9 };
  expect(problemsOf({ ...gridNaviDefinition, splits }).message).toContain(
    'at /splits/fraction must leave tasks for both train and test, but test has none',
  );
  const mazes = distributionFromDefinition({ ...movingWallsDefinition, splits }, { subject });
  expect(() => mazes.sample('test', randomStream(1))).toThrow('but test has none');
});

test('values of one definition are not those of another that was asked before', () => {
  const totalsAt = (stepReward: number) => {
    const configuration = { ...gridNaviDefinition.configuration, stepReward };
    const definition = { ...gridNaviDefinition, configuration };
    const distribution = distributionFromDefinition(definition, { subject });
    distribution.referencePolicies?.('train');
    return distribution.references?.('train', []).map(({ total }) => total);
  };
  const first = totalsAt(-0.1);
  expect(totalsAt(-0.25)).not.toEqual(first);
  expect(totalsAt(-0.1)).toEqual(first);
});
