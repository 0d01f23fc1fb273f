import { expect, test } from 'vitest';
import { randomStream } from '../../core/random.js';
import {
  type MazeConfiguration,
  type MazeTask,
  mazeFamily,
  mazePathScene,
  mazeScene,
  replay,
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
