import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { velocityDefinition } from '../../distributions/half-cheetah-velocity.js';
import { lectureDefinition } from '../../distributions/maze-lecture.js';
import { restlessCheeseDefinition } from '../../distributions/maze-restless-cheese.js';
import { run, temporaryFolder } from './command-line.js';

interface Case {
  readonly name: string;
  readonly words: readonly string[];
  /** Files there are before, by name. */
  readonly files?: { readonly [name: string]: unknown };
  /** What the message must say. */
  readonly says: readonly RegExp[];
}

const good = lectureDefinition;
const maze = good.configuration;
const DEEP = '['.repeat(3000);

/** A distribution file that is trained on. */
const file = (name: string, content: unknown, ...says: RegExp[]): Case => ({
  name: `distribution file: ${name}`,
  words: ['train', 'd.json', '--steps', '1000', '--out', 'out'],
  files: { 'd.json': content },
  says: [/d\.json/, ...says],
});
/** A configuration file. */
const configuration = (name: string, content: unknown, ...says: RegExp[]): Case => ({
  name: `configuration file: ${name}`,
  words: ['train', 'maze/lecture-v0', '--config', 'c.json', '--steps', '1000', '--out', 'out'],
  files: { 'c.json': content },
  says,
});
const line = (name: string, words: readonly string[], ...says: RegExp[]): Case => ({
  name: `command line: ${name}`,
  words,
  says,
});
const train = (name: string, words: readonly string[], ...says: RegExp[]): Case =>
  line(name, ['train', 'maze/lecture-v0', '--out', 'out', ...words], ...says);
/** A task of a half-cheetah that is trained on. */
const cheetah = (kind: 'velocity' | 'direction', text: string, ...says: RegExp[]): Case =>
  line(
    `half-cheetah, ${kind} task: ${text}`,
    ['train', `half-cheetah/${kind}-v0`, '--steps', '1000', '--out', 'out', '--task', text],
    ...says,
  );
/** A distribution of half-cheetahs with another configuration. */
const physics = (name: string, configuration: object, ...says: RegExp[]): Case =>
  file(
    `half-cheetah, ${name}`,
    {
      ...velocityDefinition,
      id: 'mine/half-cheetah-v0',
      configuration: { ...velocityDefinition.configuration, ...configuration },
    },
    ...says,
  );
/** A distribution whose cheese moves, drawn in another way. */
const restless = (name: string, tasks: object, ...says: RegExp[]): Case =>
  file(
    `restless cheese: ${name}`,
    {
      ...{ ...restlessCheeseDefinition, id: 'mine/restless-v0' },
      tasks: { ...restlessCheeseDefinition.tasks, ...tasks },
    },
    ...says,
  );
const corner = [{ x: 1, y: 1, reward: 1 }];
/** A list of one task, whose cheese moves in three episodes. */
const listed = (name: string, task: object, ...says: RegExp[]): Case =>
  file(
    `a history: ${name}`,
    { ...good, tasks: { kind: 'list', tasks: [{ cheeses: corner, ...task }] } },
    /\/tasks\/tasks\/0\/later/,
    ...says,
  );
/** A good experiment with something else in it. */
const asked = (name: string, changes: object, ...says: RegExp[]): Case => ({
  name: `experiment file: ${name}`,
  words: ['experiment', 'e.json', '--out', 'out'],
  files: {
    'e.json': {
      ...{ formatVersion: 1, name: 'mine', question: 'Is it?', expectation: 'It is.' },
      measure: 'total',
      runs: [{ name: 'a', train: 'maze/lecture-v0 --steps 400' }],
      arms: [{ name: 'A', run: 'a', adapt: '--tasks 9' }],
      claims: [{ arm: 'A', is: 'above', against: { value: 1 } }],
      ...changes,
    },
  },
  says,
});
const trained = (name: string, words: string, ...says: RegExp[]): Case =>
  asked(
    `run, ${name}`,
    { runs: [{ name: 'a', train: words }] },
    /run "a" of experiment mine/,
    ...says,
  );
const adapted = (name: string, words: string, ...says: RegExp[]): Case =>
  asked(
    `arm, ${name}`,
    { arms: [{ name: 'A', run: 'a', adapt: words }] },
    /arm "A" of experiment mine/,
    ...says,
  );
const claimed = (name: string, claim: object, ...says: RegExp[]): Case =>
  asked(
    `claim, ${name}`,
    { claims: [{ arm: 'A', is: 'above', against: { value: 1 }, ...claim }] },
    ...says,
  );
const velocities =
  /task of half-cheetah\/velocity-v0 at \/targetVelocity must be a number from -20 to 20/;
const directions = /task of half-cheetah\/direction-v0 at \/direction must be one of -1, 1/;
const task = (name: string, text: string, ...says: RegExp[]): Case =>
  line(`task: ${name}`, ['watch', 'run', '--task', text], /--task/, ...says);

const CASES: readonly Case[] = [
  file('empty', '', /is empty/),
  file('no JSON', '{"id": "a-v0",\n  oops}', /not JSON at line 2, column 3/),
  file('cut short', JSON.stringify(good).slice(0, 60), /not JSON at line 1, column 61/),
  file('a list', [], /must be an object/),
  file('null', null, /must be an object/),
  file('deeply nested', DEEP, /not JSON/),
  file('a missing part', { ...good, horizon: undefined }, /"horizon"/),
  file('horizon of zero', { ...good, horizon: 0 }, /\/horizon/, /received 0/),
  file('horizon in words', { ...good, horizon: 'ten' }, /\/horizon/, /"ten"/),
  file('half an episode', { ...good, episodes: 1.5 }, /\/episodes/, /1\.5/),
  file('an id without version', { ...good, id: 'mine' }, /\/id/, /"mine"/),
  file('an unknown family', { ...good, family: 'mase' }, /\/family/, /Did you mean "maze"/),
  file('an unknown property', { ...good, horzon: 3 }, /\/horzon/, /"horizon"/),
  file(
    'start outside',
    { ...good, configuration: { ...maze, start: [9, 9] } },
    /\/configuration\/start/,
  ),
  file(
    'negative width',
    { ...good, configuration: { ...maze, width: -1 } },
    /\/configuration\/width/,
    /-1/,
  ),
  file(
    'ragged walls',
    { ...good, configuration: { ...maze, walls: ['..', '...'] } },
    /\/configuration\/walls/,
  ),
  restless(
    'a probability above one',
    { stays: 1.5 },
    /\/tasks\/stays/,
    /a number from 0 to 1/,
    /received 1\.5/,
  ),
  restless('a probability in words', { stays: 'often' }, /\/tasks\/stays/, /"often"/),
  restless('no probability', { stays: undefined }, /\/tasks/, /"stays"/, /Add it/),
  restless('a misspelt probability', { stay: 0.5 }, /\/tasks\/stay /, /Did you mean "stays"/),
  restless('nowhere to move', { cells: [[0, 0]] }, /\/tasks/, /at least two cells/),
  restless(
    'a cell in a wall',
    {
      cells: [
        [0, 0],
        [3, 0],
      ],
    },
    /\/tasks\/cells\/1/,
    /must be free/,
  ),
  listed('too short', { later: [corner] }, /\/later must have 2 lists of cheeses/, /3 episodes/),
  listed('an episode without cheese', { later: [corner, []] }, /\/later\/1/),
  listed(
    'a later cheese outside',
    { later: [corner, [{ x: 2, y: 0, reward: 1 }]] },
    /\/later\/1\/0/,
  ),
  listed('no list', { later: 'elsewhere' }, /\/later/, /a list/, /"elsewhere"/),
  file('unknown sampler', { ...good, tasks: { kind: 'nowhere' } }, /\/tasks\/kind/, /"nowhere"/),
  file('unknown split', { ...good, splits: { kind: 'half' } }, /\/splits\/kind/, /"half"/),
  file(
    'a fraction of two',
    { ...good, splits: { kind: 'held-out', fraction: 2 } },
    /\/splits\/fraction/,
  ),
  physics(
    'an engine there is not',
    { engine: 'bullet' },
    /\/configuration\/engine/,
    /"bullet"/,
    /mujoco/,
  ),
  physics('an engine that is no text', { engine: 3 }, /\/configuration\/engine/, /received 3/),
  physics('a negative cost', { controlCost: -1 }, /\/configuration\/controlCost/, /received -1/),
  physics(
    'a reward there is not',
    { reward: { kind: 'speed' } },
    /\/configuration\/reward\/kind/,
    /"speed"/,
  ),
  physics(
    'velocities where a direction is rewarded',
    { reward: { kind: 'direction' } },
    /\/tasks\/kind must be "list"/,
    /"uniform-velocity"/,
    /List the directions/,
  ),
  line('distribution file: missing', ['train', 'none.json'], /none\.json does not exist/),

  configuration('no JSON', 'seed: 1', /c\.json is not JSON/),
  configuration('a wrong type', { seed: '1' }, /c\.json at \/seed/, /an integer/),
  configuration(
    'an unknown property',
    { agent: { hiden: 3 } },
    /c\.json at \/agent\/hiden/,
    /"hidden"/,
  ),
  configuration(
    'a number out of range',
    { algorithm: { discount: 1.5 } },
    /\/algorithm\/discount/,
    /1\.5/,
  ),
  configuration('no such algorithm', { algorithm: { id: 'a3c' } }, /\/algorithm\/id/, /"a2c"/),
  configuration(
    "another algorithm's option",
    { algorithm: { id: 'a2c', clip: 0.2 } },
    /\/algorithm\/clip/,
    /must not have/,
  ),
  configuration('two budgets', { budget: { steps: 1, seconds: 1 } }, /c\.json at \/budget/),
  configuration('a later version', { formatVersion: 9 }, /\/formatVersion/, /9/),
  configuration('odd slots', { slots: 63, workers: 2 }, /\/slots/, /multiple of workers/),
  configuration('more minibatches than slots', { slots: 2 }, /\/algorithm\/minibatches/),

  line('no such command', ['trian'], /"trian"/, /Did you mean train/),
  line('no such distribution', ['train', 'maze/gridnav-v0'], /Did you mean "maze\/gridnavi-v0"/),
  line('no distribution', ['train'], /<distribution>/),
  line('no run', ['adapt'], /<run>/),
  line('no such run', ['adapt', 'nowhere'], /no run folder nowhere/),
  line('a folder that is no run', ['adapt', '.'], /not a run folder/),
  line('too many arguments', ['adapt', 'run', 'run2'], /"run2"/),
  line(
    'a distribution for policies of no module',
    ['check', '--distribution', 'maze/lecture-v0'],
    /--distribution is about what a module exports; received no <module>/,
  ),
  line('a module that is missing', ['check', 'none.mjs'], /none\.mjs does not exist/),
  {
    name: 'a module that breaks',
    words: ['check', 'm.mjs'],
    files: { 'm.mjs': 'export const a = ;' },
    says: [/m\.mjs cannot be loaded/],
  },
  {
    name: 'a module without parts',
    words: ['check', 'm.mjs'],
    files: { 'm.mjs': 'export const a = 1;' },
    says: [/m\.mjs must export/, /\ba\b/],
  },
  {
    name: 'a module without distribution',
    words: ['train', 'm.mjs'],
    files: { 'm.mjs': 'export const a = 1;' },
    says: [/m\.mjs must export a task distribution/],
  },
  train('unknown flag', ['--step', '1000'], /--step\./, /Did you mean --steps/),
  train('flag of one dash', ['-seed', '1'], /-seed/),
  train('flag without value', ['--seed'], /--seed needs a value/),
  train('flag twice', ['--seed', '1', '--seed', '2'], /--seed was given twice/),
  train('switch with value', ['--json=yes'], /--json takes no value/),
  train('negative seed', ['--seed', '-1'], /--seed/, /"-1"/),
  train('no number', ['--seconds', 'soon'], /--seconds/, /"soon"/),
  train('no time', ['--seconds', '0'], /--seconds/, /above 0/),
  train('both budgets', ['--seconds', '1', '--steps', '1'], /exclude each other/),
  train('half a worker', ['--workers', '1.5'], /--workers/, /an integer/),
  train(
    'workers that do not share',
    ['--workers', '7', '--slots', '64', '--steps', '9'],
    /\/slots/,
    /7/,
  ),
  train('no such backend', ['--backend', 'wsm'], /--backend/, /Did you mean "wasm"/),
  train('infinite rate', ['--learning-rate', 'Infinity'], /--learning-rate/),
  train('a task that is no JSON', ['--task', '{x'], /--task is not JSON/),
  train('a task that is no object', ['--task', '[1]'], /--task must be a JSON object/),
  train(
    'a task of another family',
    ['--task', '{"targetVelocity":2}'],
    /task of maze\/lecture-v0 at/,
    /cheeses/,
  ),
  train(
    'a task whose history is too short',
    ['--task', '{"cheeses":[{"x":1,"y":0,"reward":1}],"later":[]}'],
    /task of maze\/lecture-v0 at \/later must have 2 lists/,
  ),
  train('a context that is neither', ['--context', 'give'], /--context/, /Did you mean "given"/),
  train('discount above one', ['--discount', '1.01'], /--discount/, /at most 1/),
  line(
    'novelty of what is never tried twice',
    ['train', 'half-cheetah/velocity-v0', '--steps', '1000', '--out', 'out', '--novelty', '1'],
    /noveltyCoefficient must be 0 where actions are continuous/,
    /Leave it out/,
  ),
  {
    name: 'a folder that is not empty',
    words: ['train', 'maze/lecture-v0', '--out', 'full'],
    files: { 'full/a.txt': 'a' },
    says: [/full exists already/],
  },
  {
    name: 'a folder inside a file',
    words: ['train', 'maze/lecture-v0', '--out', 'a.txt/run'],
    files: { 'a.txt': 'a' },
    says: [/a\.txt\/run/],
  },
  line('a run over a run', ['train', 'maze/lecture-v0', '--out', 'run'], /--resume run/),
  line('no such split', ['adapt', 'run', '--split', 'tset'], /--split/, /Did you mean "test"/),
  line('a split it does not have', ['adapt', 'run', '--split', 'ood'], /train, test/),
  line('no tasks', ['adapt', 'run', '--tasks', '0'], /--tasks/, /"0"/),

  train('no episodes', ['--episodes', '0'], /--episodes/, /"0"/),
  line('episodes of nothing', ['train', '--episodes', '2'], /--episodes needs <distribution>/),
  {
    name: 'episodes of a module',
    words: ['train', 'm.mjs', '--episodes', '2'],
    files: { 'm.mjs': 'export const a = 1;' },
    says: [/--episodes must be left out for a distribution in a module/],
  },

  line('no such experiment', ['experiment', 'markov-fail'], /Did you mean markov-fails\?/),
  line('an experiment like no other', ['experiment', 'x'], /Experiments: memory-kept-or-wiped, /),
  line('no seeds', ['experiment', 'markov-fails', '--seeds', '0'], /--seeds/, /"0"/),
  line('half a seed', ['experiment', 'markov-fails', '--seeds', '1.5'], /--seeds/, /"1\.5"/),
  line('a budget of none', ['experiment', 'markov-fails', '--steps', '0'], /--steps/, /"0"/),
  line('no experiment file', ['experiment', 'e.json'], /e\.json does not exist/),
  asked('another version', { formatVersion: 2 }, /\/formatVersion must be 1, .*received 2/),
  asked('no such measure', { measure: 'totl' }, /\/measure/, /Did you mean "total"/),
  asked('a name with blanks', { name: 'my own' }, /\/name/, /"my own"/),
  asked('no claims', { claims: [] }, /\/claims/),
  asked('a part too many', { seeds: 3 }, /\/seeds/),
  asked(
    'two runs of one name',
    {
      runs: [
        { name: 'a', train: 'maze/lecture-v0 --steps 400' },
        { name: 'a', train: 'maze/lecture-v0 --steps 500' },
      ],
    },
    /runs of e\.json must have names of their own; received "a"/,
  ),
  asked(
    'a run nobody tests',
    {
      runs: [
        { name: 'a', train: 'maze/lecture-v0 --steps 400' },
        { name: 'b', train: 'maze/lecture-v0 --steps 500' },
      ],
    },
    /run "b" of e\.json must be the run of an arm/,
  ),
  asked(
    'an arm of no run',
    { arms: [{ name: 'A', run: 'b', adapt: '' }] },
    /\/arms\/0\/run must be one of the runs: a/,
  ),
  asked('a measure that is not known', { measure: 'firstInformation' }, /--information/),
  asked('nothing published', { measure: 'publishedShare' }, /a published total/),
  trained('an unknown flag', 'maze/lecture-v0 --step 400', /Did you mean --steps/),
  trained('no such distribution', 'maze/lectur-v0 --steps 400', /"maze\/lecture-v0"/),
  trained('a budget by the clock', 'maze/lecture-v0 --seconds 9', /needs --steps/),
  trained('no budget', 'maze/lecture-v0', /needs --steps/),
  trained('a seed', 'maze/lecture-v0 --steps 400 --seed 3', /--seed was given twice/),
  trained('a folder', 'maze/lecture-v0 --steps 400 --out x', /Leave out --out/),
  trained('no such encoder', 'maze/lecture-v0 --steps 9 --encoder gro', /Did you mean "gru"/),
  adapted('an unknown flag', '--gready', /Did you mean --greedy/),
  adapted('a seed', '--seed 1', /--seed was given twice/),
  adapted('another run', 'b', /"b"/),
  adapted('json', '--json', /Leave out --json/),
  adapted('a split it does not have', '--split ood', /train, test/),
  claimed('about nobody', { arm: 'a' }, /\/claims\/0\/arm must be one of the arms: A/),
  claimed('against nobody', { against: { arm: 'B' } }, /\/claims\/0\/against\/arm/, /"B"/),
  claimed('against nothing', { against: {} }, /\/claims\/0\/against/),
  claimed(
    'against no reference',
    { against: { reference: 'bestest' } },
    /no reference "bestest" of maze\/lecture-v0/,
    /Known: oracle, /,
  ),
  claimed(
    'steps of a reference',
    {
      ...{ against: { reference: 'oracle' }, measure: 'firstSteps' },
    },
    /which references do not have/,
  ),
  claimed('near without a margin', { is: 'near' }, /\/claims\/0\/margin must be above 0/),

  cheetah('velocity', '{"targetVelocity":25}', velocities, /received 25\. Replace it/),
  cheetah('velocity', '{"targetVelocity":1e999}', velocities, /received Infinity\. Replace it/),
  cheetah('velocity', '{"targetVelocity":null}', velocities, /received null\. Replace it/),
  cheetah('velocity', '{"targetVelocity":NaN}', /--task is not JSON/, /NaN/, /Correct it/),
  cheetah('velocity', '{"velocity":2}', /Rename "velocity" to "targetVelocity"/),
  cheetah(
    'velocity',
    '{"targetVelocity":1,"direction":1}',
    /\/direction must not .*received 1\. Remove/,
  ),
  cheetah('direction', '{"direction":0}', directions, /received 0\. Choose one/),
  cheetah('direction', '{"direction":2}', directions, /received 2\. Choose one/),
  cheetah('direction', '{"targetVelocity":1}', /"direction"; received nothing\. Add it/),

  task('no JSON', '{cheeses}', /not JSON/),
  task('empty', '{}', /"cheeses"/),
  task('a number', '3', /an object/),
  task('no cheese', '{"cheeses":[]}', /\/cheeses/),
  task('outside', '{"cheeses":[{"x":2,"y":0,"reward":1}]}', /\/cheeses\/0/),
  task(
    'a history that is too short',
    '{"cheeses":[{"x":1,"y":0,"reward":1}],"later":[[{"x":1,"y":1,"reward":1}]]}',
    /--task at \/later must have 2 lists of cheeses/,
    /leave `later` out/,
  ),
  task('without a reward', '{"cheeses":[{"x":1,"y":0}]}', /\/cheeses\/0/, /"reward"/),
];

const folder = temporaryFolder();

beforeAll(async () => {
  const words = ['train', 'maze/lecture-v0', '--steps', '400', '--out', 'run', '--json'];
  expect((await run(words, folder.path)).code).toBe(0);
});
afterAll(() => folder.remove());

describe('malformed input ends with code 2 and one message, and leaves nothing behind', () => {
  it.concurrent.each(CASES)('$name', async ({ words, files = {}, says, name }) => {
    const place = join(folder.path, name.replaceAll(/[^a-z0-9]+/gi, '-'));
    mkdirSync(place);
    if (words.includes('run'))
      cpSync(join(folder.path, 'run'), join(place, 'run'), { recursive: true });
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(place, path, '..'), { recursive: true });
      writeFileSync(
        join(place, path),
        typeof content === 'string' ? content : JSON.stringify(content),
      );
    }
    const before = readdirSync(place, { recursive: true });
    const { code, stdout, stderr } = await run(words, place);
    for (const part of says) expect(stderr).toMatch(part);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.match(/^error /gm)).toHaveLength(1);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(readdirSync(place, { recursive: true })).toEqual(before);
  });
});
