import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { parseTraining, trainingConfiguration } from '../../cli/commands/train.js';
import { InvalidDataError } from '../../core/errors.js';
import { getDistribution } from '../../distributions/index.js';
import { type News, TrainHere } from '../../docs/live/train-here.js';
import {
  configurationOf,
  defaultSettings,
  exactIds,
  type Settings,
  settingsOf,
} from '../../docs/live/train-settings.js';
import { read } from '../docs/pages.js';

/** A page whose clock goes on by so much whenever it is asked: it is examined often, or never. */
function page(secondsPerLook = 0.6): TrainHere {
  let seconds = 0;
  const now = () => (seconds += secondsPerLook);
  return new TrainHere({ version: '0.0.0-test', now, turn: () => turn() });
}

/** 64 slots × 3 episodes × 2 steps an iteration. */
const ITERATION = 384;
const lecture: Settings = { ...defaultSettings('maze/lecture-v0'), hidden: 8, budget: 40_000 };
const short: Settings = { ...lecture, budget: 30 * ITERATION };

/** Trains until so many steps, or to the end. */
async function trainUntil(steps: number, here: TrainHere): Promise<News[]> {
  const news: News[] = [];
  await here.train((each) => {
    news.push(each);
    if (each.steps >= steps) void here.pause();
  });
  return news;
}

const fileOf = ({ name, text }: { readonly name: string; readonly text: string }) => ({
  name,
  size: text.length,
  text: async () => text,
});

describe('a network that is trained', () => {
  test('comes from far below to Bayes-optimal, and both are told', async () => {
    const here = page();
    const fresh = await here.begin(lecture);
    expect(fresh.steps).toBe(0);
    expect(fresh.tasks).toEqual({ count: 3, isAll: true });
    expect(fresh.examination.normalised).toBeLessThan(0.8);
    const best = fresh.references.find(({ name }) => name === 'bayesOptimal');
    expect(best?.returnByEpisode).toEqual([2 / 3, 1, 1]);

    const news = await trainUntil(Number.POSITIVE_INFINITY, here);
    const last = news.at(-1)!;
    expect(last.fraction).toBe(1);
    expect(last.examination?.normalised).toBeCloseTo(1, 6);
    expect(last.examination?.pictures).toHaveLength(3);
    const points = news.flatMap(({ point }) => point ?? []);
    expect(points.length).toBeGreaterThan(50);
    expect(points.length).toBeLessThanOrEqual(200);
    expect(points[0]!.returnByEpisode[2]).toBeLessThan(0.7);
    expect(points.at(-1)!.returnByEpisode[2]).toBeGreaterThan(0.9);
    expect(points.at(-1)!.steps).toBe(last.steps);
  });

  test('learns the same whether or not it is paused and examined on the way', async () => {
    const straight = page(0);
    await straight.begin(short);
    const unseen = await trainUntil(Number.POSITIVE_INFINITY, straight);
    expect(unseen.filter(({ examination }) => examination)).toHaveLength(1);

    const paused = page(2);
    await paused.begin(short);
    const first = await trainUntil(10 * ITERATION, paused);
    expect(first.at(-1)!.steps).toBe(10 * ITERATION);
    expect(first.every(({ examination }) => examination)).toBe(true);
    const rest = await trainUntil(Number.POSITIVE_INFINITY, paused);
    expect(rest[0]!.steps).toBe(11 * ITERATION);
    expect(rest.at(-1)!.fraction).toBe(1);
    expect(paused.save()).toEqual(straight.save());
  });

  test('acts alike after it was saved and loaded, and learns on as if it had not been', async () => {
    const here = page(2);
    await here.begin(short);
    const seen = await trainUntil(10 * ITERATION, here);
    const file = here.save();
    expect(file.name).toBe('maze-lecture-v0-seed-1-3840-steps.json');

    const there = page(2);
    const loaded = await there.open(fileOf(file), exactIds);
    expect(loaded.settings).toEqual(short);
    expect(loaded.steps).toBe(10 * ITERATION);
    expect(loaded.points).toHaveLength(10);
    expect(loaded.examination).toEqual(seen.at(-1)!.examination);
    expect(there.save()).toEqual(file);
    await trainUntil(Number.POSITIVE_INFINITY, here);
    await trainUntil(Number.POSITIVE_INFINITY, there);
    expect(there.save()).toEqual(here.save());
    expect(there.save().text).not.toBe(file.text);
  });

  test('is trained when the last news has been heard, however long they take', async () => {
    const here = page(0);
    await here.begin(short);
    let heard: News | undefined;
    await here.train(async (news) => {
      for (let i = 0; i < 5; i++) await turn();
      heard = news;
    });
    expect(heard).toMatchObject({ fraction: 1, steps: short.budget });
    expect(heard?.examination).toBeDefined();
  });

  test('is told of as it stands when it is paused between two points of the chart', async () => {
    // Five iterations a point.
    const here = page(0);
    await here.begin({ ...lecture, budget: 1000 * ITERATION });
    let last: News | undefined;
    const training = here.train((news) => {
      last = news;
    });
    while (!last) await turn();
    await turn();
    await here.pause();
    await training;
    expect(last.examination).toBeDefined();
    expect(here.save().name).toBe(`maze-lecture-v0-seed-1-${last.steps}-steps.json`);
    expect(last.steps).toBeGreaterThan(5 * ITERATION);
  });

  test('makes room for another one, also while it is being trained', async () => {
    const here = page();
    await here.begin(short);
    let other: Promise<unknown> | undefined;
    await here.train(() => {
      other ??= here.begin({ ...short, seed: 2 });
    });
    expect(await other).toMatchObject({ steps: 0, settings: { seed: 2 } });
    const news = await trainUntil(0, here);
    expect(new Set(news.map(({ steps }) => steps))).toEqual(new Set([ITERATION]));
  });

  test('cannot be saved while it is fresh, nor trained before there is one', async () => {
    const here = page();
    await expect(here.train(() => {})).rejects.toThrow('call begin or open first');
    await here.begin(short);
    expect(() => here.save()).toThrow('Train it first');
  });
});

describe('settings', () => {
  test('change the task distribution, and what is Bayes-optimal in it', async () => {
    const settings = {
      ...defaultSettings('maze/gridnavi-v0'),
      episodes: 2,
      horizon: 20,
      hidden: 8,
    };
    const { references, points } = await page().begin(settings);
    expect(points).toEqual([]);
    const totals = (name: string) => references.find((each) => each.name === name)?.returnByEpisode;
    const unchanged = getDistribution('maze/gridnavi-v0').references?.('test', []) ?? [];
    const best = unchanged.find(({ name }) => name === 'bayesOptimal')!.returnByEpisode;
    // Five more steps on the goal.
    expect(totals('bayesOptimal')).toHaveLength(2);
    expect(totals('bayesOptimal')?.[1]).toBeCloseTo(best[1]! + 5, 6);
    expect(totals('wipedMemory')?.[1]).toBe(totals('wipedMemory')?.[0]);
    expect(settingsOf(configurationOf(settings))).toEqual(settings);
  });

  test.each(exactIds)('the defaults for %s are the distribution as it is', async (id) => {
    const settings = defaultSettings(id);
    const { distribution } = configurationOf(settings);
    expect(distribution).toEqual({ id });
    expect(settingsOf(configurationOf(settings))).toEqual(settings);
    const here = page();
    const { examination, references } = await here.begin({ ...settings, budget: 10_000 });
    expect(references.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['bayesOptimal', 'wipedMemory', 'random']),
    );
    expect(examination.normalised).toBeLessThan(0.7);
    expect(examination.pictures).toHaveLength(settings.episodes);
    expect(examination.pictures[0]).toContain('<title>episode 1: ');
    expect((await trainUntil(0, here))[0]!.point?.returnByEpisode).toHaveLength(settings.episodes);
  });

  test('are the run that the page names', async () => {
    const [, words = ''] = /npx moving-cheese train (.*)/.exec(read('docs/live/train.md')) ?? [];
    const configuration = await trainingConfiguration(parseTraining(words.split(' ')));
    const settings = defaultSettings('maze/gridnavi-v0');
    // In Node `auto` finds the kernel, too.
    expect({ ...configuration, backend: 'kernel' }).toEqual(configurationOf(settings));
  });

  test.each([
    [{ hidden: 0 }, 'settings at /hidden must be an integer from 1 to 128; received 0.'],
    [{ episodes: 2.5 }, 'settings at /episodes must be an integer'],
    [{ seed: '' as unknown as number }, 'settings at /seed must be an integer'],
    [{ horizon: 41 }, 'settings at /horizon must be an integer from 1 to 40; received 41.'],
    [{ budget: 9 }, 'settings at /budget must be an integer from 1000 to 100000000; received 9.'],
    [{ distribution: 'maze/gridnav-v0' }, 'distribution must be one of maze/gridnavi-v0, '],
  ])('%j is refused', async (change, message) => {
    await expect(page().begin({ ...short, ...change })).rejects.toThrow(message);
  });
});

describe('a file that is none of this page', async () => {
  const here = page();
  await here.begin(short);
  await trainUntil(2 * ITERATION, here);
  const { text } = here.save();
  const good = JSON.parse(text);
  const changed = (change: object) => JSON.stringify({ ...good, ...change });
  const flipped = `${good.binary[0] === 'A' ? 'B' : 'A'}${good.binary.slice(1)}`;

  test.each([
    [
      'text',
      'Dear diary',
      /^it must be a file that this page saved, .*; received "Dear diary"\. C/,
    ],
    ['other JSON', '{"a": 1}', /^it must be a file that this page saved, .* Choose a file/],
    ['null', 'null', /^it must be a file that this page saved/],
    ['half of it', text.slice(0, text.length / 2), /^it must be a file that this page saved/],
    ['another version', changed({ formatVersion: 1 }), /^formatVersion of it must be 2, .* 1\./],
    [
      'another format',
      changed({ format: 'x' }),
      /^it must be .* "format": "moving-cheese training"/,
    ],
    [
      'without a network',
      changed({ binary: undefined }),
      /^it at \/ must have the property "binary"/,
    ],
    ['no base64', changed({ binary: '?' }), /^binary of it must be base64; received "\?"\./],
    [
      'cut off',
      changed({ binary: good.binary.slice(0, 400) }),
      /must be \d+ bytes.*received 300\./,
    ],
    [
      'a changed number',
      changed({ binary: flipped }),
      /^binary of it must be [0-9a-f]{64}, as it was/,
    ],
    [
      'a changed configuration',
      changed({ configuration: { ...good.configuration, seed: 9 } }),
      /^configuration of it must be [0-9a-f]{64}/,
    ],
    [
      'a changed manifest',
      changed({ manifest: { ...good.manifest, steps: 9 } }),
      /^manifest of it must be [0-9a-f]{64}/,
    ],
    [
      'a run with a budget of two kinds',
      changed({ configuration: { ...good.configuration, budget: { steps: 9, seconds: 9 } } }),
      /^it at \/configuration\/budget must/,
    ],
  ])('is refused: %s', async (_, content, message) => {
    await expect(here.open(fileOf({ name: 'it', text: content }), exactIds)).rejects.toThrow(
      message,
    );
  });

  test('is refused where it is of a task distribution that the page does not train on', async () => {
    const file = fileOf({ name: 'it', text });
    await expect(here.open(file, ['half-cheetah/velocity-v0'])).rejects.toThrow(
      'task distribution of it must be one of half-cheetah/velocity-v0, which this page trains on; received "maze/lecture-v0".',
    );
  });

  test('is refused where it goes by the clock, and the page counts steps', () => {
    const byClock = { ...configurationOf(short), budget: { seconds: 9 } };
    expect(() => settingsOf(byClock)).toThrow(
      'budget of maze/lecture-v0 must be counted in steps; received {"seconds":9}.',
    );
  });

  test('is refused unread where it is too large', async () => {
    const text = () => Promise.reject(new Error('It was read.'));
    const film = { name: 'film.mp4', size: 1e9, text };
    await expect(here.open(film, exactIds)).rejects.toThrow(
      /^film\.mp4 must be at most 20000000 bytes/,
    );
  });

  test('leaves the training as it was', async () => {
    const refused = here.open(fileOf({ name: 'it', text: changed({ manifest: {} }) }), exactIds);
    await expect(refused).rejects.toThrow(InvalidDataError);
    expect(here.save().text).toBe(text);
    expect((await trainUntil(0, here))[0]!.steps).toBe(3 * ITERATION);
  });
});

test('the example on the page is its file, word for word', () => {
  const [, path = '', code] =
    /<!-- example: (\S+) -->\n\n```ts\n([\s\S]*?)```/.exec(read('docs/live/train.md')) ?? [];
  expect(path).toBe('docs/examples/page-checkpoint.ts');
  expect(code).toBe(read(path));
});
