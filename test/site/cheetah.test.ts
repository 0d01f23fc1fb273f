import { describe, expect, it } from 'vitest';
import { Cheetah, type Moment } from '../../docs/live/cheetah.js';
import { runOf, storedRun } from './stored-runs.js';

const cheetah = new Cheetah();

const open = (distribution: string) => cheetah.open(storedRun(runOf(distribution)));
const velocity = () => open('half-cheetah/velocity-v0');

/** |v − target| in m/s, mean over the last so many. */
function error(moments: readonly Moment[], last: number): number {
  const late = moments.slice(-last);
  return late.reduce((sum, { velocity, target }) => sum + Math.abs(velocity - target), 0) / last;
}

const velocities = (moments: readonly Moment[]) => moments.map((moment) => moment.velocity);

const begin = (target: number, seed = 1) => cheetah.begin({ target, seed, wipeMemory: false });

function run(target: number, seed: number, steps: number): Moment[] {
  begin(target, seed);
  return cheetah.advance(steps);
}

describe('the half-cheetah of the page', () => {
  it('says what it plays', async () => {
    expect(await velocity()).toEqual({
      ...{ id: 'half-cheetah/velocity-v0', episodes: 2, horizon: 200 },
      ...{ secondsPerStep: 0.05, memory: 64 },
    });
  });

  it('finds out a velocity that it is not told', async () => {
    await velocity();
    for (const target of [0.8, 2.4]) {
      const moments = run(target, 1, 200);
      expect(error(moments, 100)).toBeLessThan(0.25);
      expect(moments.map(({ step }) => step)).toEqual(Array.from({ length: 200 }, (_, i) => i));
    }
  });

  it('finds out a direction', async () => {
    await open('half-cheetah/direction-v0');
    for (const target of [1, -1]) {
      const late = run(target, 1, 200).slice(-100);
      expect(late.every((moment) => target * moment.velocity > 1)).toBe(true);
    }
  });

  it('finds out a velocity that may lie either way', async () => {
    await open('half-cheetah/velocity-direction-v0');
    for (const target of [-2, 2]) expect(error(run(target, 1, 200), 100)).toBeLessThan(0.5);
  });

  it('is a function of agent, target and seed', async () => {
    await velocity();
    const first = run(1.5, 7, 60);
    expect(run(1.5, 7, 60)).toEqual(first);
    expect(velocities(run(1.5, 8, 60))).not.toEqual(velocities(first));
  });

  it('follows a target that changes in mid-episode, with body and memory as they were', async () => {
    await velocity();
    const plain = run(0.5, 1, 200);
    begin(0.5);
    const before = cheetah.advance(80);
    cheetah.retarget(2.5, 'step');
    const after = cheetah.advance(120);
    expect(before).toEqual(plain.slice(0, 80));
    // Nothing is known of it at the next decision; only what that step was worth is another.
    expect(after[0]!.velocity).toBe(plain[80]!.velocity);
    expect(after[0]!.memory).toEqual(plain[80]!.memory);
    expect(after[0]!.isCleared).toBe(false);
    expect(after[0]!.scene.shapes.slice(4)).toEqual(plain[80]!.scene.shapes.slice(4));
    const now = after[0]!.velocity;
    expect(after[0]!.reward - plain[80]!.reward).toBeCloseTo(
      Math.abs(now - 0.5) - Math.abs(now - 2.5),
      5,
    );
    expect(error(after, 60)).toBeLessThan(0.2);
    // In the next episode it is the target still.
    const late = cheetah.advance(100);
    expect(late.every(({ episode, target }) => episode === 1 && target === 2.5)).toBe(true);
    expect(late.reduce((sum, { reward }) => sum + reward, 0)).toBeGreaterThan(-100);
  });

  it('seldom brakes: a body that must slow down from a run was never met in training', async () => {
    await velocity();
    begin(2.2);
    cheetah.advance(80);
    cheetah.retarget(0.1, 'step');
    expect(error(cheetah.advance(120), 60)).toBeGreaterThan(1);
  });

  it('is misled by what it remembers where the target changes between episodes, unless it is wiped', async () => {
    await open('half-cheetah/direction-v0');
    const speed = (wipeMemory: boolean) => {
      cheetah.begin({ target: -1, seed: 1, wipeMemory });
      cheetah.advance(150);
      cheetah.retarget(1, 'episode');
      const rest = cheetah.advance(50);
      expect(rest.every((moment) => moment.target === -1 && moment.velocity < 0)).toBe(true);
      const next = cheetah.advance(120);
      expect(next.every((moment) => moment.target === 1)).toBe(true);
      expect(next[0]!.isCleared).toBe(wipeMemory);
      return velocities(next.slice(-60)).reduce((sum, value) => sum + value, 0) / 60;
    };
    expect(speed(false)).toBeLessThan(0);
    expect(speed(true)).toBeGreaterThan(2);
  });

  it('wipes between episodes from when it is asked to', async () => {
    await velocity();
    begin(1.5);
    cheetah.advance(100);
    cheetah.wipeBetweenEpisodes(true);
    const cleared = cheetah.advance(102).map(({ isCleared }) => isCleared);
    expect(cleared.indexOf(true)).toBe(100);
    expect(cleared.filter(Boolean).length).toBe(1);
  });

  it('remembers what it did at its first decision when it has been wiped: nothing', async () => {
    await velocity();
    const plain = run(1.5, 1, 60);
    begin(1.5);
    cheetah.advance(50);
    cheetah.wipe();
    const [wiped, next] = cheetah.advance(2);
    expect(wiped!.isCleared).toBe(true);
    expect(wiped!.memory).toEqual(plain[0]!.memory);
    expect(wiped!.memory).not.toEqual(plain[50]!.memory);
    expect(next!.isCleared).toBe(false);
    expect(next!.memory).not.toEqual(wiped!.memory);
  });

  it('keeps its memory between the two episodes, and loses it at the end of the second', async () => {
    await velocity();
    const moments = run(1.5, 1, 402);
    const cleared = moments.flatMap(({ isCleared }, step) => (isCleared ? [step] : []));
    expect(cleared).toEqual([0, 400]);
    expect(moments[200]).toMatchObject({ episode: 1, step: 0 });
    expect(moments[401]).toMatchObject({ episode: 0, step: 1, target: 1.5 });
  });

  it('says what is missing', () => {
    const unopened = new Cheetah();
    expect(() => unopened.begin({ target: 1, seed: 1, wipeMemory: false })).toThrow(
      'call open first',
    );
    expect(() => unopened.advance(1)).toThrow('call begin first');
  });
});
