import type { Shape } from '../../core/scene.js';
import { CHEESE_FIGURE, MOUSE_FIGURE } from './svg-figures.js';

/** An element of SVG as data, for whoever writes it as text or keeps it in a page. */
export interface SvgElement {
  readonly name: 'rect' | 'circle' | 'g' | 'polyline' | 'polygon' | 'text';
  readonly attributes: { readonly [name: string]: string };
  /** What it reads, not escaped. */
  readonly text?: string;
  /** What it holds, as SVG. */
  readonly markup?: string;
}

/** A shape as SVG shows it, in the scene's units, coloured by classes of `SVG_STYLE`. */
export function svgElements(shape: Shape): readonly SvgElement[] {
  switch (shape.kind) {
    case 'rectangle':
      return [rectangle(shape)];
    case 'circle':
      return [circle(shape)];
    case 'line':
      return line(shape);
    case 'label':
      return [label(shape)];
  }
}

/** At most three decimals: pictures are written into pages and reports. */
export function short(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

function rectangle({ role, x, y, width, height }: Shape & { kind: 'rectangle' }): SvgElement {
  const inset = role === 'start' ? 0.16 : 0;
  const place = {
    x: short(x + inset),
    y: short(y + inset),
    width: short(width - 2 * inset),
    height: short(height - 2 * inset),
  };
  if (role === 'start') {
    const outline = { fill: 'none', 'stroke-width': '.06', 'stroke-dasharray': '.14 .1' };
    return { name: 'rect', attributes: { class: 'start', ...place, rx: '.2', ...outline } };
  }
  // The outline closes the seam between neighbouring walls, and rounds their corners.
  const finish =
    role === 'wall' ? { 'stroke-width': '.1', 'stroke-linejoin': 'round' } : { rx: '.12' };
  return { name: 'rect', attributes: { class: role, ...place, ...finish } };
}

function circle({ role, x, y, radius }: Shape & { kind: 'circle' }): SvgElement {
  const figure = role === 'mouse' ? MOUSE_FIGURE : role === 'cheese' ? CHEESE_FIGURE : undefined;
  if (figure === undefined) {
    const place = { cx: short(x), cy: short(y), r: short(radius) };
    return { name: 'circle', attributes: { class: role, ...place } };
  }
  const strokes = 'fill="none" stroke-width=".08" stroke-linecap="round"';
  return {
    name: 'g',
    attributes: { transform: `translate(${short(x)} ${short(y)}) scale(${short(radius)})` },
    markup: figure.replaceAll(/class="mouse-(tail|whisker)"/g, `$& ${strokes}`),
  };
}

function line({ role, points, thickness }: Shape & { kind: 'line' }): readonly SvgElement[] {
  const drawn: SvgElement = {
    name: 'polyline',
    attributes: {
      class: role === 'path' ? 'path' : `${role}-line`,
      points: points.map(([x, y]) => `${short(x)},${short(y)}`).join(' '),
      ...{ fill: 'none', 'stroke-width': short(thickness) },
      ...{ 'stroke-linecap': 'round', 'stroke-linejoin': 'round' },
    },
  };
  return role === 'path' ? [drawn, ...arrows(points, thickness)] : [drawn];
}

/** Arrowheads in the middle of steps, so that the direction of a path shows. */
function arrows(
  points: readonly (readonly [number, number])[],
  thickness: number,
): readonly SvgElement[] {
  const size = 1.5 * thickness;
  return points.slice(1).flatMap(([x, y], index) => {
    const [fromX, fromY] = points[index]!;
    const length = Math.hypot(x - fromX, y - fromY);
    if (length < 0.5 || index % 2 === 1) return [];
    const alongX = (size * (x - fromX)) / length;
    const alongY = (size * (y - fromY)) / length;
    const [midX, midY] = [(x + fromX) / 2, (y + fromY) / 2];
    const corners = [
      [midX + alongX, midY + alongY],
      [midX - alongX - alongY, midY - alongY + alongX],
      [midX - alongX + alongY, midY - alongY - alongX],
    ];
    const list = corners.map((corner) => corner.map((value) => short(value)).join()).join(' ');
    return [{ name: 'polygon', attributes: { class: 'arrow', points: list } }];
  });
}

function label({ x, y, text, size }: Shape & { kind: 'label' }): SvgElement {
  // A label's place is its top left corner; SVG wants the baseline.
  const place = { x: short(x), y: short(y + 0.85 * size), 'font-size': short(size) };
  return {
    name: 'text',
    attributes: { class: 'text', ...place, 'font-family': 'system-ui,sans-serif' },
    text,
  };
}
