import type { Scene, Shape } from '../../core/scene.js';

export interface SceneRowOptions {
  /** Between neighbours, in the scenes' units. */
  readonly gap: number;
  /** A line of text above each scene. */
  readonly captions?: readonly string[];
}

/** Room for a caption above a scene, and the height of its letters. */
const CAPTION_HEIGHT = 1;
const CAPTION_SIZE = 0.62;

/** Small pictures side by side as one scene: for example the K episodes of a meta-episode. */
export function sceneRow(scenes: readonly Scene[], { gap, captions }: SceneRowOptions): Scene {
  const top = captions ? CAPTION_HEIGHT : 0;
  const shapes: Shape[] = [];
  let x = 0;
  scenes.forEach((scene, index) => {
    if (index > 0) x += gap;
    const text = captions?.[index];
    if (text) shapes.push({ kind: 'label', role: 'text', x, y: 0, text, size: CAPTION_SIZE });
    for (const shape of scene.shapes) shapes.push(moved(shape, x, top));
    x += scene.width;
  });
  const height = top + Math.max(0, ...scenes.map((scene) => scene.height));
  return { width: x, height, shapes };
}

function moved(shape: Shape, byX: number, byY: number): Shape {
  if (shape.kind === 'line') {
    return { ...shape, points: shape.points.map(([x, y]) => [x + byX, y + byY] as const) };
  }
  return { ...shape, x: shape.x + byX, y: shape.y + byY };
}
