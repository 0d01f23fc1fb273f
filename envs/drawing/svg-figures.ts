/** Figures around (0, 0) with radius 1, to be scaled and moved; coloured by the classes of the style. */

/** A wedge of cheese, seen from the side and a little from above. */
export const CHEESE_FIGURE = [
  '<path class="cheese-top" d="M-1 .02 .3-.74Q.9-.66 1 .02Z"/>',
  '<path class="cheese-side" d="M-1 .02H1V.6Q1 .72.88.72H-.88Q-1 .72-1 .6Z"/>',
  '<g class="cheese-hole"><circle cx="-.46" cy=".36" r=".19"/><circle cx=".14" cy=".5" r=".12"/>',
  '<circle cx=".58" cy=".28" r=".16"/><ellipse cx=".34" cy="-.34" rx=".2" ry=".11"/></g>',
].join('');

/** A mouse's head, with a tail behind it. */
export const MOUSE_FIGURE = [
  '<path class="mouse-tail" d="M.45.6Q1.25.95 1.12.1"/>',
  '<g class="mouse-ear"><circle cx="-.58" cy="-.56" r=".42"/><circle cx=".58" cy="-.56" r=".42"/></g>',
  '<g class="mouse-pink"><circle cx="-.58" cy="-.56" r=".24"/><circle cx=".58" cy="-.56" r=".24"/></g>',
  '<path class="mouse-face" d="M0 .96C-.5.84-.84.42-.78-.06-.7-.52-.36-.72 0-.72S.7-.52.78-.06C.84.42.5.84 0 .96Z"/>',
  '<g class="mouse-eye"><circle cx="-.3" cy=".04" r=".12"/><circle cx=".3" cy=".04" r=".12"/></g>',
  '<path class="mouse-whisker" d="M-.28.5-.98.34M-.28.58-.94.68M.28.5.98.34M.28.58.94.68"/>',
  '<ellipse class="mouse-pink" cx="0" cy=".52" rx=".17" ry=".13"/>',
].join('');

/**
 * Colours for light and dark surroundings. A page that has a switch of its own sets the variables;
 * otherwise the reader's preference decides.
 */
const COLOURS = {
  ground: ['#fffdf8', '#1b1a21'],
  floor: ['#f7f0e3', '#34323e'],
  wall: ['#5c5470', '#8d86a3'],
  start: ['#b9a98b', '#7c7566'],
  path: ['#c2553a', '#ff9d73'],
  body: ['#5c5470', '#c9c3dc'],
  target: ['#2f8f6b', '#58c99f'],
  text: ['#3b3647', '#e8e4f0'],
  'cheese-top': ['#ffd95a', '#ffd95a'],
  'cheese-side': ['#f5b62e', '#f0ae25'],
  'cheese-hole': ['#d18f12', '#c07f0a'],
  mouse: ['#8b8f9c', '#a9adba'],
  'mouse-dark': ['#5f6370', '#4a4d59'],
  'mouse-pink': ['#f4a9b5', '#f4a9b5'],
} as const;

const colour = (name: keyof typeof COLOURS, mode: 0 | 1) =>
  `var(--moving-cheese-${name},${COLOURS[name][mode]})`;

function rules(mode: 0 | 1): string {
  const fill = (selector: string, name: keyof typeof COLOURS) =>
    `.moving-cheese .${selector}{fill:${colour(name, mode)}}`;
  const stroke = (selector: string, name: keyof typeof COLOURS) =>
    `.moving-cheese .${selector}{stroke:${colour(name, mode)}}`;
  return [
    fill('ground', 'ground'),
    fill('floor', 'floor'),
    fill('wall', 'wall') + stroke('wall', 'wall') + stroke('wall-line', 'wall'),
    stroke('start', 'start'),
    stroke('path', 'path') + fill('arrow', 'path'),
    fill('body', 'body') + stroke('body-line', 'body'),
    fill('target', 'target') + stroke('target-line', 'target'),
    fill('text', 'text'),
    fill('cheese-top', 'cheese-top'),
    fill('cheese-side', 'cheese-side'),
    fill('cheese-hole', 'cheese-hole'),
    fill('mouse-face', 'mouse') + fill('mouse-ear', 'mouse') + stroke('mouse-tail', 'mouse'),
    fill('mouse-eye', 'mouse-dark') + stroke('mouse-whisker', 'mouse-dark'),
    fill('mouse-pink', 'mouse-pink'),
  ].join('');
}

/** The style sheet of a picture. */
export const SVG_STYLE = `${rules(0)}@media(prefers-color-scheme:dark){${rules(1)}}`;
