import type { Scene, Shape } from '../../core/scene.js';
import { CHEESE_FIGURE, MOUSE_FIGURE, SVG_STYLE } from './svg-figures.js';

export interface SvgOptions {
  /** What the picture shows, for those who cannot see it. */
  readonly title: string;
  /** Size of one of the scene's units. */
  readonly pixelsPerUnit: number;
  /** For a file of its own: a ground behind the scene, and a broad margin. Without it the page shows through. */
  readonly background?: boolean;
}

/** Room around the scene, in its units, or as a share of its width where there is a ground behind it. */
const MARGIN = 0.1;
const BROAD_MARGIN = 0.025;

/**
 * A scene as a stand-alone SVG picture, which can also be put into a page as it is. Colours follow
 * the CSS variables `--moving-cheese-wall`, `-floor`, `-path`, `-ground`, …, and without them the reader's choice
 * of light or dark.
 *
 * @example
 * const picture = sceneToSvg(env.scene()!, { title: 'GridNavi', pixelsPerUnit: 32 });
 */
export function sceneToSvg(scene: Scene, options: SvgOptions): string {
  const { title, pixelsPerUnit, background = false } = options;
  const margin = background ? BROAD_MARGIN * scene.width : MARGIN;
  const width = scene.width + 2 * margin;
  const height = scene.height + 2 * margin;
  const corner = short(-margin);
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" class="moving-cheese" role="img"',
    ` viewBox="${corner} ${corner} ${short(width)} ${short(height)}"`,
    ` width="${Math.round(width * pixelsPerUnit)}" height="${Math.round(height * pixelsPerUnit)}">`,
    `<title>${escaped(title)}</title><style>${SVG_STYLE}</style>`,
    background
      ? `<rect class="ground" x="${corner}" y="${corner}" width="100%" height="100%"/>`
      : '',
    ...scene.shapes.map(toSvg),
    '</svg>',
  ].join('');
}

function toSvg(shape: Shape): string {
  switch (shape.kind) {
    case 'rectangle':
      return rectangle(shape);
    case 'circle':
      return circle(shape);
    case 'line':
      return line(shape);
    case 'label': {
      // A label's place is its top left corner; SVG wants the baseline.
      const y = short(shape.y + 0.85 * shape.size);
      const place = `x="${short(shape.x)}" y="${y}" font-size="${short(shape.size)}"`;
      return `<text class="text" ${place} font-family="system-ui,sans-serif">${escaped(shape.text)}</text>`;
    }
  }
}

function rectangle({ role, x, y, width, height }: Shape & { kind: 'rectangle' }): string {
  const inset = role === 'start' ? 0.16 : 0;
  const place = [
    `x="${short(x + inset)}" y="${short(y + inset)}"`,
    `width="${short(width - 2 * inset)}" height="${short(height - 2 * inset)}"`,
  ].join(' ');
  if (role === 'start') {
    return `<rect class="start" ${place} rx=".2" fill="none" stroke-width=".06" stroke-dasharray=".14 .1"/>`;
  }
  // The outline closes the seam between neighbouring walls, and rounds their corners.
  const finish = role === 'wall' ? 'stroke-width=".1" stroke-linejoin="round"' : 'rx=".12"';
  return `<rect class="${role}" ${place} ${finish}/>`;
}

function circle({ role, x, y, radius }: Shape & { kind: 'circle' }): string {
  const figure = role === 'mouse' ? MOUSE_FIGURE : role === 'cheese' ? CHEESE_FIGURE : undefined;
  const place = `${short(x)} ${short(y)}`;
  if (figure === undefined) {
    return `<circle class="${role}" cx="${short(x)}" cy="${short(y)}" r="${short(radius)}"/>`;
  }
  const strokes = 'fill="none" stroke-width=".08" stroke-linecap="round"';
  const outlined = figure.replaceAll(/class="mouse-(tail|whisker)"/g, `$& ${strokes}`);
  return `<g transform="translate(${place}) scale(${short(radius)})">${outlined}</g>`;
}

function line({ role, points, thickness }: Shape & { kind: 'line' }): string {
  const list = points.map(([x, y]) => `${short(x)},${short(y)}`).join(' ');
  const finish = `fill="none" stroke-width="${short(thickness)}" stroke-linecap="round" stroke-linejoin="round"`;
  const name = role === 'path' ? 'path' : `${role}-line`;
  const drawn = `<polyline class="${name}" points="${list}" ${finish}/>`;
  return role === 'path' ? drawn + arrows(points, thickness) : drawn;
}

/** Arrowheads in the middle of steps, so that the direction of a path shows. */
function arrows(points: readonly (readonly [number, number])[], thickness: number): string {
  const size = 1.5 * thickness;
  return points
    .slice(1)
    .map(([x, y], index) => {
      const [fromX, fromY] = points[index]!;
      const length = Math.hypot(x - fromX, y - fromY);
      if (length < 0.5 || index % 2 === 1) return '';
      const alongX = (size * (x - fromX)) / length;
      const alongY = (size * (y - fromY)) / length;
      const [midX, midY] = [(x + fromX) / 2, (y + fromY) / 2];
      const corners = [
        [midX + alongX, midY + alongY],
        [midX - alongX - alongY, midY - alongY + alongX],
        [midX - alongX + alongY, midY - alongY - alongX],
      ];
      const list = corners.map((corner) => corner.map((value) => short(value)).join()).join(' ');
      return `<polygon class="arrow" points="${list}"/>`;
    })
    .join('');
}

/** At most three decimals: pictures are written into pages and reports. */
function short(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
