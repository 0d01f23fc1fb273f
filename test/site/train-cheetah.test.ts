import { setImmediate as turn } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { presetFor } from '../../agents/presets.js';
import { parseTraining, trainingConfiguration } from '../../cli/commands/train.js';
import { getDistribution } from '../../distributions/index.js';
import { type News, TrainHere } from '../../docs/live/train-here.js';
import type { Training } from '../../docs/live/train-run.js';
import {
  cheetahIds,
  configurationOf,
  defaultSettings,
  exactIds,
  settingsOf,
  trainableOf,
} from '../../docs/live/train-settings.js';
import { read } from '../docs/pages.js';

/** 16 slots × 2 episodes × 200 steps. */
const ITERATION = 6400;
const BUDGET = 20;
/** A small network, so that physics is most of the work. */
const settings = {
  ...defaultSettings('half-cheetah/velocity-v0'),
  ...{ hidden: 8, budget: BUDGET },
};

/** A clock that goes on by a second whenever it is asked. */
let time = 0;
const page = () => new TrainHere({ version: '0.0.0-test', now: () => ++time, turn: () => turn() });

/** Trains until it is said to pause, or to the end. */
async function train(here: TrainHere, isEnough: (news: News) => boolean): Promise<News[]> {
  const news: News[] = [];
  await here.train((each) => {
    news.push(each);
    if (isEnough(each)) void here.pause();
  });
  return news;
}

describe('a half-cheetah that is trained by the clock', () => {
  const here = page();
  let fresh: Training;
  let first: News[];
  let loaded: Training;
  let rest: News[];

  beforeAll(async () => {
    fresh = await here.begin(settings);
    first = await train(here, ({ point }) => point !== undefined);
    const { name, text } = here.save();
    // A pause, however long, is no training.
    time += 100_000;
    const file = { name, size: text.length, text: async () => text };
    loaded = await here.open(file, cheetahIds);
    rest = await train(here, () => false);
  });

  test('is compared with bounds, in test tasks that are drawn', () => {
    expect(fresh).toMatchObject({ steps: 0, fraction: 0, seconds: 0 });
    expect(fresh.tasks).toEqual({ count: 16, isAll: false });
    expect(fresh.references.map(({ name, total }) => [name, total])).toEqual([
      ['taskBlind', -300],
      ['standing', -600],
    ]);
    expect(fresh.examination.total).toBeLessThan(-400);
    expect(fresh.examination.normalised).toBeUndefined();
  });

  test('is filmed in a slow task and in a fast one', () => {
    const { films, pictures } = fresh.examination;
    expect(pictures).toEqual([]);
    const [slow, fast] = films;
    expect(films).toHaveLength(2);
    expect(slow!.target).toBeLessThan(1);
    expect(fast!.target).toBeGreaterThan(2);
    for (const { frames, target, secondsPerStep } of films) {
      expect(secondsPerStep).toBe(0.05);
      expect(frames).toHaveLength(400);
      expect(frames.map(({ step }) => step)).toEqual(frames.map((_, i) => i % 200));
      expect(frames[200]).toMatchObject({ episode: 1, target });
      const [label] = frames[9]!.scene.shapes;
      expect(label).toMatchObject({
        text: `now ${frames[9]!.velocity.toFixed(2).replace('-', '−')}, target ${target.toFixed(2)} m/s`,
      });
    }
    // It has only its rewards to tell the tasks apart, and has not read any at its first decision.
    expect(slow!.frames[0]!.velocity).toBe(fast!.frames[0]!.velocity);
    expect(slow!.frames[0]!.reward).not.toBe(fast!.frames[0]!.reward);
  });

  test('tells of its returns as time goes by, and is over when time is up', () => {
    const news = [...first, ...rest];
    const points = news.flatMap(({ point }) => point ?? []);
    expect(points.length).toBeGreaterThan(1);
    expect(points.map(({ steps }) => steps)).toEqual(points.map((_, i) => (i + 1) * ITERATION));
    for (const { returnByEpisode } of points) {
      expect(returnByEpisode).toHaveLength(2);
      expect(Math.max(...returnByEpisode)).toBeLessThan(-100);
    }
    const fractions = news.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(first.at(-1)!.fraction).toBeLessThan(1);
    expect(fractions.at(-1)).toBe(1);
    expect(news.at(-1)!.seconds).toBeGreaterThanOrEqual(BUDGET);
    const last = news.at(-1)!.examination!;
    expect(last.films[1]!.frames).not.toEqual(fresh.examination.films[1]!.frames);
  });

  test('goes on from a file at the time at which it was paused', () => {
    expect(loaded.settings).toEqual(settings);
    expect(loaded.steps).toBe(ITERATION);
    expect(loaded.points).toHaveLength(1);
    expect(loaded.seconds).toBeGreaterThan(0);
    expect(loaded.seconds).toBeLessThanOrEqual(first.at(-1)!.seconds);
    expect(loaded.fraction).toBeCloseTo(loaded.seconds / BUDGET, 12);
    expect(loaded.examination).toEqual(first.at(-1)!.examination);
  });

  test('is over at once where the clock ran out between two iterations', async () => {
    const done = await train(here, () => false);
    expect(done).toHaveLength(1);
    expect(done[0]).toMatchObject({ fraction: 1, steps: rest.at(-1)!.steps });
  });
});

test('the defaults are the distribution as it is, and the preset for its actions', () => {
  const [id = ''] = cheetahIds;
  const defaults = defaultSettings(id);
  expect(configurationOf(defaults).distribution).toEqual({ id });
  expect(configurationOf(defaults).budget).toEqual({ seconds: 600 });
  expect(settingsOf(configurationOf(defaults))).toEqual(defaults);
  for (const each of [...cheetahIds, ...exactIds]) {
    const { actionSpace } = getDistribution(each).family;
    expect(trainableOf(each).preset).toBe(presetFor(actionSpace));
  }
});

test('the run that the page names is what it trains', async () => {
  const [, words = ''] =
    /npx moving-cheese train (.*)/.exec(read('docs/live/train-cheetah.md')) ?? [];
  const configuration = await trainingConfiguration(parseTraining(words.split(' ')));
  // In Node `auto` finds the kernel, too.
  expect({ ...configuration, backend: 'kernel' }).toEqual(
    configurationOf(defaultSettings('half-cheetah/velocity-v0')),
  );
});

test.each([
  [{ budget: 5 }, 'settings at /budget must be an integer from 10 to 36000; received 5.'],
  [{ horizon: 201 }, 'settings at /horizon must be an integer from 1 to 200; received 201.'],
])('%j is refused', async (change, message) => {
  await expect(page().begin({ ...settings, ...change })).rejects.toThrow(message);
});
