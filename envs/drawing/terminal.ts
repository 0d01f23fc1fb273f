import type { Role, Scene, Shape } from '../../core/scene.js';

export interface TextOptions {
  /** ANSI colours and emoji; otherwise plain ASCII. */
  readonly colour: boolean;
}

/** What two characters show of a cell. */
interface Glyph {
  readonly plain: string;
  readonly emoji: string;
  /** Parameters of the ANSI sequence that sets the colours. */
  readonly ansi: string;
}

const FLOOR = '48;5;230';

const GLYPHS: { readonly [role in Exclude<Role, 'text'>]: Glyph } = {
  floor: { plain: ' .', emoji: '  ', ansi: FLOOR },
  wall: { plain: '##', emoji: '  ', ansi: '48;5;60' },
  start: { plain: ' o', emoji: '◌ ', ansi: `${FLOOR};38;5;137` },
  path: { plain: ' *', emoji: '• ', ansi: `${FLOOR};38;5;166` },
  cheese: { plain: ' C', emoji: '🧀', ansi: FLOOR },
  mouse: { plain: ' M', emoji: '🐭', ansi: FLOOR },
  body: { plain: ' @', emoji: '  ', ansi: '48;5;103' },
  target: { plain: ' x', emoji: '  ', ansi: '48;5;29' },
};

const BLANK: Glyph = { plain: '  ', emoji: '  ', ansi: '' };

/** A mouse that stands on a cheese. */
const FOUND: Glyph = { plain: 'MC', emoji: '🐭', ansi: '48;5;220' };

/**
 * A scene as lines of text, two characters for a square unit. With `colour` the mouse and the cheese
 * are emoji on coloured cells, else plain ASCII: `M` and `C` (`MC` when the mouse has it), `##` walls,
 * `o` the start, `*` the path.
 *
 * @example
 * console.log(sceneToText(env.scene()!, { colour: process.stdout.isTTY }));
 */
export function sceneToText(scene: Scene, { colour }: TextOptions): string {
  const columns = Math.ceil(scene.width);
  const rows = Math.ceil(scene.height);
  const cells: Glyph[] = Array<Glyph>(columns * rows).fill(BLANK);
  const texts: (string | undefined)[] = Array(rows).fill(undefined);
  const paint = (x: number, y: number, role: Role) => {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (role === 'text' || column < 0 || column >= columns || row < 0 || row >= rows) return;
    const place = row * columns + column;
    const isFound = role === 'mouse' && cells[place] === GLYPHS.cheese;
    cells[place] = isFound ? FOUND : GLYPHS[role];
  };
  for (const shape of scene.shapes) {
    if (shape.kind === 'label') {
      const row = Math.floor(shape.y);
      if (row >= 0 && row < rows) {
        const before = texts[row] === undefined ? '' : `${texts[row]} `;
        texts[row] = before.padEnd(Math.floor(shape.x) * 2) + shape.text;
      }
    } else {
      for (const [x, y] of placesOf(shape)) paint(x, y, shape.role);
    }
  }
  return texts
    .map((text, row) => {
      if (text !== undefined) return text;
      const line = cells.slice(row * columns, (row + 1) * columns);
      return colour
        ? coloured(line)
        : line
            .map(({ plain }) => plain)
            .join('')
            .trimEnd();
    })
    .join('\n');
}

/** Points in every unit square that a shape is drawn in. */
function placesOf(shape: Exclude<Shape, { kind: 'label' }>): (readonly [number, number])[] {
  if (shape.kind === 'circle') return [[shape.x, shape.y]];
  if (shape.kind === 'rectangle') {
    const places: (readonly [number, number])[] = [];
    for (let y = Math.floor(shape.y); y < shape.y + shape.height; y++) {
      for (let x = Math.floor(shape.x); x < shape.x + shape.width; x++) places.push([x, y]);
    }
    return places;
  }
  return shape.points.flatMap(([x, y], index) => {
    const [fromX, fromY] = shape.points[Math.max(0, index - 1)]!;
    const steps = Math.max(1, Math.ceil(Math.hypot(x - fromX, y - fromY)));
    return Array.from({ length: steps }, (_, step) => {
      const share = (step + 1) / steps;
      return [fromX + share * (x - fromX), fromY + share * (y - fromY)] as const;
    });
  });
}

/** A line of cells, changing colour only where it changes. */
function coloured(line: readonly Glyph[]): string {
  let text = '';
  let present = '';
  for (const { emoji, ansi } of line) {
    if (ansi !== present) text += ansi === '' ? '\x1b[0m' : `\x1b[0;${ansi}m`;
    text += emoji;
    present = ansi;
  }
  return present === '' ? text.trimEnd() : `${text}\x1b[0m`;
}
