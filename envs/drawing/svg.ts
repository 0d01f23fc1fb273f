import type { Scene } from '../../core/scene.js';
import { type SvgElement, short, svgElements } from './svg-elements.js';
import { SVG_STYLE } from './svg-figures.js';

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
    ...scene.shapes.flatMap(svgElements).map(written),
    '</svg>',
  ].join('');
}

function written({ name, attributes, text, markup }: SvgElement): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  const content = markup ?? (text === undefined ? undefined : escaped(text));
  const end = content === undefined ? '/>' : `>${content}</${name}>`;
  return `<${name}${list.join('')}${end}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
