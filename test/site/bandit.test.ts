import { beforeAll, describe, expect, it } from 'vitest';
import { BanditGame, type Game, type Rules } from '../../docs/live/bandit-game.js';
import { runOf, storedRun } from './stored-runs.js';

const game = new BanditGame();
let rules: Rules;

beforeAll(async () => {
  rules = await game.open(storedRun(runOf('bandit/bernoulli-v0')));
});

/** Plays to the end: your arms, in turn and again from the first. */
function played(seed: number, arms: readonly number[], means?: readonly number[]): Game {
  let now = game.deal(seed, means);
  for (let pull = 0; pull < rules.pulls; pull++) now = game.pull(arms[pull % arms.length]!);
  return now;
}

/** What was seen of the pay-offs, by arm and by how many times it had been pulled. */
function paid({ players }: Game): Map<string, Set<number>> {
  const seen = new Map<string, Set<number>>();
  for (const { pulls } of Object.values(players)) {
    const counts = Array<number>(rules.arms).fill(0);
    for (const { arm, reward } of pulls) {
      const coin = `${arm}, ${counts[arm]!++}`;
      seen.set(coin, (seen.get(coin) ?? new Set()).add(reward));
    }
  }
  return seen;
}

describe('the bandit of the page', () => {
  it('has five arms, ten pulls, and exact totals to expect', () => {
    expect(rules).toMatchObject({ arms: 5, pulls: 10 });
    expect(rules.expected.bayesOptimal).toBeCloseTo(6.66, 3);
    expect(rules.expected.random).toBe(5);
  });

  it('pays everybody the same at the same pull of the same arm', () => {
    let shared = 0;
    for (let seed = 0; seed < 20; seed++) {
      for (const rewards of paid(played(seed, [0, 1, 2, 3, 4])).values()) {
        expect(rewards.size).toBe(1);
        shared++;
      }
    }
    expect(shared).toBeGreaterThan(200);
  });

  it('is a function of the seed, and your pulls change nothing for the others', () => {
    const [first, again] = [played(3, [0, 1, 2]), played(3, [0, 1, 2])];
    expect(again).toEqual(first);
    const other = played(3, [4]);
    expect(other.players.you).not.toEqual(first.players.you);
    for (const name of ['gittins', 'thompson', 'agent'] as const) {
      expect(other.players[name]).toEqual(first.players[name]);
    }
    expect(played(4, [0, 1, 2]).means).not.toEqual(first.means);
  });

  it('counts as by hand: only the second arm pays', () => {
    const now = played(1, [0, 1, 1, 2], [0, 1, 0, 0, 0]);
    // Yours: 0, 1, 1, 2, 0, 1, 1, 2, 0, 1.
    expect(now.players.you.total).toBe(5);
    expect(now.players.you.pulls.map(({ reward }) => reward)).toEqual([
      0, 1, 1, 0, 0, 1, 1, 0, 0, 1,
    ]);
    expect(now.players.you.arms).toEqual([
      { pulls: 3, paid: 0 },
      { pulls: 5, paid: 5 },
      { pulls: 2, paid: 0 },
      { pulls: 0, paid: 0 },
      { pulls: 0, paid: 0 },
    ]);
    // By its index: the first of equal arms, which pays nothing, then the second, which always pays.
    expect(now.players.gittins.total).toBe(9);
    expect(now.players.gittins.pulls.map(({ arm }) => arm)).toEqual([0, ...Array(9).fill(1)]);
    expect(now.advice).toBe(1);
  });

  it('advises by the index of what you know', () => {
    const fresh = game.deal(1, [0, 1, 0, 0, 0]);
    // Gittins (1979) and later tables: .7029 for Beta(1, 1) and γ = .9.
    for (const index of fresh.index) expect(index).toBeCloseTo(0.703, 2);
    const failed = game.pull(0);
    expect(failed.index[0]).toBeLessThan(0.6);
    expect(failed.advice).toBe(1);
    expect(game.pull(1).index[1]).toBeGreaterThan(0.75);
  });

  it('tells the chances of the arms once the game is over, and then no pull is left', () => {
    let now = game.deal(5);
    for (let pull = 0; pull < rules.pulls; pull++) {
      expect(now.means).toBeUndefined();
      now = game.pull(0);
    }
    expect(now.means?.length).toBe(5);
    expect(() => game.pull(0)).toThrow('The game is over');
  });

  it('is played well by the trained agent and by the index, worse by Thompson sampling', () => {
    const seeds = Array.from({ length: 300 }, (_, seed) => played(seed, [0]).players);
    const mean = (name: 'you' | 'gittins' | 'thompson' | 'agent') =>
      seeds.reduce((sum, players) => sum + players[name].total, 0) / seeds.length;
    // One arm alone earns 5 in expectation, the best policy 6.66; the standard error is some 0.13.
    expect(mean('you')).toBeLessThan(5.5);
    expect(mean('agent')).toBeGreaterThan(6.2);
    expect(mean('gittins')).toBeGreaterThan(6.2);
    expect(mean('thompson')).toBeLessThan(mean('gittins') - 0.3);
  });
});
