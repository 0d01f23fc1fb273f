import type { Scene, Shape } from '../../core/scene.js';
import { traceScene } from '../drawing/trace.js';
import { layoutOf, type Place } from './layout.js';
import type { MazeConfiguration, MazeTask } from './schema.js';

/**
 * A maze as shapes, one unit a cell: floor, walls, the start, the cheeses, and the mouse where it is.
 * Without a task there is no cheese, without a mouse none is drawn.
 */
export function mazeScene(
  { width, height, walls, start }: MazeConfiguration,
  task: MazeTask | undefined,
  mouse: Place | undefined,
): Scene {
  const shapes: Shape[] = [{ kind: 'rectangle', role: 'floor', x: 0, y: 0, width, height }];
  const [startX, startY] = task?.start ?? start;
  shapes.push({ kind: 'rectangle', role: 'start', x: startX, y: startY, width: 1, height: 1 });
  layoutOf(width, height, task?.walls ?? walls).free.forEach((isFree, cell) => {
    if (isFree === 1) return;
    const x = cell % width;
    const y = (cell - x) / width;
    shapes.push({ kind: 'rectangle', role: 'wall', x, y, width: 1, height: 1 });
  });
  const [mouseX, mouseY] = mouse ?? [-1, -1];
  let shift = 0;
  for (const { x, y } of task?.cheeses ?? []) {
    // Where both are in one cell, they make room for each other.
    const isFound = x === mouseX && y === mouseY;
    if (isFound) shift = 0.12;
    const [centreX, centreY] = isFound ? [x + 0.6, y + 0.6] : [x + 0.5, y + 0.5];
    shapes.push({ kind: 'circle', role: 'cheese', x: centreX, y: centreY, radius: 0.38 });
  }
  if (mouse) {
    const [centreX, centreY] = [mouseX + 0.5 - shift, mouseY + 0.5 - shift];
    shapes.push({ kind: 'circle', role: 'mouse', x: centreX, y: centreY, radius: 0.34 });
  }
  return { width, height, shapes };
}

/**
 * One episode as a picture: the way the mouse took, from the cells it was on, the first being the
 * start. It stands on the last. Throws `ArgumentError` when the path is empty.
 *
 * @example
 * const episodes = paths.map((path) => mazePathScene(configuration, task, path));
 * sceneToSvg(sceneRow(episodes, { gap: 1 }), { title: 'Three episodes', pixelsPerUnit: 24 });
 */
export function mazePathScene(
  configuration: MazeConfiguration,
  task: MazeTask | undefined,
  path: readonly Place[],
): Scene {
  return traceScene(path.map((cell) => mazeScene(configuration, task, cell)));
}
