import { describe, expect, it } from 'vitest';
import { train } from '../../../cli/commands/train.js';
import { experiments } from '../../../cli/experiments/definitions/index.js';
import { assertExperiment } from '../../../cli/experiments/find-experiment.js';
import { planJobs } from '../../../cli/experiments/plan.js';
import { MEASURE_NAMES } from '../../../schemas/index.js';
import { read, tableUnder } from '../../docs/pages.js';

/** `--algorithm` is not known to every version of `train`. */
const isRunnable = (name: string) => name !== 'algorithms' || train.help().includes('--algorithm');
const runnable = experiments.filter(({ name }) => isRunnable(name));

it('names are unique, and expectations are one sentence', () => {
  const names = experiments.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { expectation, question } of experiments) {
    expect(expectation).toMatch(/^[A-Z][^.]*(\.\d[^.]*)*\.$/);
    expect(question).toMatch(/\?$/);
  }
});

describe('the page on experiments', () => {
  const page = read('docs/experiments.md');

  it('lists them all', () => {
    expect(tableUnder(page, '| experiment | question | runs |')).toEqual(
      experiments.map(({ name, question, runs }) => [`\`${name}\``, question, `${runs.length}`]),
    );
  });

  it('lists all measures', () => {
    const cells = tableUnder(page, '| measure | what it is |').map(([names = '']) => names);
    const names = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(names).toEqual(MEASURE_NAMES);
  });

  it('shows an example that can be run', async () => {
    const example = read('docs/examples/my-experiment.json');
    expect(page).toContain(`\`\`\`json\n${example}\`\`\``);
    const experiment: unknown = JSON.parse(example);
    assertExperiment('example', experiment);
    expect(await planJobs(experiment, { seeds: 1, steps: undefined })).toHaveLength(2);
  });
});

describe.each(experiments)('$name', (experiment) => {
  it('is as its schema says', () => {
    assertExperiment(experiment.name, experiment);
    expect(JSON.parse(JSON.stringify(experiment))).toEqual(experiment);
  });
});

describe.each(runnable)('$name', (experiment) => {
  it('is what train and adapt understand, and all that it measures will be known', async () => {
    const jobs = await planJobs(experiment, { seeds: 2, steps: undefined });
    const runs = experiment.runs.map(({ name }) => name);
    expect(jobs.map(({ id }) => id)).toEqual(
      [1, 2].flatMap((seed) => runs.map((run) => `${run}-${seed}`)),
    );
    const begunWith = experiment.runs.flatMap(({ startFrom = [] }) => startFrom);
    for (const { run, seed, configuration, arms } of jobs) {
      expect(configuration).toMatchObject({ seed, workers: 1 });
      // What is neither tested nor gone on with need not be trained.
      expect(arms.length > 0 || begunWith.includes(run)).toBe(true);
    }
  });

  it('gives all runs another budget when asked to', async () => {
    const jobs = await planJobs(experiment, { seeds: 1, steps: 1234 });
    expect(jobs.map(({ configuration }) => configuration.budget)).toEqual(
      jobs.map(() => ({ steps: 1234 })),
    );
  });
});
