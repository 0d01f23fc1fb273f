import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkSchema,
  type Experiment,
  type ExperimentResults,
  experimentResultsSchema,
} from '../../../schemas/index.js';
import { run, start, temporaryFolder } from '../command-line.js';

const small: Experiment = {
  formatVersion: 1,
  name: 'small',
  question: 'Does training longer help?',
  expectation: 'It does, a little.',
  measure: 'normalised',
  runs: [
    { name: 'long', train: 'maze/lecture-v0 --steps 12000' },
    { name: 'short', train: 'maze/lecture-v0 --steps 400' },
    { name: 'further', train: 'maze/lecture-v0 --steps 400', startFrom: 'long' },
  ],
  arms: [
    { name: 'long', run: 'long', adapt: '--greedy --tasks 60' },
    { name: 'long, wiped', run: 'long', adapt: '--greedy --tasks 60 --wipe-memory' },
    { name: 'short', run: 'short', adapt: '--greedy --tasks 60', published: 2 },
    { name: 'further', run: 'further', adapt: '--greedy --tasks 60' },
  ],
  claims: [
    { arm: 'long', is: 'above', against: { arm: 'short' } },
    { arm: 'long', is: 'below', against: { reference: 'bayesOptimal' }, margin: -0.2 },
  ],
};

const folder = temporaryFolder();
const inFolder = (...path: string[]) => join(folder.path, ...path);
const text = (...path: string[]) => readFileSync(inFolder(...path), 'utf8');
const command = (out: string, ...words: string[]) => [
  ...['experiment', 'small.json', '--seeds', '2', '--out', out, ...words],
];

beforeAll(async () => {
  writeFileSync(inFolder('small.json'), JSON.stringify(small));
  const { code, stderr } = await run(command('whole'), folder.path);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
afterAll(() => folder.remove());

/** Starts it and waits until there is a file like that in its folder. */
async function begin(out: string, file: RegExp) {
  const begun = start(command(out, '--workers', '1'), folder.path);
  const files = () =>
    existsSync(inFolder(out)) ? readdirSync(inFolder(out), { recursive: true }) : [];
  while (!files().some((name) => file.test(String(name))) && begun.process.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return begun;
}

describe('an experiment', () => {
  it('leaves results as their schema says, computed from what jobs found', () => {
    const results: ExperimentResults = JSON.parse(text('whole/results.json'));
    expect(checkSchema(experimentResultsSchema, results)).toEqual([]);
    const { seeds, arms, claims, verdict, command } = results;
    expect(seeds).toEqual([1, 2]);
    expect(command).toBe('moving-cheese experiment small.json --seeds 2');
    expect(arms.map(({ name }) => name)).toEqual(['long', 'long, wiped', 'short', 'further']);
    for (const arm of arms) {
      const measured = arm.seeds.map((each) => each.measured);
      expect(arm.mean).toBeCloseTo(((measured[0] ?? 0) + (measured[1] ?? 0)) / 2, 12);
      // By hand: .875 is random, 8/3 Bayes-optimal.
      arm.seeds.forEach(({ total }, i) => {
        expect(measured[i]).toBeCloseTo((total - 0.875) / (8 / 3 - 0.875), 6);
      });
    }
    const long = arms[0]?.seeds ?? [];
    const short = arms[2]?.seeds ?? [];
    long.forEach(({ measured }, i) => {
      expect(claims[0]?.differences[i]).toBe(measured - (short[i]?.measured ?? Number.NaN));
      expect(claims[1]?.differences[i]).toBeCloseTo(measured - 1, 12);
    });
    expect(verdict.outcome).toBe('undecided');
    expect(verdict.sentence).toContain('2 of at least 5 seeds');
  });

  it('says what adapt says of its runs', async () => {
    const results: ExperimentResults = JSON.parse(text('whole/results.json'));
    const adapt = results.arms[1]?.commands.at(-1) ?? '';
    const words = [...adapt.split(' ').slice(1), '--json'];
    const { stdout } = await run(words, inFolder('whole'));
    const { total, returnByEpisode } = JSON.parse(stdout);
    expect(results.arms[1]?.seeds[0]).toMatchObject({ seed: 1, total, returnByEpisode });
  });

  it('begins a run where another one with the same seed ended', async () => {
    for (const seed of [1, 2]) {
      const { startFrom } = JSON.parse(text(`whole/runs/further-${seed}/configuration.json`));
      expect(startFrom).toMatchObject({ run: join('whole', 'runs', `long-${seed}`) });
      const words = `train maze/lecture-v0 --steps 400 --seed ${seed} --workers 1`.split(' ');
      const alone = ['--start-from', startFrom.run, '--out', `alone-${seed}`];
      expect((await run([...words, ...alone], folder.path)).code).toBe(0);
      expect(text(`alone-${seed}/metrics.jsonl`)).toBe(
        text(`whole/runs/further-${seed}/metrics.jsonl`),
      );
    }
  });

  it('says by which commands a run is trained, those before it included', () => {
    const results: ExperimentResults = JSON.parse(text('whole/results.json'));
    const further = results.arms.find(({ name }) => name === 'further');
    expect(further?.commands).toEqual([
      expect.stringMatching(/^moving-cheese train .* --seed 1 --workers 1 --out runs\/long-1$/),
      'moving-cheese train maze/lecture-v0 --steps 400 --seed 1 --workers 1 --start-from runs/long-1 --out runs/further-1',
      expect.stringMatching(/^moving-cheese adapt runs\/further-1 /),
    ]);
  });

  it('refuses runs that cannot start where they are to', async () => {
    const [long, short, further] = small.runs;
    for (const [name, runs, says] of [
      ['late', [further, long, short], /at \/runs\/0\/startFrom must be one of the runs before it/],
      [
        'unlike',
        [long, short, { ...further, train: 'maze/lecture-v0 --steps 400 --hidden 8' }],
        /run "further" of experiment small: hidden .* starts from run "long" must be 32/,
      ],
      [
        'given',
        [long, { ...short, train: 'maze/lecture-v0 --steps 400 --start-from x' }, further],
        /run "short" .*Leave out .*--start-from/,
      ],
    ] as const) {
      writeFileSync(inFolder(`${name}.json`), JSON.stringify({ ...small, runs }));
      const { code, stderr } = await run(
        ['experiment', `${name}.json`, '--out', name],
        folder.path,
      );
      expect(stderr).toMatch(says);
      expect(code).toBe(2);
      expect(existsSync(inFolder(name))).toBe(false);
    }
  });

  it('leaves a page that needs nothing else', () => {
    const page = text('whole/page.html');
    expect(page).toContain('Does training longer help?');
    expect(page).toContain('Undecided: 2 of at least 5 seeds were run.');
    expect(page.match(/<svg class="chart"/g)).toHaveLength(2);
    expect(page).not.toMatch(/<script|https?:|src=|href=/);
  });

  it('equals an uninterrupted one to the bit after kill -9, and does nothing twice', async () => {
    const { process, ended } = await begin('killed', /^jobs.\w[^.]*\.json$/);
    process.kill('SIGKILL');
    await ended;
    const [first = ''] = readdirSync(inFolder('killed/jobs')).filter((name) => /^\w/.test(name));
    const before = statSync(inFolder('killed/jobs', first)).mtimeMs;
    expect(existsSync(inFolder('killed/results.json'))).toBe(false);
    const { code, stdout } = await run(command('killed'), folder.path);
    expect(code).toBe(0);
    expect(stdout).toContain('6 jobs, 1 of them done before');
    expect(statSync(inFolder('killed/jobs', first)).mtimeMs).toBe(before);
    expect(text('killed/results.json')).toBe(text('whole/results.json'));
    expect(text('killed/page.html')).toBe(text('whole/page.html'));
  });

  it('stops at Ctrl-C, says how to go on, and goes on', async () => {
    const { process, ended } = await begin('stopped', /metrics\.jsonl$/);
    process.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain('Go on by the same command');
    expect((await run(command('stopped'), folder.path)).code).toBe(0);
    expect(text('stopped/results.json')).toBe(text('whole/results.json'));
  });

  it('takes further seeds, and prints one JSON object when asked to', async () => {
    cpSync(inFolder('whole'), inFolder('more'), { recursive: true });
    rmSync(inFolder('more/jobs/short-2.json'));
    const words = ['experiment', 'small.json', '--seeds', '3', '--out', 'more', '--json'];
    const { code, stdout } = await run(words, folder.path);
    expect(code).toBe(0);
    expect(stdout).toBe(text('more/results.json'));
    const more: ExperimentResults = JSON.parse(stdout);
    const whole: ExperimentResults = JSON.parse(text('whole/results.json'));
    expect(more.seeds).toEqual([1, 2, 3]);
    expect(more.arms.map(({ seeds }) => seeds.slice(0, 2))).toEqual(
      whole.arms.map(({ seeds }) => seeds),
    );
  });

  it('records a budget that is not its own, and decides nothing then', async () => {
    const { code } = await run(command('tried', '--steps', '200', '--json'), folder.path);
    expect(code).toBe(0);
    const tried: ExperimentResults = JSON.parse(text('tried/results.json'));
    expect(tried.steps).toBe(200);
    expect(tried.command).toContain('--steps 200');
    expect(tried.verdict.sentence).toContain('200 steps instead of its own budgets');
    expect(text('tried/page.html')).toContain('this page decides nothing');
  });

  it('refuses a folder of anything else', async () => {
    const [firstRun, secondRun, thirdRun] = small.runs;
    const changed = {
      ...small,
      runs: [firstRun, { ...secondRun, train: 'maze/lecture-v0 --steps 401' }, thirdRun],
    };
    writeFileSync(inFolder('changed.json'), JSON.stringify(changed));
    const inWhole = (file: string, ...words: string[]) =>
      run(['experiment', file, '--out', 'whole', ...words], folder.path);
    cpSync(inFolder('whole'), inFolder('older'), { recursive: true });
    const content = JSON.parse(text('older/experiment.json'));
    writeFileSync(
      inFolder('older/experiment.json'),
      JSON.stringify({ ...content, version: '0.0.1' }),
    );
    mkdirSync(inFolder('full/other'), { recursive: true });
    for (const [{ code, stderr }, says] of [
      [await inWhole('changed.json'), /begun with another definition, at \/runs\/1\/train/],
      [await inWhole('small.json', '--steps', '7'), /budget in steps .* must stay .*received 7/],
      [await inWhole('markov-fails'), /experiment in whole must stay "small"/],
      [await run(command('older'), folder.path), /version .* must stay "0\.0\.1"/],
      [await run(command('full'), folder.path), /full exists already/],
    ] as const) {
      expect(stderr).toMatch(says);
      expect(code).toBe(2);
    }
  });

  it('names a job that fails, and keeps the others', async () => {
    cpSync(inFolder('whole'), inFolder('broken'), { recursive: true });
    for (const job of ['long-2', 'short-2', 'further-2']) {
      rmSync(inFolder(`broken/jobs/${job}.json`));
    }
    rmSync(inFolder('broken/runs/short-2'), { recursive: true });
    writeFileSync(inFolder('broken/runs/long-2/configuration.json'), '{');
    const { code, stdout, stderr } = await run(command('broken'), folder.path);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /2 of 6 jobs failed.*\nlong-2: run configuration .* is not JSON.*\nfurther-2: long-2, which it starts from, failed/s,
    );
    expect(stdout).toMatch(/✗.*long, seed 2/);
    expect(existsSync(inFolder('broken/jobs/short-2.json'))).toBe(true);
    expect(existsSync(inFolder('broken/jobs/long-2.json'))).toBe(false);
  });
});

it('without a name all are listed', async () => {
  const { stdout } = await run(['experiment', '--json'], folder.path);
  const listed: Experiment[] = JSON.parse(stdout);
  const { stdout: words } = await run(['experiment'], folder.path);
  expect(listed.length).toBeGreaterThan(9);
  for (const { name, question } of listed) {
    expect(words).toContain(name);
    expect(words.replaceAll(/\s+/g, ' ')).toContain(question);
  }
});
