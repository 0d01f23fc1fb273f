import { describe, expect, it } from 'vitest';
import {
  curveCharts,
  episodeAt,
  moved,
  nearest,
  type Strip,
  stripsOf,
} from '../../docs/live/experiment-figures.js';
import {
  armTable,
  askedFor,
  dashesOf,
  episodeTable,
  figure,
  nameOf,
  origin,
  typed,
  withInterval,
} from '../../docs/live/experiment-words.js';
import type { ExperimentResults } from '../../schemas/experiment-results.js';

type ArmResults = ExperimentResults['arms'][number];
type Claim = ExperimentResults['experiment']['claims'][number];

/** An arm that earned so much in each episode, by seed: what is measured is the total. */
function arm(
  name: string,
  bySeed: readonly number[][],
  more: Partial<ArmResults> = {},
): ArmResults {
  const totals = bySeed.map((values) => values.reduce((sum, value) => sum + value, 0));
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    name,
    commands: [`moving-cheese train ${name}`, `moving-cheese adapt ${name}`],
    distribution: 'maze/lecture-v0',
    split: 'test',
    tasks: 3,
    mean: mean(totals),
    total: mean(totals),
    returnByEpisode: bySeed[0]!.map((_, k) => mean(bySeed.map((values) => values[k]!))),
    references: {},
    seeds: bySeed.map((returnByEpisode, i) => ({
      ...{ seed: i + 1, measured: totals[i]!, total: totals[i]! },
      ...{ returnByEpisode, stepsByEpisode: returnByEpisode.map(() => 1), steps: 100 },
    })),
    ...more,
  };
}

function experiment(arms: ArmResults[], claims: Claim[] = []): ExperimentResults {
  return {
    formatVersion: 1,
    experiment: {
      ...{ formatVersion: 1, name: 'small', question: 'Is it?', expectation: 'It is.' },
      ...{ measure: 'total', claims },
      runs: arms.map(({ name }) => ({ name, train: 'maze/lecture-v0 --steps 100' })),
      arms: arms.map(({ name }) => ({ name, run: name, adapt: '' })),
    },
    seeds: arms[0]!.seeds.map(({ seed }) => seed),
    command: 'moving-cheese experiment small --seeds 2',
    ...{ version: '0.1.0', machine: 'a machine', arms },
    claims: claims.map(() => ({
      ...{ claim: 'it is', differences: [0.5, 1.5], mean: 1, outcome: 'undecided' },
    })),
    verdict: { outcome: 'undecided', sentence: 'Undecided.' },
  };
}

const best = { returnByEpisode: [1, 3], total: 4, exact: true, about: 'Best.' };
const chance = { returnByEpisode: [0, 0], total: 0, exact: true, about: 'Chance.' };
const known = { random: chance, bayesOptimal: best };
const intervalByEpisode = [
  [0, 2],
  [2, 4],
];
/** Totals 3 and 5, mean 4. */
const two = arm(
  'two',
  [
    [1, 2],
    [1, 4],
  ],
  { interval: [-8.7, 16.7], intervalByEpisode, references: known },
);
const one = arm('one', [[0, 1]], { references: known });

describe('strips', () => {
  it('a dot a seed, and what claims about the measure compare it with', () => {
    const claims: Claim[] = [
      { arm: 'two', is: 'above', against: { value: 3 } },
      { arm: 'two', is: 'above', against: { arm: 'one' } },
      { arm: 'two', is: 'above', against: { reference: 'random' }, measure: 'gain' },
    ];
    // The mean is 4, the difference 1: what it is compared with is 3.
    expect(stripsOf(experiment([two, one], claims))).toEqual([
      {
        ...{ name: 'two', colour: 0, mean: 4, interval: [-8.7, 16.7], compared: [3] },
        dots: [
          { seed: 1, value: 3 },
          { seed: 2, value: 5 },
        ],
      },
      { name: 'one', colour: 1, mean: 1, compared: [], dots: [{ seed: 1, value: 1 }] },
    ]);
  });

  it('share colours by their places in groups of equal size', () => {
    const arms = ['a', 'b', 'c', 'd'].map((name, i) =>
      arm(name, [[1]], { distribution: i < 2 ? 'maze/lecture-v0' : 'bandit/bernoulli-v0' }),
    );
    expect(stripsOf(experiment(arms)).map(({ colour }) => colour)).toEqual([0, 1, 0, 1]);
    const many = Array.from({ length: 8 }, (_, i) => arm(`${i}`, [[1]]));
    expect(stripsOf(experiment(many)).map(({ colour }) => colour)).toEqual([
      0, 1, 2, 3, 4, 5, 0, 1,
    ]);
  });

  const strip = (values: readonly number[]): Strip => ({
    ...{ name: '', colour: 0, mean: 0, compared: [] },
    dots: values.map((value, i) => ({ seed: i + 1, value })),
  });
  const strips = [strip([0.5, 0.1, 0.9]), strip([0.2, 0.3])];

  it.each([
    ['ArrowRight', { arm: 0, dot: 0 }, { arm: 0, dot: 2 }],
    ['ArrowLeft', { arm: 0, dot: 0 }, { arm: 0, dot: 1 }],
    ['ArrowLeft', { arm: 0, dot: 1 }, undefined],
    ['ArrowRight', { arm: 0, dot: 2 }, undefined],
    ['ArrowDown', { arm: 0, dot: 1 }, { arm: 1, dot: 1 }],
    ['ArrowDown', { arm: 0, dot: 2 }, undefined],
    ['ArrowDown', { arm: 1, dot: 0 }, undefined],
    ['ArrowUp', { arm: 1, dot: 0 }, { arm: 0, dot: 0 }],
    ['ArrowUp', { arm: 0, dot: 0 }, undefined],
    ['Enter', { arm: 0, dot: 0 }, undefined],
  ])('%s leads from %o to %o', (key, from, to) => {
    expect(moved(strips, from, key)).toEqual(to);
  });

  it('the nearest dot is meant, if it is near', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 8 },
    ];
    expect(nearest(points, { x: 6, y: 1 }, 5)).toBe(1);
    expect(nearest(points, { x: 10, y: 5 }, 5)).toBe(2);
    expect(nearest(points, { x: 3, y: 4 }, 5)).toBe(0);
    expect(nearest(points, { x: 3, y: 4 }, 4.9)).toBe(undefined);
    expect(nearest([], { x: 0, y: 0 }, 5)).toBe(undefined);
  });
});

describe('curves', () => {
  it('arms that were tested on the same share a chart with what is known of it', () => {
    const ood = arm('unlike', [[3, 3]], { split: 'ood' });
    const short = arm('single', [[3]]);
    const charts = curveCharts(experiment([two, short, one, ood]));
    expect(charts.map(({ title, episodes }) => [title, episodes])).toEqual([
      ['maze/lecture-v0, split test, K = 2', 2],
      ['maze/lecture-v0, split ood, K = 2', 2],
    ]);
    expect(charts[0]!.curves).toEqual([
      {
        ...{ id: 'arm two', name: 'two', kind: 'arm', style: 0 },
        ...{ values: [1, 3], intervals: intervalByEpisode },
      },
      { id: 'arm one', name: 'one', kind: 'arm', style: 2, values: [0, 1] },
      {
        ...{ id: 'reference random', name: 'random', kind: 'reference', style: 0 },
        ...{ values: [0, 0], about: 'Chance.' },
      },
      {
        ...{ id: 'reference bayesOptimal', name: 'Bayes-optimal', kind: 'reference', style: 1 },
        ...{ values: [1, 3], about: 'Best.' },
      },
    ]);
    expect(charts[1]!.curves.map(({ id }) => id)).toEqual(['arm unlike']);
  });

  it('arms are drawn whole, references with dashes of their own', () => {
    const [chart] = curveCharts(experiment([two, one]));
    const dashes = chart!.curves.map(dashesOf);
    expect(dashes.slice(0, 2)).toEqual([undefined, undefined]);
    expect(new Set(dashes.slice(2)).size).toBe(2);
    expect(dashes[3]).toMatch(/^\d/);
  });

  it.each([
    [100, 1],
    [149, 1],
    [151, 2],
    [400, 4],
    [-50, 1],
    [900, 4],
  ])('at x = %d of 100 to 400, of four episodes, is episode %d', (x, episode) => {
    expect(episodeAt(x, { left: 100, right: 400, episodes: 4 })).toBe(episode);
  });
});

describe('numbers', () => {
  it.each([
    [0.9842257, '0.984'],
    [-0.0104, '−0.010'],
    [-0.0001, '0.000'],
    [36.5537, '36.55'],
    [156.24, '156.2'],
    [1913.7, '1914'],
  ])('%d is written %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });

  it('an interval follows its mean, and there is none with one seed', () => {
    expect(withInterval(0.5, [0.25, 0.75])).toBe('0.500, 0.250 … 0.750');
    expect(withInterval(0.5)).toBe('0.500');
  });

  it('a row an arm, with every seed and without an interval where there is none', () => {
    expect(armTable(experiment([two, one]))).toEqual({
      head: ['arm', 'return of the meta-episode', '95 % interval', 'total', 'seed 1', 'seed 2'],
      rows: [
        ['two', '4.000', '−8.700 … 16.70', '4.000', '3.000', '5.000'],
        ['one', '1.000', '', '1.000', '1.000', ''],
      ],
    });
    const published = arm('published', [[1]], { published: 156.2 });
    const { head, rows } = armTable(experiment([published, one]));
    expect(head[4]).toBe('published');
    expect(rows.map((row) => row[4])).toEqual(['156.2', '']);
  });

  it('a row an episode, with every curve', () => {
    const [chart] = curveCharts(experiment([two, one]));
    expect(episodeTable(chart!.curves)).toEqual({
      head: ['episode', 'two', 'one', 'random', 'Bayes-optimal'],
      rows: [
        ['1', '1.000, 0.000 … 2.000', '0.000', '0.000', '1.000'],
        ['2', '3.000, 2.000 … 4.000', '1.000', '0.000', '3.000'],
      ],
    });
  });

  it('say where they come from', () => {
    const results = experiment([two, one]);
    expect(origin(results)).toBe('2 seeds, 4 runs, moving-cheese 0.1.0, a machine');
    expect(origin({ ...results, seeds: [1], commit: '7ef3335' })).toBe(
      '1 seed, 2 runs, moving-cheese 0.1.0 (7ef3335), a machine',
    );
    expect(typed(two.commands)).toBe('npx moving-cheese train two\nnpx moving-cheese adapt two');
  });
});

describe('the address', () => {
  const names = ['markov-fails', 'memory-kept-or-wiped'];

  it('names an experiment; without a name it is the first', () => {
    expect(askedFor('#memory-kept-or-wiped', names)).toBe('memory-kept-or-wiped');
    expect(askedFor('', names)).toBe('markov-fails');
    expect(askedFor('', [])).toBe(undefined);
  });

  it('of a heading asks for no other experiment', () => {
    expect(askedFor('#how-to-read-it', names)).toBe(undefined);
  });

  it('is that of the folder', () => {
    expect(nameOf('../results/experiments/markov-fails/results.json')).toBe('markov-fails');
  });
});
