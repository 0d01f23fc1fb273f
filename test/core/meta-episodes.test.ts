import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, EnvHandle, MetaEpisodes, randomStream } from '../../core/index.js';
import { getDistribution } from '../../distributions/index.js';
import { chain, randomChain, snapshot, twoSlots } from './chain.js';

/** What happened in one slot under actions that depend on slot and time alone. */
function livesOf(slots: number, slot: number, seed: string, steps = 60) {
  const batch = new MetaEpisodes({ distribution: randomChain(), slots, rng: randomStream(seed) });
  return Array.from({ length: steps }, (_, t) => {
    batch.advance(Array.from({ length: slots }, (_, i) => (t * (i + 3)) % 2));
    return Object.values(snapshot(batch)).map((list) => list[slot]);
  });
}

describe('slots', () => {
  it('live the same life however many others there are', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(3), fc.nat(5), (seed, slot, more) => {
        expect(livesOf(slot + 1 + more, slot, seed)).toEqual(livesOf(slot + 1, slot, seed));
      }),
      { numRuns: 20 },
    );
  });

  it('live different lives', () => {
    expect(livesOf(2, 0, 'x')).not.toEqual(livesOf(2, 1, 'x'));
  });

  it('draw their tasks from the split', () => {
    const rng = randomStream('split');
    const train = new MetaEpisodes({ distribution: chain(), slots: 9, rng });
    const test = new MetaEpisodes({ distribution: chain(), slots: 9, rng, split: 'test' });
    expect(train.tasks.every((task) => task < 100)).toBe(true);
    expect(test.tasks.every((task) => task >= 500)).toBe(true);
  });
});

it('asks for a next task once a meta-episode, slot by slot', () => {
  const asked: number[] = [];
  const nextTask = (slot: number) => asked.push(slot);
  const batch = new MetaEpisodes({
    distribution: chain(),
    slots: 2,
    rng: randomStream(1),
    nextTask,
  });
  for (let t = 0; t < 6; t++) batch.advance([0, 0]);
  expect(asked).toEqual([0, 1, 0, 1]);
});

it('restarts as if new', () => {
  const batch = new MetaEpisodes({ distribution: randomChain(), slots: 2, rng: randomStream(1) });
  for (let t = 0; t < 8; t++) batch.advance([0, 1]);
  batch.restart(randomStream(2));
  const fresh = new MetaEpisodes({ distribution: randomChain(), slots: 2, rng: randomStream(2) });
  expect(snapshot(batch).firstStep).toEqual([1, 1]);
  for (const name of [
    'observation',
    'episodeEnded',
    'metaEpisodeEnded',
    'episode',
    'step',
    'tasks',
  ] as const) {
    expect(snapshot(batch)[name]).toEqual(snapshot(fresh)[name]);
  }
  for (let t = 0; t < 30; t++) {
    batch.advance([1, 0]);
    fresh.advance([1, 0]);
    expect(snapshot(batch)).toEqual(snapshot(fresh));
  }
});

it('copies the actions and keeps its arrays', () => {
  const batch = twoSlots();
  const { observation, transition } = batch;
  const actions = [1, 1];
  batch.advance(actions);
  actions.fill(0);
  expect([...transition.action]).toEqual([1, 1]);
  expect(batch.observation).toBe(observation);
  expect([...observation]).toEqual([101, 501]);
});

it('takes back a memory that was asked to be cleared in the middle of a meta-episode', () => {
  const batch = new MetaEpisodes({
    ...{ slots: 3, rng: randomStream(1) },
    distribution: getDistribution('maze/gridnavi-v0'),
  });
  batch.advance([0, 0, 0]);
  expect([...batch.firstStep]).toEqual([0, 0, 0]);
  batch.firstStep[1] = 1;
  batch.advance([0, 0, 0]);
  expect([...batch.firstStep]).toEqual([0, 0, 0]);
});

it('disposes of every env', () => {
  let disposed = 0;
  const distribution = chain();
  const family = {
    ...distribution.family,
    create: () => ({ ...distribution.family.create(), dispose: () => disposed++ }),
  };
  new MetaEpisodes({
    distribution: { ...distribution, family },
    slots: 3,
    rng: randomStream(1),
  }).dispose();
  expect(disposed).toBe(3);
});

describe('mistakes', () => {
  it.each([0, -1, 1.5, Number.NaN])('%d slots', (slots) => {
    expect(() => new MetaEpisodes({ distribution: chain(), slots, rng: randomStream(1) })).toThrow(
      ArgumentError,
    );
  });

  it.each([
    [[0], 'actions must hold 2 numbers (2 slots × 1); received 1.'],
    [[0, 2], 'action of slot 1 must be an integer in [0, 2); received 2.'],
    [[-1, 0], 'action of slot 0 must be an integer in [0, 2); received -1.'],
    [[0.5, 0], 'action of slot 0 must be an integer in [0, 2); received 0.5.'],
    [[0, Number.NaN], 'action of slot 1 must be an integer in [0, 2); received NaN.'],
  ])('actions %j', (actions, message) => {
    const batch = twoSlots();
    const before = snapshot(batch);
    expect(() => batch.advance(actions)).toThrow(message);
    expect(snapshot(batch)).toEqual(before);
  });
});

it('is, with one slot, what the handle is', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.nat(1), { maxLength: 60 }), (seed, actions) => {
      const distribution = randomChain();
      const batch = new MetaEpisodes({ distribution, slots: 1, rng: randomStream(seed) });
      const handle = new EnvHandle(distribution);
      const stream = randomStream(seed).fork(0).fork('env');
      let observation = handle.reset(batch.tasks[0]!, stream);
      for (const action of actions) {
        expect([...observation]).toEqual([...batch.observation]);
        batch.advance([action]);
        const step = handle.step(action);
        const { next, r, terminated, truncated, episodeEnded } = snapshot(batch);
        expect([...step.observation]).toEqual(next);
        expect([Math.fround(step.reward)]).toEqual(r);
        expect([[Number(step.terminated)], [Number(step.truncated)]]).toEqual([
          terminated,
          truncated,
        ]);
        observation =
          episodeEnded[0] === 1 ? handle.reset(batch.tasks[0]!, stream) : step.observation;
      }
    }),
    { numRuns: 50 },
  );
});
