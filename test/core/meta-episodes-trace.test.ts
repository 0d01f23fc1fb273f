import { describe, expect, it } from 'vitest';
import { snapshot, twoSlots } from './chain.js';

// Episodes have at most 3 steps, meta-episodes 2 episodes. Slot 0 | slot 1.
const ACTIONS: readonly (readonly [number, number])[] = [
  [1, 1], //                                    moves | moves
  [1, 0], //          terminates episode 0 of 2 early | stays
  [0, 0], //                    episode 1 begins here | truncated
  [1, 0], //                                    moves | episode 1 begins here, stays
  [0, 1], //    truncated, and the meta-episode ends  | moves
  [1, 1], //                            in a new task | terminates at the horizon, not truncated: the end
  [1, 1], //                               terminates | in a new task
];
const EXPECTED = [
  {
    s: [100, 500],
    a: [1, 1],
    r: [1, 1],
    next: [101, 501],
    terminated: [0, 0],
    truncated: [0, 0],
    observation: [101, 501],
    episodeEnded: [0, 0],
    metaEpisodeEnded: [0, 0],
    firstStep: [0, 0],
    episode: [0, 0],
    step: [1, 1],
    tasks: [100, 500],
  },
  {
    s: [101, 501],
    a: [1, 0],
    r: [2, -1],
    next: [102, 501],
    terminated: [1, 0],
    truncated: [0, 0],
    observation: [100, 501],
    episodeEnded: [1, 0],
    metaEpisodeEnded: [0, 0],
    firstStep: [0, 0],
    episode: [1, 0],
    step: [0, 2],
    tasks: [100, 500],
  },
  {
    s: [100, 501],
    a: [0, 0],
    r: [-1, -1],
    next: [100, 501],
    terminated: [0, 0],
    truncated: [0, 1],
    observation: [100, 500],
    episodeEnded: [0, 1],
    metaEpisodeEnded: [0, 0],
    firstStep: [0, 0],
    episode: [1, 1],
    step: [1, 0],
    tasks: [100, 500],
  },
  {
    s: [100, 500],
    a: [1, 0],
    r: [1, -1],
    next: [101, 500],
    terminated: [0, 0],
    truncated: [0, 0],
    observation: [101, 500],
    episodeEnded: [0, 0],
    metaEpisodeEnded: [0, 0],
    firstStep: [0, 0],
    episode: [1, 1],
    step: [2, 1],
    tasks: [100, 500],
  },
  {
    s: [101, 500],
    a: [0, 1],
    r: [-1, 1],
    next: [101, 501],
    terminated: [0, 0],
    truncated: [1, 0],
    observation: [110, 501],
    episodeEnded: [1, 0],
    metaEpisodeEnded: [1, 0],
    firstStep: [1, 0],
    episode: [0, 1],
    step: [0, 2],
    tasks: [110, 500],
  },
  {
    s: [110, 501],
    a: [1, 1],
    r: [1, 2],
    next: [111, 502],
    terminated: [0, 1],
    truncated: [0, 0],
    observation: [111, 510],
    episodeEnded: [0, 1],
    metaEpisodeEnded: [0, 1],
    firstStep: [0, 1],
    episode: [0, 0],
    step: [1, 0],
    tasks: [110, 510],
  },
  {
    s: [111, 510],
    a: [1, 1],
    r: [2, 1],
    next: [112, 511],
    terminated: [1, 0],
    truncated: [0, 0],
    observation: [110, 511],
    episodeEnded: [1, 0],
    metaEpisodeEnded: [0, 0],
    firstStep: [0, 0],
    episode: [1, 0],
    step: [0, 1],
    tasks: [110, 510],
  },
];

describe('a trace by hand', () => {
  it('begins every slot at its first step', () => {
    const { observation, firstStep, episodeEnded, metaEpisodeEnded, episode, step } = snapshot(
      twoSlots(),
    );
    expect(observation).toEqual([100, 500]);
    expect(firstStep).toEqual([1, 1]);
    expect([episodeEnded, metaEpisodeEnded, episode, step]).toEqual(Array(4).fill([0, 0]));
  });

  it('has every array right at every step', () => {
    const batch = twoSlots();
    for (const [t, actions] of ACTIONS.entries()) {
      batch.advance(actions);
      expect({ t, ...snapshot(batch) }).toEqual({ t, ...EXPECTED[t] });
    }
  });

  it('differs in firstStep alone when memory is wiped', () => {
    const batch = twoSlots(true);
    expect(snapshot(batch).firstStep).toEqual([1, 1]);
    for (const [t, actions] of ACTIONS.entries()) {
      batch.advance(actions);
      const expected = EXPECTED[t]!;
      expect(snapshot(batch)).toEqual({ ...expected, firstStep: expected.episodeEnded });
    }
  });
});
