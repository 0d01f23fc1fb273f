import type { Scene, Shape } from '../../core/scene.js';

export interface SceneRowOptions {
  /** Between neighbours, in the scenes' units. */
  readonly gap: number;
  /** A line of text above each scene. */
  readonly captions?: readonly string[];
  /** Room for that line, in the scenes' units; 1 by default. */
  readonly captionHeight?: number;
}

/** Height of a caption's letters as a share of its room. */
const CAPTION_SIZE = 0.62;

/** Small pictures side by side as one scene: for example the K episodes of a meta-episode. */
export function sceneRow(scenes: readonly Scene[], options: SceneRowOptions): Scene {
  const { gap, captions, captionHeight = 1 } = options;
  const top = captions ? captionHeight : 0;
  const shapes: Shape[] = [];
  let x = 0;
  scenes.forEach((scene, index) => {
    if (index > 0) x += gap;
    const text = captions?.[index];
    const size = CAPTION_SIZE * captionHeight;
    if (text) shapes.push({ kind: 'label', role: 'text', x, y: 0, text, size });
    for (const shape of scene.shapes) shapes.push(moved(shape, x, top));
    x += scene.width;
  });
  const height = top + Math.max(0, ...scenes.map((scene) => scene.height));
  return { width: x, height, shapes };
}

/** Pictures one below the other as one scene, `gap` units apart. */
export function sceneColumn(scenes: readonly Scene[], { gap }: { readonly gap: number }): Scene {
  const shapes: Shape[] = [];
  let y = 0;
  scenes.forEach((scene, index) => {
    if (index > 0) y += gap;
    for (const shape of scene.shapes) shapes.push(moved(shape, 0, y));
    y += scene.height;
  });
  return { width: Math.max(0, ...scenes.map((scene) => scene.width)), height: y, shapes };
}

function moved(shape: Shape, byX: number, byY: number): Shape {
  if (shape.kind === 'line') {
    return { ...shape, points: shape.points.map(([x, y]) => [x + byX, y + byY] as const) };
  }
  return { ...shape, x: shape.x + byX, y: shape.y + byY };
}
