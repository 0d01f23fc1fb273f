import type { Problem } from '../schemas/problems.js';

/**
 * Every error this library raises on purpose. It says four things: the subject, the rule, the value
 * received and the remedy.
 */
export class MovingCheeseError extends Error {
  override name = 'MovingCheeseError';
}

/** What an error has to say. `received` is shown as JSON, shortened. */
export interface Complaint {
  /** What is wrong, for example `action of slot 3`. */
  readonly subject: string;
  /** What it must be, for example `must be an integer in [0, 5)`. */
  readonly rule: string;
  readonly received: unknown;
  /** What to do about it. */
  readonly remedy: string;
}

function sentence({ subject, rule, received, remedy }: Complaint): string {
  return `${subject} ${rule}; received ${show(received)}. ${remedy}`;
}

/** A value as it appears in a message: JSON, at most 120 characters. */
export function show(value: unknown): string {
  let text: string;
  if (value === undefined) text = 'nothing';
  else if (typeof value === 'number') text = showNumber(value);
  else if (typeof value === 'bigint') text = String(value);
  else if (typeof value === 'function') text = `a function${value.name && ` (${value.name})`}`;
  else if (ArrayBuffer.isView(value))
    text = `${value.constructor.name} of ${value.byteLength} bytes`;
  else {
    try {
      text = JSON.stringify(value, showSpecial) ?? String(value);
    } catch {
      text = String(value);
    }
  }
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** Numbers that JSON would lose: −0, infinities and NaN. */
function showNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function showSpecial(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? showNumber(value) : value;
}

/** An argument that breaks the contract of the function it was given to. */
export class ArgumentError extends MovingCheeseError {
  override name = 'ArgumentError';
  constructor(complaint: Complaint) {
    super(sentence(complaint));
  }
}

/** A call at the wrong moment, such as `step` after the episode's end. */
export class OrderError extends MovingCheeseError {
  override name = 'OrderError';
}

/** Data that does not match its schema. Lists every problem with its JSON pointer. */
export class InvalidDataError extends MovingCheeseError {
  override name = 'InvalidDataError';
  constructor(
    /** What was checked: a file's path, or for example `task of maze`. */
    readonly subject: string,
    readonly problems: readonly Problem[],
  ) {
    super(
      problems
        .map(({ pointer, rule, received, remedy }) =>
          sentence({ subject: `${subject} at ${pointer || '/'}`, rule, received, remedy }),
        )
        .join('\n'),
    );
  }
}

/** An id that no registry entry has. Names the nearest one. */
export class UnknownIdError extends MovingCheeseError {
  override name = 'UnknownIdError';
}

/** An id that is already taken. */
export class DuplicateIdError extends MovingCheeseError {
  override name = 'DuplicateIdError';
}

/** A part that is not installed or cannot be loaded here. Says which, why and what to do. */
export class MissingPartError extends MovingCheeseError {
  override name = 'MissingPartError';
}
