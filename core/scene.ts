/**
 * What an env looks like, as data: shapes in the scene's own units, origin top left, x to the right
 * and y down. The terminal, SVG and canvas all draw this same description.
 */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Painted in order: later shapes cover earlier ones. */
  readonly shapes: readonly Shape[];
}

/** What is known of a family whose episodes are best shown as films; see `Family.film`. */
export interface Film {
  /** How long a step takes in the world that is simulated, s; above 0. */
  readonly secondsPerStep: number;
}

/** What a shape stands for; each medium chooses colour and glyph by it. */
export type Role =
  | 'floor'
  | 'wall'
  | 'start'
  | 'mouse'
  | 'cheese'
  | 'path'
  | 'body'
  | 'target'
  | 'text';

export type Shape =
  | {
      readonly kind: 'rectangle';
      readonly role: Role;
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly kind: 'circle';
      readonly role: Role;
      readonly x: number;
      readonly y: number;
      readonly radius: number;
    }
  | {
      readonly kind: 'line';
      readonly role: Role;
      /** At least two points. */
      readonly points: readonly (readonly [x: number, y: number])[];
      readonly thickness: number;
    }
  | {
      readonly kind: 'label';
      readonly role: Role;
      /** Top left corner of the text. */
      readonly x: number;
      readonly y: number;
      readonly text: string;
      /** Height of the letters. */
      readonly size: number;
    };
