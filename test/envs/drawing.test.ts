import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../core/errors.js';
import { randomStream } from '../../core/random.js';
import type { Scene } from '../../core/scene.js';
import {
  filmCaption,
  filmMoments,
  filmStrip,
  type MazeConfiguration,
  type MazeTask,
  mazeFamily,
  mazePathScene,
  mazeScene,
  replay,
  sceneColumn,
  sceneRow,
  sceneToSvg,
  sceneToText,
  traceScene,
} from '../../envs/index.js';

const configuration: MazeConfiguration = {
  width: 4,
  height: 3,
  start: [0, 0],
  walls: ['....', '.##.', '....'],
  stepReward: 0,
  stay: false,
  terminal: true,
  observation: { kind: 'position' },
};
const task: MazeTask = { cheeses: [{ x: 3, y: 2, reward: 1 }] };
const plain = { colour: false };

test('plain text of a maze', () => {
  expect(sceneToText(mazeScene(configuration, task, [1, 0]), plain)).toBe(
    [' o M . .', ' .#### .', ' . . . C'].join('\n'),
  );
  expect(sceneToText(mazeScene(configuration, undefined, undefined), plain)).toBe(
    [' o . . .', ' .#### .', ' . . . .'].join('\n'),
  );
});

test('coloured text uses emoji, and stands on the cheese', () => {
  const searching = sceneToText(mazeScene(configuration, task, [1, 0]), { colour: true });
  expect(searching).toContain('🐭');
  expect(searching).toContain('🧀');
  expect(searching.endsWith('\x1b[0m')).toBe(true);
  expect(sceneToText(mazeScene(configuration, task, [3, 2]), plain)).toContain('MC');
});

test('a meta-episode as small pictures side by side', () => {
  const found = [
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 0],
    [3, 1],
    [3, 2],
  ] as const;
  const lost = found.slice(0, 2);
  const scenes = [lost, found].map((path) => mazePathScene(configuration, task, path));
  const row = sceneRow(scenes, { gap: 1, captions: ['one', 'two'] });
  expect(row.width).toBe(9);
  expect(row.height).toBe(4);
  expect(sceneToText(row, plain)).toBe(
    ['one       two', ' * M . .   * * * *', ' .#### .   .#### *', ' . . . C   . . .MC'].join('\n'),
  );
});

test('replaying actions draws what was played, to the episode’s end', () => {
  const family = mazeFamily(configuration);
  const actions = [[1], [1, 1, 1, 2, 2, 0, 0]];
  const scenes = replay({ family, task, rng: randomStream(1), actions });
  const paths = [
    mazePathScene(configuration, task, [
      [0, 0],
      [1, 0],
    ]),
    mazePathScene(configuration, task, [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [3, 1],
      [3, 2],
    ]),
  ];
  expect(scenes).toEqual(paths);
  expect(() => traceScene([])).toThrow('must be at least one');
});

test('SVG is well formed, escapes its title and holds every shape', () => {
  const scene = mazePathScene(configuration, task, [
    [0, 0],
    [1, 0],
  ]);
  const svg = sceneToSvg(sceneRow([scene], { gap: 0, captions: ['a & b'] }), {
    title: 'K < 2',
    pixelsPerUnit: 10,
  });
  expect(svg).toContain('<title>K &lt; 2</title>');
  expect(svg).toContain('a &amp; b');
  expect(svg.match(/class="wall"/g)).toHaveLength(2);
  expect(svg).toContain('class="cheese-top"');
  expect(svg).toContain('class="mouse-face"');
  expect(svg).toContain('<polyline class="path"');
  expect(svg).not.toMatch(/NaN|undefined/);
  const opened = svg.match(/<[a-z]+[^>]*[^/]>/g)?.length;
  expect(svg.match(/<\/[a-z]+>/g)).toHaveLength(opened ?? 0);
});

describe('film strips', () => {
  const shot = (step: number): Scene => ({
    width: 8,
    height: 3,
    shapes: [{ kind: 'circle', role: 'body', x: 1 + step / 10, y: 1, radius: 0.5 }],
  });
  const shots = (steps: number) => Array.from({ length: steps + 1 }, (_, step) => shot(step));
  const texts = ({ shapes }: Scene) =>
    shapes.flatMap((shape) => (shape.kind === 'label' ? [shape.text] : []));

  test('moments are closer together at the beginning, hold both ends and never repeat', () => {
    expect(filmMoments(200, 5)).toEqual([0, 13, 50, 113, 200]);
    expect(filmMoments(3, 10)).toEqual([0, 1, 2, 3]);
    expect(filmMoments(0, 10)).toEqual([0]);
    const moments = filmMoments(200, 10);
    const gaps = moments.slice(1).map((step, i) => step - moments[i]!);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    expect(moments.filter((step) => step <= 50).length).toBeGreaterThanOrEqual(5);
  });

  test('frames stand in rows, each below its step and time', () => {
    const strip = filmStrip(shots(50), { secondsPerStep: 0.05, frames: 5, columns: 3 });
    expect(texts(strip)).toEqual([
      'start',
      'step 3, 0.15 s',
      'step 13, 0.65 s',
      'step 28, 1.4 s',
      'step 50, 2.5 s',
    ]);
    const bodies = strip.shapes.filter((shape) => shape.kind === 'circle');
    const pitch = 8 + 8 / 24;
    expect(bodies.map(({ x }) => Number(x.toFixed(6)))).toEqual(
      [1, 1.3 + pitch, 2.3 + 2 * pitch, 3.8, 6 + pitch].map((x) => Number(x.toFixed(6))),
    );
    expect(new Set(bodies.map(({ y }) => y)).size).toBe(2);
    expect(strip.width).toBeCloseTo(3 * 8 + 2 * (8 / 24));
    expect(strip.height).toBeCloseTo(2 * (3 + 8 / 9) + 8 / 10);
  });

  test('an episode of one frame is a film too', () => {
    expect(texts(filmStrip(shots(0), { secondsPerStep: 1 }))).toEqual(['start']);
    expect(filmCaption(141, 0.05)).toBe('step 141, 7.05 s');
  });

  test('what cannot be a film is refused', () => {
    expect(() => filmStrip([], { secondsPerStep: 1 })).toThrow('must be at least one');
    expect(() => filmStrip(shots(3), { secondsPerStep: 1, columns: 0 })).toThrow(ArgumentError);
    expect(() => filmStrip(shots(3), { secondsPerStep: 1, frames: 1 })).toThrow(
      'must be an integer of at least 2; received 1',
    );
    expect(() => filmMoments(2.5, 4)).toThrow(ArgumentError);
  });

  test('a column is as wide as its widest scene', () => {
    const column = sceneColumn([shot(0), { width: 3, height: 1, shapes: [] }], { gap: 2 });
    expect(column).toMatchObject({ width: 8, height: 6 });
    expect(sceneColumn([], { gap: 2 })).toEqual({ width: 0, height: 0, shapes: [] });
  });
});

test('a picture file brings its own ground, a picture in a page does not', () => {
  const scene = mazeScene(configuration, task, [1, 0]);
  const options = { title: 'maze', pixelsPerUnit: 10 };
  const file = sceneToSvg(scene, { ...options, background: true });
  expect(file).toMatch(/<\/style><rect class="ground" x="-0.1" y="-0.1" width="100%"/);
  expect(sceneToSvg(scene, options)).not.toContain('class="ground"');
});
