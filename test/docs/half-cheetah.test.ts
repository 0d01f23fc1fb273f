import { describe, expect, test } from 'vitest';
import { randomStream } from '../../core/random.js';
import {
  builtInDefinitions,
  type DistributionDefinition,
  distributionFromDefinition,
  getDistribution,
} from '../../distributions/index.js';
import { limbs } from '../../envs/half-cheetah/body.js';
import {
  type HalfCheetahConfiguration,
  type HalfCheetahSampler,
  halfCheetahFamily,
} from '../../envs/index.js';
import { read, tableUnder } from './pages.js';

const page = read('docs/half-cheetah.md');

/** As the page writes it. */
function signed(value: number, digits?: number): string {
  return (digits === undefined ? String(value) : value.toFixed(digits)).replace('-', '−');
}

function rangesOf(sampler: HalfCheetahSampler | undefined): string {
  if (sampler?.kind !== 'uniform-velocity') return 'none';
  return sampler.ranges.map(([low, high]) => `[${signed(low)}, ${signed(high)})`).join(' and ');
}

function tasksOf(sampler: HalfCheetahSampler): string {
  if (sampler.kind === 'uniform-velocity')
    return `\`targetVelocity\` g in ${rangesOf(sampler)} m/s`;
  const directions = sampler.tasks.map((task) =>
    'direction' in task ? signed(task.direction) : 'a velocity',
  );
  return `\`direction\` g of ${directions.join(' or ')}`;
}

function rewardOf({ reward, controlCost }: HalfCheetahConfiguration): string {
  const error = '\\|v − g\\|';
  const worth = {
    velocity: `−${error}`,
    direction: 'g v',
    'velocity-sparse': `(1 where ${error} ≤ ${'tolerance' in reward ? reward.tolerance : ''}, else 0)`,
  }[reward.kind];
  return `${worth} − ${controlCost} ‖a‖²`;
}

test('the table of distributions says what the definitions say', () => {
  const definitions = builtInDefinitions.filter(({ family }) => family === 'half-cheetah');
  const expected = definitions.map((definition) => {
    const { id, horizon, episodes } = definition;
    const { configuration, tasks, ood }: HalfCheetahParts = JSON.parse(JSON.stringify(definition));
    const { overlap, references, sample } = getDistribution(id);
    const list = references?.('test', [sample('test', randomStream(1))]) ?? [];
    const figure = (name: string) =>
      signed(list.find((each) => each.name === name)?.returnByEpisode[0] ?? Number.NaN, 1);
    return [
      `\`${id}\``,
      `${horizon} × ${episodes}`,
      tasksOf(tasks),
      overlap,
      rangesOf(ood),
      rewardOf(configuration),
      figure('taskBlind'),
      figure('standing'),
    ];
  });
  const header =
    '| task distribution | horizon × K | task | train and test | `ood` | reward of a step | task-blind, at most | standing |';
  expect(tableUnder(page, header)).toEqual(expected);
});

interface HalfCheetahParts {
  readonly configuration: HalfCheetahConfiguration;
  readonly tasks: HalfCheetahSampler;
  readonly ood?: HalfCheetahSampler;
}

describe('observations and actions', () => {
  const { observationSpace, actionSpace } = halfCheetahFamily({
    reward: { kind: 'velocity' },
    controlCost: 0,
  });
  const hinges = limbs.map(({ name }) => name);

  test('every number has its row, in order', () => {
    const angles = ['pitch', ...hinges];
    const rates = ['root x', 'root z', ...angles];
    const rows = tableUnder(page, '| index | observation | unit |');
    expect(rows.map(([, name = '', unit]) => [name.split(',')[0], unit])).toEqual([
      ['root z', 'm'],
      ...angles.map((name) => [name, 'rad']),
      ...rates.map((name) => [name, name.startsWith('root') ? 'm/s' : 'rad/s']),
    ]);
    expect(rows.map(([index]) => Number(index))).toEqual([...rows.keys()]);
    expect(observationSpace.shape).toEqual([rows.length]);
  });

  test('every motor, with its gear', () => {
    const rows = tableUnder(page, '| index | action | torque at 1, N m |');
    expect(rows).toEqual(limbs.map(({ name, hinge }, i) => [i, name, hinge.gear].map(String)));
    expect(actionSpace).toMatchObject({ shape: [rows.length] });
  });
});

test('the definition on MuJoCo is one', () => {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const definition: DistributionDefinition = JSON.parse(json);
  const { family } = distributionFromDefinition(definition, { subject: 'docs/half-cheetah.md' });
  expect(definition.configuration).toMatchObject({ engine: 'mujoco' });
  expect(family.id).toBe('half-cheetah');
});

test('measured numbers come from docs/results', () => {
  const markers = [...page.matchAll(/<!-- measured: (.+?); written/g)].map(([, what]) => what);
  expect(markers).toEqual([
    'table of half-cheetah-fidelity',
    'table of half-cheetah-stress',
    'table of half-cheetah-speed',
    'learning of half-cheetah-*-v0-*s*',
  ]);
});
