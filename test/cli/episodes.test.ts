import { describe, expect, it, test } from 'vitest';
import {
  columnsOf,
  episodeChoices,
  episodeList,
  episodeTable,
} from '../../cli/terminal/episodes.js';
import { widestLine } from '../../cli/terminal/text.js';
import { run, temporaryFolder } from './command-line.js';

const plain = (text: string) => text;
const tableOf = (episodes: number, columns: number) =>
  episodeTable({
    title: 'return',
    episodes,
    columns,
    soft: plain,
    rows: [
      {
        name: 'oracle',
        byEpisode: Array.from({ length: episodes }, (_, i) => `${i + 1}.50`),
        total: '9999',
        note: 'exact',
        style: plain,
      },
    ],
  });

describe('which episodes are shown', () => {
  test('all, then powers of two and the last, then fewer', () => {
    const choices = episodeChoices(100).map((shown) => shown.map((i) => i + 1));
    expect(choices[0]).toHaveLength(100);
    expect(choices[1]).toEqual([1, 2, 4, 8, 16, 32, 64, 100]);
    expect(choices[2]).toEqual([1, 4, 16, 64, 100]);
    expect(choices.at(-1)).toEqual([1, 100]);
  });

  test('each choice is smaller, and none shows an episode twice', () => {
    for (const count of [1, 2, 3, 4, 5, 16, 17, 64, 100]) {
      const choices = episodeChoices(count);
      const sizes = choices.map(({ length }) => length);
      expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => b - a));
      for (const shown of choices) {
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown.at(-1)).toBe(count - 1);
        expect(shown[0]).toBe(0);
      }
    }
  });
});

describe('a table of returns', () => {
  it('shows every episode where they fit', () => {
    expect(tableOf(4, 80)).toMatch(/episode 1 +episode 2 +episode 3 +episode 4 +total/);
    expect(tableOf(4, 80)).not.toContain('are shown');
  });

  it.each([60, 80, 120])('of 100 episodes fits %i columns, with their own values', (columns) => {
    const text = tableOf(100, columns);
    expect(widestLine(text)).toBeLessThanOrEqual(columns);
    const [header = '', row = ''] = text.split('\n');
    const shown = [...header.matchAll(/episode (\d+)/g)].map(([, episode]) => `${episode}.50`);
    expect(row.trim().split(/ +/)).toEqual(['oracle', ...shown, '9999', 'exact']);
    expect(text).toContain(`${shown.length} of 100 episodes are shown; --json prints all.`);
  });
});

test('a list names its episodes only where it leaves some out', () => {
  const values = Array.from({ length: 16 }, (_, i) => String(i + 1));
  expect(episodeList('steps', values.slice(0, 3), 40)).toBe('steps  1  2  3');
  expect(episodeList('steps', values, 45)).toBe('steps  1: 1  2: 2  4: 4  8: 8  16: 16');
});

test('a terminal says how wide it is, a file does not', () => {
  expect([columnsOf({ columns: 50 }), columnsOf({} as NodeJS.WriteStream)]).toEqual([50, 120]);
});

test('reference prints 100 episodes readably, and all of them as JSON', async () => {
  const folder = temporaryFolder();
  const words = ['reference', 'tabular-mdp/random-100-episodes-v0', '--tasks', '2'];
  const text = await run(words, folder.path);
  expect(text.code).toBe(0);
  expect(widestLine(text.stdout)).toBeLessThanOrEqual(120);
  expect(text.stdout).toMatch(/episode 1 +episode 2 .* episode 100 +total/);
  const json = await run([...words, '--json'], folder.path);
  for (const { returnByEpisode } of JSON.parse(json.stdout).references) {
    expect(returnByEpisode).toHaveLength(100);
  }
  folder.remove();
});
