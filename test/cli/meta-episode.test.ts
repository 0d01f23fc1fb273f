import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Recording } from '../../agents/index.js';
import { metaEpisodeSvg } from '../../cli/picture.js';
import { animateMetaEpisode, metaEpisodeText } from '../../cli/terminal/meta-episode.js';
import type { Scene } from '../../core/index.js';

/** A stream that keeps what is written to it. */
function terminal(rows: number, columns: number, isTTY = true) {
  const written: string[] = [];
  const stream = {
    ...{ rows, columns, isTTY },
    write: (text: string) => written.push(text) > 0,
  } as unknown as NodeJS.WriteStream;
  return { stream, written };
}

function recording(steps: number, film?: Recording['film']): Recording {
  const frame = (step: number): Scene => ({
    width: 20,
    height: 2,
    shapes: [
      { kind: 'rectangle', role: 'floor', x: 0, y: 0, width: 20, height: 2 },
      { kind: 'circle', role: 'mouse', x: Math.min(19.5, step), y: 0.5, radius: 0.4 },
    ],
  });
  const episode = {
    frames: Array.from({ length: steps + 1 }, (_, step) => frame(step)),
    rewards: Array<number>(steps).fill(0.5),
    return: steps / 2,
  };
  return { task: {}, episodes: [episode, episode], ...(film && { film }) };
}

const film = { secondsPerStep: 0.05 };
/** So fast that an episode has only one frame. */
const AT_ONCE = 1e6;

describe('the still picture', () => {
  it('of a film has as many moments as the terminal is wide, none of them the start', () => {
    const { stream } = terminal(50, 100, false);
    const text = metaEpisodeText(recording(200, film), stream);
    expect(text).toMatch(/^episode 1, step 50, 2\.5 s +episode 1, step 200, 10 s\n/);
    expect(text).toContain('episode 2, step 200, 10 s');
    expect(text).not.toContain('start');
    expect(text).not.toContain('*');
    expect(
      text.endsWith('episode 1: 200 steps, return 100.0\nepisode 2: 200 steps, return 100.0'),
    ).toBe(true);
    const narrow = metaEpisodeText(recording(200, film), terminal(50, 40, false).stream);
    expect(narrow.match(/step \d+,/g)).toEqual(['step 200,', 'step 200,']);
  });

  it('of anything else is the way taken', () => {
    const text = metaEpisodeText(recording(10), terminal(50, 100, false).stream);
    expect(text).toMatch(/^episode 1 +episode 2\n/);
    expect(text).toContain('* * * *');
  });

  it('is missing where nothing is drawn, which is said', () => {
    const { episodes, task } = recording(3);
    const blank = { task, episodes: episodes.map((each) => ({ ...each, frames: [] })) };
    expect(metaEpisodeText(blank, terminal(50, 100).stream)).toContain('does not draw itself');
  });
});

describe('the animation', () => {
  it('of a film shows one episode at a time, and erases what it drew', async () => {
    const { stream, written } = terminal(50, 100);
    await animateMetaEpisode(recording(200, film), stream, AT_ONCE);
    const [first, next, erasing, still] = written.map(stripVTControlCharacters);
    expect(first).toMatch(/^episode 1, start\n/);
    expect(next).toMatch(/^\r?episode 2, start\n/);
    expect(erasing?.trim()).toBe('');
    expect(still).toContain('episode 1, step 50, 2.5 s');
    const [, second = '', erased = ''] = written;
    expect(second.startsWith('\x1b[3A\r')).toBe(true);
    expect(second.split('\x1b[K\n')).toHaveLength(4);
    expect(erased).toBe('\x1b[3A\r\x1b[J');
  });

  it('leaves frames out rather than draw more often than can be seen', async () => {
    const { stream, written } = terminal(50, 100);
    // A step lasts 10 ms, so four of them are one frame.
    await animateMetaEpisode(recording(8, film), stream, 5);
    expect(written.slice(0, 3).map((text) => /(start|step \d+)/.exec(text)?.[0])).toEqual([
      'start',
      'step 4',
      'step 8',
    ]);
  });

  it.each([
    ['in a terminal that is too low', terminal(3, 100)],
    ['where there is no terminal', terminal(50, 100, false)],
  ])('is left out %s', async (_, { stream, written }) => {
    await animateMetaEpisode(recording(200, film), stream, AT_ONCE);
    expect(written.filter((text) => text.includes('start'))).toEqual([]);
    expect(written.at(-1)).toContain('episode 2, step 200');
  });
});

describe('the picture file', () => {
  it('is a film strip or a trace, with a line about each episode', () => {
    const strip = metaEpisodeSvg(recording(200, film), 'A & B');
    expect(strip).toContain('<title>A &amp; B</title>');
    expect(strip).toContain('episode 2: 200 steps, return 100.0');
    expect(strip.match(/>step \d+, [\d.]+ s</g)).toHaveLength(18);
    expect(strip).not.toContain('class="path"');
    const trace = metaEpisodeSvg(recording(10), 'trace');
    expect(trace.match(/<polyline class="path"/g)).toHaveLength(2);
    expect(trace).not.toMatch(/>step/);
  });

  it('keeps captions apart where scenes are narrow', () => {
    const { task, episodes } = recording(10);
    const narrow = episodes.map((each) => ({
      ...each,
      frames: each.frames.map((scene) => ({ ...scene, width: 2, shapes: [] })),
    }));
    const svg = metaEpisodeSvg({ task, episodes: narrow }, 'narrow');
    const places = [...svg.matchAll(/<text class="text" x="([\d.]+)"/g)].map(([, x]) => Number(x));
    expect(places[1]! - places[0]!).toBeGreaterThan(
      0.3 * 'episode 1: 10 steps, return 5.000'.length,
    );
  });
});
